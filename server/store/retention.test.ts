import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { EventType } from '../../lib/events/event';
import { type EmbeddedStore, openEmbeddedStore } from './embedded/embedded-store';
import { RetentionLoop, type RetentionOptions } from './retention';
import { StoreUnavailableError } from './store';
import { aBatch, anEvent } from './store-fixtures';

const folder = mkdtempSync(join(tmpdir(), 'retention-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HOUR = 3_600_000;
const NOW = 1_790_000_000_000;
const TYPES: readonly EventType[] = ['pin', 'repin', 'comment', 'login'];

async function storeWith(name: string, hoursAgo: readonly number[]): Promise<EmbeddedStore> {
  const store = await openEmbeddedStore({ file: join(folder, name) });
  await store.migrate();
  let offset = 0;
  for (const hours of hoursAgo) {
    const events = TYPES.map((type) => {
      const at = offset++;
      return anEvent(at, `${type}-${hours}-${at}`, type, { ts: NOW - hours * HOUR });
    });
    await store.writeBatch(aBatch(events, { now: NOW - hours * HOUR }));
  }
  return store;
}

function loop(store: EmbeddedStore, more: Partial<RetentionOptions> = {}) {
  const pauses: number[] = [];
  const warnings: string[] = [];
  const retention = new RetentionLoop({
    store,
    eventHours: 24,
    maxBytes: null,
    deadLetterHours: 168,
    liveLogHours: 1,
    sourceRetentionMs: 0,
    now: () => NOW,
    sleep: async (ms) => {
      pauses.push(ms);
    },
    log: { warn: (text) => warnings.push(text) },
    ...more,
  });
  return { retention, pauses, warnings };
}

const left = async (store: EmbeddedStore, table: string) =>
  Number((await store.select(`SELECT COUNT(*) AS n FROM ${table}`))[0]?.n);

describe('retention', () => {
  it('deletes what is older than its hours from every event table, and nothing younger', async () => {
    const store = await storeWith('hours.db', [30, 25, 23, 1, 0]);
    const { retention } = loop(store);
    // Two of five in four tables, and the live messages of more than an hour ago.
    expect(await retention.round()).toBe(2 * 4 + 3);
    for (const table of ['pins', 'repins', 'comments', 'logins']) expect(await left(store, table)).toBe(3);
    expect(await left(store, 'live_log')).toBe(2);
    expect((await store.totals()).totals.repin).toBe(5);
    await store.close();
  });

  it('keeps what the source could still replay, or it would come back as new', async () => {
    const store = await storeWith('source.db', [200, 100, 30]);
    await loop(store, { sourceRetentionMs: 168 * HOUR }).retention.round();
    expect(await left(store, 'repins')).toBe(2);
    await store.close();
  });

  it('works in steps with a pause between them', async () => {
    const store = await storeWith('steps.db', [48, 47, 46, 45, 44]);
    const { retention, pauses } = loop(store, { rowsPerStep: 2, pauseMs: 7 });
    await retention.round();
    expect(await left(store, 'logins')).toBe(0);
    expect(pauses.length).toBeGreaterThanOrEqual(8);
    expect(new Set(pauses)).toEqual(new Set([7]));
    await store.close();
  });

  it('deletes the oldest early when the data is above its bound', async () => {
    const store = await storeWith('bytes.db', [20, 16, 8, 4, 2, 0.01]);
    let asked = 0;
    // Says "too large" until only what is younger than five hours is left.
    const { retention, warnings } = loop(store, {
      maxBytes: 1_000,
      store: {
        prune: (step) => store.prune(step),
        sizeBytes: async () => {
          asked++;
          const rows = await store.select('SELECT MIN(ts) AS oldest FROM repins');
          return Number(rows[0]?.oldest) < NOW - 5 * HOUR ? 2_000 : 900;
        },
      },
    });
    await retention.round();
    expect(asked).toBeGreaterThan(2);
    expect(await left(store, 'repins')).toBe(3);
    expect(warnings).toEqual([]);
    await store.close();
  });

  it('says so once when it may not delete enough, and keeps the rest', async () => {
    const store = await storeWith('young.db', [3, 2, 1]);
    const { retention, warnings } = loop(store, { maxBytes: 1, sourceRetentionMs: 2.5 * HOUR });
    await retention.round();
    await retention.round();
    expect(await left(store, 'repins')).toBe(2);
    expect(warnings).toEqual([expect.stringMatching(/above the bound .* too young to delete/)]);
    await store.close();
  });

  it('drops expired geo answers and old dead letters', async () => {
    const store = await storeWith('caches.db', [0]);
    await store.saveGeo([
      { hash: 'old', place: null, expiresAt: NOW - 1 },
      { hash: 'new', place: null, expiresAt: NOW + 1 },
    ]);
    const letter = (offset: number, at: number) => ({
      offset,
      lastOffset: offset,
      reason: 'empty' as const,
      detail: '',
      field: null,
      payload: new Uint8Array(),
      payloadBytes: 0,
      payloadSha256: '',
      recordTime: null,
      headers: null,
      at,
    });
    await store.writeBatch(
      aBatch([], {
        firstOffset: 10,
        lastOffset: 11,
        deadLetters: [letter(10, NOW - 169 * HOUR), letter(11, NOW - 167 * HOUR)],
      }),
    );
    await loop(store).retention.round();
    expect(await left(store, 'geo_cache')).toBe(1);
    expect((await store.deadLetters({ limit: 10 })).map(({ offset }) => offset)).toEqual([11]);
    await store.close();
  });

  it('waits out a store that is away, and stops when it is told', async () => {
    let rounds = 0;
    const warnings: string[] = [];
    const retention = new RetentionLoop({
      store: {
        prune: async () => {
          rounds++;
          throw new StoreUnavailableError('away');
        },
        sizeBytes: async () => 0,
      },
      eventHours: 24,
      maxBytes: null,
      deadLetterHours: 1,
      liveLogHours: 1,
      sourceRetentionMs: 0,
      now: () => NOW,
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, rounds < 3 ? 1 : ms)),
      log: { warn: (text) => warnings.push(text) },
      everyMs: 3_600_000,
    });
    retention.start();
    await vi.waitFor(() => expect(rounds).toBe(3));
    await retention.stop();
    expect(rounds).toBe(3);
    expect(warnings).toEqual([]);
  });
});
