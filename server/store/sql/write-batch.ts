import type { EventType } from '../../../lib/events/event';
import {
  type LocatedEvent,
  type Position,
  PositionBehindError,
  type StoreBatch,
  type StoreOutcome,
} from '../store';
import { addCountries } from './country-rows';
import { addDeadLetters } from './dead-letter-rows';
import type { Dialect } from './dialect';
import { findRedelivered, insertEvents } from './insert-events';
import type { KnownCountries } from './known-countries';
import { mergePins } from './pin-rows';
import { planBatch } from './plan-batch';
import { lockPosition, savePosition } from './positions';
import type { RecentKeys } from './recent-keys';
import { withoutReplayed } from './replay-letters';
import type { Script } from './statement';

/** Runs inside the transaction with the events that were stored now, ascending by offset. */
export type AppendLive = (fresh: readonly LocatedEvent[]) => Script<void>;

function ascending(events: LocatedEvent[]): LocatedEvent[] {
  return events.sort((a, b) => a.offset - b.offset);
}

function unlocated(events: readonly LocatedEvent[]): number {
  return events.reduce((count, event) => count + (event.type === 'repin' && event.place === null ? 1 : 0), 0);
}

function above(offsets: readonly number[], storedTo: number): number {
  return offsets.reduce((count, offset) => count + (offset > storedTo ? 1 : 0), 0);
}

/**
 * The one transaction of a batch (docs/reliability.md). The position's lock makes owners of a partition take turns;
 * what lies at or below `storedTo` was accounted for by the transaction that set it, and is only looked up. Rows
 * above it are tallied exactly once, because the tally moves together with `storedTo`.
 */
export function* writeBatch(
  dialect: Dialect,
  batch: StoreBatch,
  stream: number,
  appendLive: AppendLive | null,
  recent: RecentKeys,
  countries: KnownCountries,
): Script<StoreOutcome> {
  const { topic, partition, epoch, lastOffset, now } = batch;
  const position = yield* lockPosition(dialect, topic, partition, epoch);
  const { storedTo } = position;
  // Restored, or a replica that lagged: what is missing still lies in the source. -1: nobody has read here before.
  if (storedTo >= 0 && batch.readFrom !== undefined && batch.readFrom > storedTo + 1)
    throw new PositionBehindError(
      `${topic}/${partition}: the database has offsets up to ${storedTo} and was given those up to ${batch.readFrom - 1}`,
    );

  const fresh: LocatedEvent[] = [];
  const redelivered: LocatedEvent[] = [];
  const rows: Record<EventType, number> = { ...position.rows };
  let inserted = 0;
  let duplicates = 0;
  for (const plan of planBatch(batch.events, storedTo)) {
    const written = yield* insertEvents(plan, { stream, storedTo, lastOffset }, now, recent);
    fresh.push(...written.ours);
    inserted += written.inserted;
    duplicates += written.duplicates;
    rows[plan.type] += written.ours.length;
    redelivered.push(...(yield* withoutReplayed(yield* findRedelivered(plan, stream), stream)));
  }
  ascending(fresh);
  yield* addCountries(fresh, countries, now);

  const pins = batch.pins.filter((pin) => pin.offset > storedTo);
  yield* mergePins(dialect, pins, { epoch, stream }, now);
  const letters = batch.deadLetters.filter((letter) => letter.lastOffset > storedTo);
  yield* addDeadLetters(letters, stream);
  const filtered = above(batch.filtered, storedTo);
  if (appendLive !== null && fresh.length > 0) yield* appendLive(fresh);

  const moved = lastOffset > storedTo;
  // What was published had been stored before: a mark above that is of other offsets.
  const publishedTo = Math.max(position.publishedTo, Math.min(batch.publishedTo ?? -1, storedTo));
  const next: Position = {
    ...position,
    storedTo: moved ? lastOffset : storedTo,
    fingerprint: moved ? batch.fingerprint : position.fingerprint,
    publishedTo,
    rows,
    unlocatedRepins: position.unlocatedRepins + unlocated(fresh),
    duplicates: position.duplicates + duplicates,
    filtered: position.filtered + filtered,
    deadLetters: position.deadLetters + letters.length,
    derivedIds: position.derivedIds + fresh.filter((event) => event.idDerived).length,
  };
  if (moved || publishedTo > position.publishedTo) yield* savePosition(next);

  return {
    publishable: redelivered.length === 0 ? fresh : ascending([...redelivered, ...fresh]),
    inserted,
    redelivered: redelivered.length + fresh.length - inserted,
    duplicates,
    filtered,
    deadLetters: letters.length,
  };
}
