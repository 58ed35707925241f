import { SINGLE_BYTES } from '../../lib/live/frame-codec';
import type { PlaceBook } from '../../lib/live/place-book';
import type { Frame } from '../../lib/live/protocol';
import { CELLS, type CellDegrees } from '../../lib/live/wire-point';
import { coarsePlace } from './coarse-place';
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
  const isLate = (event: RingEvent) => away || event.late || event.ts < lateBefore;
  let table = new RecordTable();
  // Whether one by one they are too many is seen by their number: no records are made of them only to be folded.
  let located = 0;
  for (const { place } of events) if (place !== null) located++;
  const fold = away || located * SINGLE_BYTES > budgetBytes;
  if (!fold) for (const event of events) table.add(event, Math.min(event.ts, serverTime), isLate(event));
  let cellDegrees = 0;
  if (fold || table.bytes(book) > budgetBytes) {
    const byPlace = new RecordTable();
    for (const event of events) byPlace.addFolded(event, Math.min(event.ts, serverTime), isLate(event));
    table = byPlace;
    for (const degrees of CELLS) {
      if (table.bytes(book) <= budgetBytes) break;
      table = coarsened(byPlace, degrees);
      cellDegrees = degrees;
    }
  }
  return { ...header, cellDegrees, book, records: table.records(book) };
}

function coarsened({ drafts }: RecordTable, degrees: CellDegrees): RecordTable {
  const table = new RecordTable();
  for (const { place, type, category, late, count, ts, seed } of drafts)
    table.fold(coarsePlace(place, degrees), type, category, late, count, ts, seed);
  return table;
}
