import type { DropAnswer, LetterFilter } from '../dead-letter-store';
import { StoreDataError, StoreUnavailableError } from '../store';
import type { Dialect } from './dialect';
import { JOINED, where } from './find-letters';
import { lockedPosition, savePosition } from './positions';
import { query, type Script } from './statement';

/**
 * The one transaction of a drop: all that were counted, or none. Their payloads go, and the tallies of their partitions
 * tell how many. A letter that comes or goes between count and update undoes it. Positions are locked before letters, in
 * a fixed order, as all do.
 */
export function* dropLetters(
  dialect: Dialect,
  filter: LetterFilter,
  expected: number,
  now: number,
): Script<DropAnswer> {
  const open: LetterFilter = { ...filter, state: 'open' };
  const joined = where(open, 'd');
  const { rows: streams } = yield query(
    `SELECT d.src_stream, s.topic, s.partition_id, COUNT(*) AS letters ${JOINED} ${joined.text} GROUP BY d.src_stream, s.topic, s.partition_id ORDER BY s.topic, s.partition_id, d.src_stream`,
    ...joined.values,
  );
  const found = streams.reduce((sum, { letters }) => sum + Number(letters), 0);
  if (found !== expected || found === 0) return { found, dropped: 0 };
  const { text, values } = where(open, 'dead_letters');
  for (const { src_stream, topic, partition_id, letters } of streams) {
    const position = yield* lockedPosition(dialect, String(topic), Number(partition_id));
    if (position === null)
      throw new StoreUnavailableError(
        `${String(topic)}/${String(partition_id)} has dead letters and no position`,
      );
    const { affected } = yield query(
      `UPDATE dead_letters SET state = 'dropped', payload = ?, headers = NULL, settled_at = ? WHERE ${text} AND src_stream = ?`,
      new Uint8Array(),
      now,
      ...values,
      Number(src_stream),
    );
    if (affected !== Number(letters))
      throw new StoreDataError(
        `${String(letters)} dead letters were counted and ${affected} were there: try again`,
      );
    yield* savePosition({ ...position, dropped: position.dropped + affected });
  }
  return { found, dropped: found };
}
