import { type Place, placeKey } from '../../lib/geo/place';
import type { Frame, FrameRecord } from '../../lib/live/protocol';
import type { RingEvent } from './live-ring';

/** Above so many records in one frame, events of one place, type and category become one record. */
const FOLD_ABOVE = 2_000;
/** Older than this at sending time is late, whenever it was stored: a viewer that was away gets counts, not rings. */
export const LATE_AFTER_MS = 60_000;

type Header = Omit<Frame, 'places' | 'categories' | 'records'>;

/** Makes the frame of these events. Unlocated ones are in the totals only; sums over the records are exact. */
export function buildFrame(header: Header, events: readonly RingEvent[]): Frame {
  const places: Place[] = [];
  const categories: string[] = [];
  const placeIndex = new Map<string, number>();
  const categoryIndex = new Map<string, number>();
  const records: FrameRecord[] = [];
  for (const event of events) {
    if (event.place === null) continue;
    const place = indexOf(placeIndex, placeKey(event.place), () => places.push(event.place as Place));
    const category =
      event.category === null
        ? -1
        : indexOf(categoryIndex, event.category, () => categories.push(event.category as string));
    records.push({
      type: event.type,
      place,
      category,
      count: 1,
      ts: Math.min(event.ts, header.serverTime),
      late: event.late || header.serverTime - event.ts > LATE_AFTER_MS,
      seed: event.seed,
    });
  }
  return {
    ...header,
    places,
    categories,
    records: records.length > FOLD_ABOVE ? foldRecords(records) : records,
  };
}

function indexOf(known: Map<string, number>, key: string, add: () => number): number {
  const index = known.get(key);
  if (index !== undefined) return index;
  const next = add() - 1;
  known.set(key, next);
  return next;
}

/** One record per place, type, category and lateness; it takes the newest time and that event's seed. */
function foldRecords(records: readonly FrameRecord[]): FrameRecord[] {
  const folded = new Map<string, FrameRecord>();
  for (const record of records) {
    const key = `${record.place}|${record.type}|${record.category}|${record.late}`;
    const before = folded.get(key);
    if (!before) folded.set(key, record);
    else {
      const newer = record.ts >= before.ts ? record : before;
      folded.set(key, { ...newer, count: before.count + record.count });
    }
  }
  return [...folded.values()];
}
