import type { LiveBatch } from '../../../lib/live/batch';
import { decodeLiveBatch, encodeLiveBatch } from '../../../lib/live/batch-codec';
import { REPLAY_STREAM } from '../dead-letter-store';
import { StoreUnavailableError } from '../store';
import { markPublished } from './positions';
import { query, type Script } from './statement';

/** On servers the live log is elsewhere: what is to be published rests here, in the transaction that stores it. */
export function* putInOutbox(batch: LiveBatch): Script<void> {
  yield query(
    'INSERT INTO replay_outbox (seq, payload) VALUES (?, ?)',
    batch.events.at(-1)?.offset ?? 0,
    encodeLiveBatch(batch),
  );
}

/** In the embedded store the live log is a table beside it. */
export function* appendToLiveLog(batch: LiveBatch): Script<void> {
  yield query(
    'INSERT INTO live_log (stored_at, payload) VALUES (?, ?)',
    batch.storedAt,
    encodeLiveBatch(batch),
  );
}

export function* readOutbox(
  limit: number,
): Script<readonly { readonly seq: number; readonly batch: LiveBatch }[]> {
  const { rows } = yield query(
    `SELECT seq, payload FROM replay_outbox ORDER BY seq LIMIT ${Math.trunc(limit)}`,
  );
  return rows.map((row) => {
    const batch = decodeLiveBatch(String(row.payload));
    if (batch === null)
      throw new StoreUnavailableError(`replay_outbox: row ${String(row.seq)} cannot be read`);
    return { seq: Number(row.seq), batch };
  });
}

/** One transaction: what is gone from here is known to be published. */
export function* emptyOutbox(seq: number): Script<void> {
  yield* markPublished(REPLAY_STREAM.topic, REPLAY_STREAM.partition, REPLAY_STREAM.epoch, seq);
  yield query('DELETE FROM replay_outbox WHERE seq <= ?', seq);
}
