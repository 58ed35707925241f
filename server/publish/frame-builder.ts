import type { Place } from '../../lib/geo/place';
import type { PlaceBook } from '../../lib/live/place-book';
import type { Frame } from '../../lib/live/protocol';
import { CELLS, coarsePlace } from './coarse-place';
import type { RingEvent } from './live-ring';
import { RecordTable } from './record-table';

/** Older than this at sending time is late, whenever it was stored: a viewer that was away gets counts, not rings. */
export const LATE_AFTER_MS = 60_000;

export type FrameHeader = Omit<Frame, 'book' | 'records' | 'cellDegrees'>;

/**
 * Makes the frame of these events. Unlocated ones are in the totals only; sums over the records are exact by place (or
 * cell), type and category. What would weigh more than `budgetBytes` is folded: into counts per place, and where that
 * does not do, into cells as coarse as it takes. What a viewer missed is folded in any case.
 */
export function buildFrame(
  header: FrameHeader,
  events: readonly RingEvent[],
  book: PlaceBook,
  budgetBytes: number,
): Frame {
  const { serverTime, away } = header;
  const lateBefore = serverTime - LATE_AFTER_MS;
  let table = new RecordTable();
  for (const event of events)
    table.add(event, Math.min(event.ts, serverTime), away || event.late || event.ts < lateBefore);
  let cellDegrees = 0;
  if (away || table.bytes(book) > budgetBytes) {
    const byPlace = folded(table, (place) => place);
    table = byPlace;
    for (const degrees of CELLS) {
      if (table.bytes(book) <= budgetBytes) break;
      table = folded(byPlace, (place) => coarsePlace(place, degrees));
      cellDegrees = degrees;
    }
  }
  return { ...header, cellDegrees, book, records: table.records(book) };
}

function folded({ drafts }: RecordTable, drawnAs: (place: Place) => Place): RecordTable {
  const table = new RecordTable();
  for (const draft of drafts) table.fold(draft, drawnAs(draft.place));
  return table;
}
