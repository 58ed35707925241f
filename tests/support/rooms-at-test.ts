import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import type { LiveEvent } from '../../lib/live/batch';
import type { Transport } from '../../lib/live/client/transport-choice';
import { SNAPSHOT_PATH, type Snapshot } from '../../lib/live/protocol';
import { EVERYTHING, type RoomFilter } from '../../lib/live/room-filter';
import { liveBatch, liveEvent } from '../../lib/live/testing';
import { MemoryLiveLog } from '../../server/publish/memory-live-log';
import { type EmbeddedStore, openEmbeddedStore } from '../../server/store/embedded/embedded-store';
import { fullPin } from '../../server/store/store-fixtures';
import { CountingClient } from './counting-client';
import { numberedTown, startWeb, type Web, type WebOptions } from './live-web';
import { waitFor } from './processes';

/** Event n is of pin n modulo this. */
export const TITLES = ['Apple pie', 'Plum cake', 'Crème brûlée', 'A garden shed'];
const BOARDS = ['Sweets', 'Sweets', 'Desserts', 'Garden'];

export const room = (change: Partial<RoomFilter>): RoomFilter => ({ ...EVERYTHING, ...change });
export const CAKE = room({ keywords: 'cake' });

export const live = (...clients: readonly CountingClient[]) =>
  waitFor(() => clients.every(({ status }) => status?.state === 'live'), 'the clients to be live');
export const counted = (client: CountingClient, count: number) =>
  waitFor(() => client.totals?.repin === count, `${count} repins, not ${client.totals?.repin}`);

export async function picture(
  at: Web,
  query: string,
): Promise<{ status: number; body: Snapshot & { error?: object } }> {
  const response = await fetch(`${at.url}${SNAPSHOT_PATH}?${query}`);
  return { status: response.status, body: await response.json() };
}

/** For each test a store with pins and a live log of its own, and web processes and clients that end with it. */
export function roomsAtTest() {
  let folder: string;
  let store: EmbeddedStore;
  let liveLog: MemoryLiveLog;
  /** By so much the clock that closes rooms is ahead, ms. */
  let ahead: number;
  /** Every event so far, by its number. */
  let events: LiveEvent[];
  const closers: (() => unknown)[] = [];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'live-rooms-'));
    store = await openEmbeddedStore({ file: join(folder, 'hub.db') });
    await store.migrate();
    await store.savePins(
      TITLES.map((title, number) => ({
        pinId: `p${number}`,
        pin: fullPin(`p${number}`, title, {
          boardId: `b${number}`,
          boardName: BOARDS[number] ?? null,
          category: 'food',
        }),
        ts: 1,
        offset: 0,
      })),
      Date.now(),
    );
    liveLog = new MemoryLiveLog({ epoch: 7 });
    ahead = 0;
    events = [];
  });
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
    await store.close();
    rmSync(folder, { recursive: true });
  });
  const isOf = (pins: readonly number[], { offset }: LiveEvent) => pins.includes(offset % TITLES.length);
  return {
    get store() {
      return store;
    },
    /** Puts the clock that closes rooms forward. */
    pass(ms: number): void {
      ahead += ms;
    },
    async web(options: Partial<WebOptions> = {}): Promise<Web> {
      const started = await startWeb({ store, liveLog, roomsNow: () => Date.now() + ahead, ...options });
      closers.push(() => started.kill());
      return started;
    },
    watch(at: Web, filter: RoomFilter, transport: Transport = 'websocket'): CountingClient {
      const client = new CountingClient(at.url, { room: filter, transport });
      closers.push(() => client.stop());
      return client;
    },
    /** The next `count` events, in one message; each in a town of its own, or all in one. Every tenth repin has no place. */
    async publish(count: number, town: number | null = null): Promise<void> {
      const first = events.length;
      for (let number = first; number < first + count; number++)
        events.push(
          liveEvent(number, {
            ts: Date.now(),
            place: number % 10 === 9 ? null : numberedTown(town ?? number),
            category: 'food',
            pinId: `p${number % TITLES.length}`,
          }),
        );
      await liveLog.publish(liveBatch(events.slice(first), { storedAt: Date.now() }));
    },
    /** All that was published has been sent to those who see everything. */
    sent: (at: Web) =>
      waitFor(() => at.hub.snapshot()?.totals.repin === events.length, 'the hub to have sent it'),
    /** Events of these pins so far. */
    published: (...pins: readonly number[]) => events.filter((event) => isOf(pins, event)).length,
    /** After its picture, every located event of these pins once and nothing else: told by their towns. */
    expectEachOnce(client: CountingClient, from: number, ...pins: readonly number[]): void {
      const wanted = events
        .slice(from)
        .filter((event) => isOf(pins, event) && event.place !== null)
        .map(({ place }) => [place?.city, 1]);
      const byTown = ([a]: readonly unknown[], [b]: readonly unknown[]) => Number(a) - Number(b);
      expect([...client.drawn].sort(byTown)).toEqual(wanted.sort(byTown));
    },
  };
}
