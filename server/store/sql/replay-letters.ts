import type { EventType } from '../../../lib/events/event';
import type { LiveBatch } from '../../../lib/live/batch';
import { REPLAY_STREAM, type ReplayBatch, type ReplayTally } from '../dead-letter-store';
import { type LocatedEvent, type ReplayOutcome, StoreDataError } from '../store';
import { addCountries } from './country-rows';
import { cut, DETAIL_CHARS, FIELD_CHARS } from './dead-letter-rows';
import type { Dialect } from './dialect';
import { insertEvents } from './insert-events';
import type { KnownCountries } from './known-countries';
import { mergePins } from './pin-rows';
import { planBatch } from './plan-batch';
import { lockedPosition, lockPosition, savePosition } from './positions';
import type { RecentKeys } from './recent-keys';
import { chunksOf, marks, query, type Script } from './statement';

const OFFSETS_PER_STATEMENT = 1_000;

/** Runs inside the transaction with the replayed events under the offsets of their own stream. */
export type Announce = (batch: LiveBatch) => Script<void>;

function* lockOpen(dialect: Dialect, stream: number, offsets: readonly number[]): Script<Set<number>> {
  const open = new Set<number>();
  const lock = dialect === 'sqlite' ? '' : ' FOR UPDATE';
  for (const chunk of chunksOf(offsets, OFFSETS_PER_STATEMENT)) {
    const { rows } = yield query(
      `SELECT src_offset FROM dead_letters WHERE src_stream = ? AND src_offset IN (${marks(chunk.length)}) AND state = 'open'${lock}`,
      stream,
      ...chunk,
    );
    for (const row of rows) open.add(Number(row.src_offset));
  }
  return open;
}

/** The payload goes: it is not needed any more, and holds what should rest nowhere. */
function* settle(
  stream: number,
  offsets: readonly number[],
  outcome: ReplayOutcome,
  now: number,
): Script<void> {
  for (const chunk of chunksOf(offsets, OFFSETS_PER_STATEMENT))
    yield query(
      `UPDATE dead_letters SET state = 'replayed', outcome = ?, settled_at = ?, payload = ?, headers = NULL WHERE src_stream = ? AND src_offset IN (${marks(chunk.length)})`,
      outcome,
      now,
      new Uint8Array(),
      stream,
      ...chunk,
    );
}

function* refuseAgain(stream: number, refused: ReplayBatch['refused']): Script<void> {
  for (const { offset, reason, detail, field } of refused)
    yield query(
      'UPDATE dead_letters SET reason = ?, detail = ?, field = ? WHERE src_stream = ? AND src_offset = ?',
      reason,
      cut(detail, DETAIL_CHARS),
      field === null ? null : cut(field, FIELD_CHARS),
      stream,
      offset,
    );
}

/**
 * The one transaction of a replay (docs/reliability.md). The lock on the replay stream's position makes replays take
 * turns; the lock on the partition's own position keeps its tallies from a worker that writes; only letters that are
 * still open count. Locks are taken in this order by all.
 */
export function* replayLetters(
  dialect: Dialect,
  batch: ReplayBatch,
  announce: Announce,
  recent: RecentKeys,
  countries: KnownCountries,
): Script<ReplayTally> {
  const { topic, partition, stream, now } = batch;
  const given = [...batch.events, ...batch.refused].map(({ offset }) => offset).concat(batch.filtered);
  const none = { row: 0, duplicate: 0, filtered: 0, refused: [], settledBefore: 0 };
  if (given.length === 0) return none;
  const journal = yield* lockPosition(
    dialect,
    REPLAY_STREAM.topic,
    REPLAY_STREAM.partition,
    REPLAY_STREAM.epoch,
  );
  const position = yield* lockedPosition(dialect, topic, partition);
  if (position === null) throw new StoreDataError(`${topic}/${partition} has dead letters and no position`);
  const open = yield* lockOpen(
    dialect,
    stream,
    given.sort((a, b) => a - b),
  );
  const isOpen = ({ offset }: { readonly offset: number }) => open.has(offset);

  const events = batch.events.filter(isOpen);
  const ours: LocatedEvent[] = [];
  const rows: Record<EventType, number> = { ...position.rows };
  const [first, last] = [events[0]?.offset ?? 0, events.at(-1)?.offset ?? 0];
  for (const plan of planBatch(events, -1)) {
    const written = yield* insertEvents(plan, { stream, storedTo: first - 1, lastOffset: last }, now, recent);
    ours.push(...written.ours);
    rows[plan.type] += written.ours.length;
  }
  ours.sort((a, b) => a.offset - b.offset);
  yield* addCountries(ours, countries, now);
  yield* mergePins(dialect, batch.pins.filter(isOpen), { epoch: batch.epoch, stream }, now);

  const inserted = new Set(ours.map(({ offset }) => offset));
  const duplicates = events.map(({ offset }) => offset).filter((offset) => !inserted.has(offset));
  const filtered = batch.filtered.filter((offset) => open.has(offset));
  const refused = batch.refused.filter(isOpen);
  yield* settle(stream, [...inserted], 'row', now);
  yield* settle(stream, duplicates, 'duplicate', now);
  yield* settle(stream, filtered, 'filtered', now);
  yield* refuseAgain(stream, refused);

  const settled = inserted.size + duplicates.length + filtered.length;
  if (settled > 0)
    yield* savePosition({
      ...position,
      rows,
      unlocatedRepins:
        position.unlocatedRepins +
        ours.filter(({ type, place }) => type === 'repin' && place === null).length,
      duplicates: position.duplicates + duplicates.length,
      filtered: position.filtered + filtered.length,
      deadLetters: position.deadLetters - settled,
      replayed: position.replayed + settled,
      derivedIds: position.derivedIds + ours.filter(({ idDerived }) => idDerived).length,
    });
  if (ours.length > 0) {
    const next = journal.storedTo + 1;
    const storedTo = journal.storedTo + ours.length;
    yield* announce(liveBatch(ours, next, now));
    // The embedded live log is in the same transaction: stored is published.
    yield* savePosition({
      ...journal,
      storedTo,
      publishedTo: dialect === 'sqlite' ? storedTo : journal.publishedTo,
    });
  }
  return {
    row: inserted.size,
    duplicate: duplicates.length,
    filtered: filtered.length,
    refused: refused.map(({ offset }) => offset),
    settledBefore: given.length - open.size,
  };
}

function liveBatch(events: readonly LocatedEvent[], next: number, now: number): LiveBatch {
  return {
    ...REPLAY_STREAM,
    storedAt: now,
    events: events.map(({ type, ts, place, category, pinId, boardId }, index) => ({
      offset: next + index,
      type,
      ts,
      place,
      category,
      pinId,
      boardId,
    })),
  };
}

/**
 * Of events that came again, those that a replay stored and published in its own stream: published a second time under
 * their own coordinates, they might be above a reader's mark. Asked for only when a batch comes again.
 */
export function* withoutReplayed(
  redelivered: readonly LocatedEvent[],
  stream: number,
): Script<readonly LocatedEvent[]> {
  if (redelivered.length === 0) return redelivered;
  const offsets = redelivered.map(({ offset }) => offset);
  const { rows } = yield query(
    "SELECT src_offset FROM dead_letters WHERE src_stream = ? AND src_offset >= ? AND src_offset <= ? AND state = 'replayed'",
    stream,
    Math.min(...offsets),
    Math.max(...offsets),
  );
  if (rows.length === 0) return redelivered;
  const replayed = new Set(rows.map((row) => Number(row.src_offset)));
  return redelivered.filter(({ offset }) => !replayed.has(offset));
}
