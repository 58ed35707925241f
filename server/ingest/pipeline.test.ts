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

/** The store, and what is written to it. */
function watching(target: EmbeddedStore) {
  const written: StoreBatch[] = [];
  const watched = withMethods(target, {
    writeBatch: (batch: StoreBatch) => {
      written.push(batch);
      return target.writeBatch(batch);
    },
  });
  return { written, watched };
}

const withMethods = (target: EmbeddedStore, methods: Partial<EmbeddedStore>): EmbeddedStore =>
  new Proxy(target, {
    get(_, name) {
      const value: unknown = Reflect.get(methods, name) ?? Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

test('what was published of an older epoch says nothing of the new one', async () => {
  const ledger = new Ledger(store, () => {});
  const { written, watched } = watching(store);
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
    const failing = withMethods(store, {
      writeBatch: (batch) => (tries++ > 0 ? Promise.reject(failure) : store.writeBatch(batch)),
    });
    const pipeline = pipelineOn(failing, new Ledger(failing, () => {}));
    await pipeline.handle(batchOf('first', 0, 100));
    const handled = pipeline.handle({ ...batchOf('second', 200, 10), readFrom: 200 });
    await expect(handled).rejects.toMatchObject({ name: 'MisplacedBatchError', readFrom });
    expect(tries).toBe(2);
  },
);

test('the fingerprint is that of the record at the end of the batch, and none where that one could not be read', async () => {
  const { written, watched } = watching(store);
  const pipeline = pipelineOn(watched, new Ledger(store, () => {}));
  await pipeline.handle(batchOf('read', 0, 10));
  const cut = batchOf('cut', 10, 10);
  const unreadable = { firstOffset: 20, lastOffset: 24, detail: 'checksum' };
  await pipeline.handle({ ...cut, unreadable: [unreadable] });
  expect(written.map(({ lastOffset, fingerprint }) => [lastOffset, fingerprint === null])).toEqual([
    [9, false],
    [24, true],
  ]);
  expect((await store.position('events', 0))?.fingerprint).toBeNull();
});

test('marks of what was published are written one at a time, however often they are asked for', async () => {
  let open = 0;
  let most = 0;
  const marked: number[] = [];
  const letGo: (() => void)[] = [];
  const slow = withMethods(store, {
    markPublished: async (...[, , , offset]) => {
      most = Math.max(most, ++open);
      await new Promise<void>((done) => letGo.push(done));
      open--;
      marked.push(offset);
    },
  });
  const pipeline = pipelineOn(slow, new Ledger(store, () => {}));
  await pipeline.handle(batchOf('a', 0, 10));
  const first = pipeline.flushPositions();
  await expect.poll(() => open).toBe(1);
  await pipeline.handle(batchOf('a', 10, 10));
  const later = [pipeline.flushPositions(), pipeline.flushPositions()];
  letGo.shift()?.();
  await first;
  await expect.poll(() => open).toBe(1);
  letGo.shift()?.();
  await Promise.all(later);
  expect([most, marked]).toEqual([1, [9, 19]]);
});
