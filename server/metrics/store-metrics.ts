import { EVENT_TYPES } from '../../lib/events/event';
import type { Position, Store } from '../store/store';
import { LastAnswer } from './last-answer';
import type { MetricsRegistry } from './registry';

const MAX_AGE_MS = 5_000;

/** What stands in the store and survives every crash, and what the store counts itself. */
export function watchStore(
  registry: MetricsRegistry,
  store: Pick<Store, 'positions'>,
  deadlocks: () => number,
  now: () => number,
): void {
  const positions = new LastAnswer(() => store.positions(), MAX_AGE_MS, now);
  registry.onScrape(async () => {
    registry.total('repin_globe_store_deadlocks_total', {}, deadlocks());
    const all = await positions.get();
    if (all) tellTotals(registry, all);
  });
}

function tellTotals(registry: MetricsRegistry, positions: readonly Position[]): void {
  const sum = (read: (position: Position) => number) =>
    positions.reduce((total, position) => total + read(position), 0);
  for (const type of EVENT_TYPES)
    registry.total(
      'repin_globe_stored_total',
      { type },
      sum(({ rows }) => rows[type]),
    );
  registry.total(
    'repin_globe_stored_unlocated_repins_total',
    {},
    sum((one) => one.unlocatedRepins),
  );
  registry.total(
    'repin_globe_stored_derived_ids_total',
    {},
    sum((one) => one.derivedIds),
  );
  registry.total(
    'repin_globe_stored_duplicates_total',
    {},
    sum((one) => one.duplicates),
  );
  registry.total(
    'repin_globe_stored_filtered_total',
    {},
    sum((one) => one.filtered),
  );
  registry.total(
    'repin_globe_stored_dead_letters_total',
    {},
    // Those that a replay gave another outcome stay counted: a counter never falls.
    sum((one) => one.deadLetters + one.replayed),
  );
  registry.total(
    'repin_globe_stored_replayed_dead_letters_total',
    {},
    sum((one) => one.replayed),
  );
  registry.total(
    'repin_globe_stored_dropped_dead_letters_total',
    {},
    sum((one) => one.dropped),
  );
  registry.total(
    'repin_globe_lost_before_read_total',
    {},
    sum((one) => one.lostBeforeRead),
  );
}
