import { EVENT_TYPES } from '../../../lib/events/event';
import { type Position, type RepinCount, type RepinSpan, StoreDataError } from '../store';
import type { Dialect } from './dialect';
import { EVENT_TABLES } from './event-rows';
import { query, type Script } from './statement';

/**
 * Repins of a span by when they were stored, of those alone that these positions account for: what is stored while this is
 * asked is not in it. The span is of `ts`, which has the index; each row is in one span only. Ascending, without empty ones.
 */
export function* repinCounts(
  dialect: Dialect,
  { from, to, stepMs }: RepinSpan,
  upTo: readonly Position[],
): Script<readonly RepinCount[]> {
  const isTime = (at: number) => Number.isSafeInteger(at) && at >= 0;
  if (!isTime(from) || (to !== null && !isTime(to)) || !isTime(stepMs) || stepMs === 0)
    throw new StoreDataError('repin counts: from, to and step must be whole milliseconds');
  const bounds = yield* streamBounds(upTo);
  // Of a stream that none of the positions is of, nothing was accounted for.
  if (bounds.length === 0) return [];
  const bound = `CASE src_stream ${bounds.map(([stream, offset]) => `WHEN ${stream} THEN ${offset}`).join(' ')} ELSE -1 END`;
  const step = Math.trunc(stepMs);
  const bucket = dialect === 'sqlite' ? `stored_at / ${step}` : `stored_at DIV ${step}`;
  const { rows } = yield query(
    `SELECT ${bucket} AS bucket, COUNT(*) AS events FROM ${EVENT_TABLES.repin} WHERE ts >= ? AND ts < ? AND src_offset <= ${bound} GROUP BY ${bucket} ORDER BY bucket`,
    from,
    to ?? Number.MAX_SAFE_INTEGER,
  );
  return rows.map((row) => ({ start: Number(row.bucket) * step, repins: Number(row.events) }));
}

/** By stream, the last offset that the positions account for. Of an epoch before a position's own that is all there are. */
function* streamBounds(positions: readonly Position[]): Script<readonly (readonly [number, number])[]> {
  const byPartition = new Map(positions.map((one) => [`${one.topic}/${one.partition}`, one]));
  const { rows } = yield query('SELECT stream_id, topic, partition_id, epoch FROM streams');
  const bounds: [number, number][] = [];
  for (const row of rows) {
    const position = byPartition.get(`${row.topic}/${row.partition_id}`);
    const epoch = Number(row.epoch);
    if (!position || epoch > position.epoch) continue;
    bounds.push([
      Number(row.stream_id),
      epoch < position.epoch ? Number.MAX_SAFE_INTEGER : position.storedTo,
    ]);
  }
  return bounds;
}

/** `ts` of the oldest event of any type that is there; null when there is none. */
export function* oldestEventAt(): Script<number | null> {
  let oldest: number | null = null;
  for (const type of EVENT_TYPES) {
    const { rows } = yield query(`SELECT MIN(ts) AS oldest FROM ${EVENT_TABLES[type]}`);
    const found = rows[0]?.oldest ?? null;
    if (found !== null) oldest = Math.min(Number(found), oldest ?? Number.POSITIVE_INFINITY);
  }
  return oldest;
}
