import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MemoryLiveLog } from '../publish/memory-live-log';
import { type EmbeddedStore, openEmbeddedStore } from '../store/embedded/embedded-store';
import { PositionBehindError, StaleEpochError, type StoreBatch } from '../store/store';
import { PlaceLookup } from './geo/place-lookup';
import { Ledger } from './ledger';
import { PinLookup } from './pins/pin-lookup';
import { Pipeline } from './pipeline';
import type { SourceBatch } from './source';

let folder: string;
let store: EmbeddedStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pipeline-'));
  store = await openEmbeddedStore({ file: join(folder, 'pipeline.db') });
  await store.migrate();
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const NOW = 1_790_000_000_000;
const batchOf = (name: string, first: number, count: number): SourceBatch => ({
  topic: 'events',
  partition: 0,
  messages: Array.from({ length: count }, (_, index) => ({
    offset: first + index,
    timestamp: NOW,
    key: null,
    value: Buffer.from(
      JSON.stringify({ id: `${name} ${first + index}`, type: 'repin', pinId: 'p', ts: NOW }),
    ),
    headers: {},
  })),
  highWatermark: first + count,
  heartbeat: async () => {},
  isStale: () => false,
});

const pipelineOn = (on: EmbeddedStore, ledger: Ledger) =>
  new Pipeline({
    store: on,
    liveLog: new MemoryLiveLog({ epoch: 1 }),
    ledger,
    enrichment: {
      places: new PlaceLookup({
        store: on,
        locator: null,
        cacheKey: 'k',
        ttlMs: 1,
        now: () => NOW,
        onError() {},
      }),
      pins: new PinLookup({ store: on, resolver: null }),
    },
    types: new Set(['repin']),
    mirror: null,
    now: () => NOW,
    sleep: async () => {},
    log: { warn() {}, info() {} },
  });

test('what was published of an older epoch says nothing of the new one', async () => {
  const ledger = new Ledger(store, () => {});
  const written: StoreBatch[] = [];
  const watched = new Proxy(store, {
    get(target, name) {
      if (name !== 'writeBatch') {
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      }
      return (batch: StoreBatch) => {
        written.push(batch);
        return target.writeBatch(batch);
      };
    },
  });
  const pipeline = pipelineOn(watched, ledger);
  await pipeline.handle(batchOf('old', 0, 100));
  await pipeline.handle(batchOf('old', 100, 100));
  // The topic is made anew before the mark could be written.
  await ledger.raiseEpoch('events', 0, 1);
  await pipeline.handle(batchOf('new', 0, 10));
  await pipeline.handle(batchOf('new', 10, 10));
  expect(written.map(({ epoch, publishedTo }) => [epoch, publishedTo])).toEqual([
    [1, null],
    [1, 99],
    [2, null],
    [2, 9],
  ]);
  expect(await store.position('events', 0)).toMatchObject({ epoch: 2, storedTo: 19, publishedTo: 9 });
});

test.each([
  ['the epoch was raised by somebody else', new StaleEpochError('replaced'), null],
  ['the database was set back', new PositionBehindError('behind'), 100],
])(
  '%s: the batch is not tried again, and the source hears where to read on',
  async (_, failure, readFrom) => {
    let tries = 0;
    const failing = new Proxy(store, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (name === 'writeBatch' && tries++ > 0) return () => Promise.reject(failure);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const pipeline = pipelineOn(failing, new Ledger(failing, () => {}));
    await pipeline.handle(batchOf('first', 0, 100));
    const handled = pipeline.handle({ ...batchOf('second', 200, 10), readFrom: 200 });
    await expect(handled).rejects.toMatchObject({ name: 'MisplacedBatchError', readFrom });
    expect(tries).toBe(2);
  },
);
