import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { type EmbeddedStore, openEmbeddedStore } from '../store/embedded/embedded-store';
import { StoreUnavailableError } from '../store/store';
import { aBatch, anEvent } from '../store/store-fixtures';
import { EmbeddedLiveLog } from './embedded-live-log';

const folder = mkdtempSync(join(tmpdir(), 'embedded-live-log-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function openStore(name: string): Promise<EmbeddedStore> {
  const store = await openEmbeddedStore({ file: join(folder, name) });
  await store.migrate();
  return store;
}

const write = (store: EmbeddedStore, offset: number) =>
  store.writeBatch(aBatch([anEvent(offset, `e${offset}`)]));

describe('the embedded live log', () => {
  it('hands over what was written before and what is written then, in order, from an offset', async () => {
    const store = await openStore('order.db');
    const log = new EmbeddedLiveLog({ rows: store, epoch: 5_000 });
    await log.open();
    expect(await log.bounds()).toEqual({ epoch: 5_000, first: 1, next: 1 });
    for (let at = 0; at < 70; at++) await write(store, at);
    const seen: number[] = [];
    const tail = await log.tail(3, ({ offset }) => seen.push(offset));
    await vi.waitFor(() => expect(seen.length).toBe(68));
    for (let at = 70; at < 75; at++) await write(store, at);
    await vi.waitFor(() => expect(seen.at(-1)).toBe(75));
    expect(seen).toEqual(Array.from({ length: 73 }, (_, at) => at + 3));
    await tail.close();
    await write(store, 75);
    expect(seen.at(-1)).toBe(75);
    await log.close();
    await store.close();
  });

  it('keeps its numbers over a restart, and over pruning', async () => {
    const first = await openStore('restart.db');
    const log = new EmbeddedLiveLog({ rows: first, epoch: 1_000 });
    await log.open();
    await write(first, 0);
    await write(first, 1);
    await first.prune({ table: 'live_log', olderThan: Number.MAX_SAFE_INTEGER, limit: 10 });
    await log.close();
    await first.close();
    const second = await openStore('restart.db');
    const again = new EmbeddedLiveLog({ rows: second, epoch: 1_000 });
    await again.open();
    expect(await again.bounds()).toEqual({ epoch: 1_000, first: 3, next: 3 });
    await write(second, 2);
    expect(await again.bounds()).toEqual({ epoch: 1_000, first: 3, next: 4 });
    await second.close();
  });

  it('says what it waits for while the store is away, and goes on by itself', async () => {
    const store = await openStore('away.db');
    let away = true;
    const log = new EmbeddedLiveLog({
      rows: {
        liveBounds: () => store.liveBounds(),
        onLiveAppend: (listener) => store.onLiveAppend(listener),
        liveRows: (after, limit) =>
          away ? Promise.reject(new StoreUnavailableError('no disk')) : store.liveRows(after, limit),
      },
      epoch: 1,
      retryMs: 5,
    });
    await log.open();
    await write(store, 0);
    const seen: number[] = [];
    await log.tail(1, ({ offset }) => seen.push(offset));
    await vi.waitFor(() => expect(log.waitingFor()).toBe('no disk'));
    away = false;
    await vi.waitFor(() => expect(seen).toEqual([1]));
    expect(log.waitingFor()).toBeNull();
    await log.close();
    await store.close();
  });

  it('closes while its tail sleeps', async () => {
    const store = await openStore('sleep.db');
    const log = new EmbeddedLiveLog({ rows: store, epoch: 1 });
    await log.open();
    await log.tail(1, () => {});
    await log.close();
    await store.close();
    expect(log.waitingFor()).toBeNull();
  });
});
