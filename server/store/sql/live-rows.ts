import type { LiveBatch } from '../../../lib/live/batch';
import { decodeLiveBatch, encodeLiveBatch } from '../../../lib/live/batch-codec';
import { type LocatedEvent, type StoreBatch, StoreUnavailableError } from '../store';
import { query, type Script } from './statement';

export type LiveRow = { readonly seq: number; readonly batch: LiveBatch };
/** `first` and `last` are 0 when there are none; `next` goes on after pruning. */
export type LiveRowBounds = { readonly first: number; readonly last: number; readonly next: number };

/** Rows as they lie in the file: decoded where they are read, not in the thread that writes. */
export type EncodedLiveRow = { readonly seq: number; readonly payload: string };

/** The fresh events of a batch as one row of the live log, in the transaction that stores them. */
export function* appendLiveRow(batch: StoreBatch, fresh: readonly LocatedEvent[]): Script<void> {
  const payload = encodeLiveBatch({
    topic: batch.topic,
    partition: batch.partition,
    epoch: batch.epoch,
    storedAt: batch.now,
    events: fresh,
  });
  yield query('INSERT INTO live_log (stored_at, payload) VALUES (?, ?)', batch.now, payload);
}

export function* liveRowsAfter(after: number, limit: number): Script<readonly EncodedLiveRow[]> {
  const { rows } = yield query(
    `SELECT seq, payload FROM live_log WHERE seq > ? ORDER BY seq LIMIT ${Math.trunc(limit)}`,
    after,
  );
  return rows.map((row) => ({ seq: Number(row.seq), payload: String(row.payload) }));
}

export function decodeLiveRow({ seq, payload }: EncodedLiveRow): LiveRow {
  const batch = decodeLiveBatch(payload);
  if (batch === null) throw new StoreUnavailableError(`live_log: row ${seq} cannot be read`);
  return { seq, batch };
}

/** SQLite remembers the highest number ever given in `sqlite_sequence`, so an emptied log does not begin again. */
export function* liveRowBounds(): Script<LiveRowBounds> {
  const { rows } = yield query(
    "SELECT (SELECT MIN(seq) FROM live_log) AS first_seq, (SELECT MAX(seq) FROM live_log) AS last_seq, (SELECT seq FROM sqlite_sequence WHERE name = 'live_log') AS given",
  );
  const row = rows[0];
  return {
    first: Number(row?.first_seq ?? 0),
    last: Number(row?.last_seq ?? 0),
    next: Number(row?.given ?? 0) + 1,
  };
}
