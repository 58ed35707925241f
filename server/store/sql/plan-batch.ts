import { EVENT_TYPES, type EventType } from '../../../lib/events/event';
import type { LocatedEvent } from '../store';

/** What is to be done with the events of one type in one batch. */
export type TypePlan = {
  readonly type: EventType;
  /** Above `storedTo`, one per key, sorted by key so that writers lock in one order. */
  readonly fresh: readonly LocatedEvent[];
  /** At or below `storedTo`: written before, only looked up. */
  readonly seen: readonly LocatedEvent[];
  /** Fresh events whose key an earlier fresh event of the batch has. */
  readonly repeated: number;
};

function byKey(a: LocatedEvent, b: LocatedEvent): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

/**
 * Splits a batch by type and by `storedTo`. A key counts within its type, because the database counts it within its
 * table: the same answer, whether two events meet in one batch or in two.
 */
export function planBatch(events: readonly LocatedEvent[], storedTo: number): TypePlan[] {
  const byType: Record<EventType, LocatedEvent[]> = { pin: [], repin: [], comment: [], login: [] };
  for (const event of events) byType[event.type].push(event);
  return EVENT_TYPES.filter((type) => byType[type].length > 0).map((type) => {
    const all = byType[type];
    const firstFresh = all.findIndex((event) => event.offset > storedTo);
    const seen = firstFresh === -1 ? all : all.slice(0, firstFresh);
    const fresh = firstFresh === -1 ? [] : all.slice(firstFresh);
    // A stable sort keeps equal keys in the order of their offsets: the first one owns the key.
    fresh.sort(byKey);
    const owners = fresh.filter((event, at) => at === 0 || fresh[at - 1]?.key !== event.key);
    return { type, fresh: owners, seen, repeated: fresh.length - owners.length };
  });
}
