import type { Frame } from '../../lib/live/protocol';
import { coarsePlace } from './coarse-place';
import type { RingEvent } from './live-ring';
import { RecordTable } from './record-table';

/** Above so many events in one frame, those of one place, type and category become one record. */
const FOLD_ABOVE = 2_000;
/** Above so many records even then, places fold into cells. */
const COARSEN_ABOVE = 20_000;
/** Older than this at sending time is late, whenever it was stored: a viewer that was away gets counts, not rings. */
export const LATE_AFTER_MS = 60_000;

type Header = Omit<Frame, 'places' | 'categories' | 'records'>;

/** Makes the frame of these events. Unlocated ones are in the totals only; sums over the records are exact. */
export function buildFrame(header: Header, events: readonly RingEvent[]): Frame {
  let table = new RecordTable(header.serverTime, LATE_AFTER_MS);
  if (events.length <= FOLD_ABOVE) for (const event of events) table.add(event);
  else {
    for (const event of events) table.fold(event);
    if (table.records.length > COARSEN_ABOVE) {
      table = new RecordTable(header.serverTime, LATE_AFTER_MS, coarsePlace);
      for (const event of events) table.fold(event);
    }
  }
  const { places, categories, records } = table;
  return { ...header, places, categories, records };
}
