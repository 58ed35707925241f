import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { privateFolder } from '../../tests/support/reaper';
import { openEmbeddedStore } from '../store/embedded/embedded-store';
import { aBatch, aDeadLetter, anEvent, T0, TOPIC } from '../store/store-fixtures';
import { MetricsRegistry } from './registry';
import { watchStore } from './store-metrics';

const folder = privateFolder('store-metrics');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('dead letters are counters: neither a replay, a drop nor retention lets one fall', async () => {
  const store = await openEmbeddedStore({ file: join(folder, 'a.db') });
  await store.migrate();
  const now = T0 + 3_600_000;
  const told = async () => {
    // As a process that has just started: one that lives would not let a counter fall whatever the store says.
    const registry = new MetricsRegistry('all');
    watchStore(
      registry,
      store,
      () => 0,
      () => now,
    );
    const text = await registry.text();
    return ['dead_letters', 'replayed_dead_letters', 'dropped_dead_letters', 'duplicates'].map((name) =>
      Number(new RegExp(`^repin_globe_stored_${name}_total (\\d+)$`, 'm').exec(text)?.[1] ?? -1),
    );
  };
  await store.writeBatch(
    aBatch([], { lastOffset: 9, deadLetters: [1, 2, 3, 4, 5].map((offset) => aDeadLetter(offset)) }),
  );
  expect(await told()).toEqual([5, 0, 0, 0]);
  const [letter] = await store.letters.after({}, null, 1);
  await store.letters.replay({
    topic: TOPIC,
    partition: 0,
    epoch: 1,
    stream: letter?.stream ?? -1,
    events: [anEvent(1, 'one'), anEvent(2, 'one')],
    pins: [],
    filtered: [],
    refused: [],
    now,
  });
  expect(await told()).toEqual([5, 2, 0, 1]);
  await store.letters.drop({ offsets: [3, 4] }, 2, now);
  expect(await told()).toEqual([5, 2, 2, 1]);
  await store.prune({ table: 'dead_letters', olderThan: now, limit: 100 });
  expect(await told()).toEqual([5, 2, 2, 1]);
  await store.close();
});
