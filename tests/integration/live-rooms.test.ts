import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LiveBatch, LiveEvent } from '../../lib/live/batch';
import { fetchCards } from '../../lib/live/client/fetch-details';
import type { Transport } from '../../lib/live/client/transport-choice';
import type { CardsQuestion } from '../../lib/live/details';
import { PINS_PATH, SNAPSHOT_PATH, type Snapshot } from '../../lib/live/protocol';
import { ringQuestion } from '../../lib/live/ring-question';
import { EVERYTHING, type RoomFilter } from '../../lib/live/room-filter';
import { MemoryLiveLog } from '../../server/publish/memory-live-log';
import { type EmbeddedStore, openEmbeddedStore } from '../../server/store/embedded/embedded-store';
import { CountingClient } from '../support/counting-client';
import { startWeb, type Web } from '../support/live-web';
import { waitFor } from '../support/processes';

let folder: string;
let store: EmbeddedStore;
let liveLog: MemoryLiveLog;
/** By so much the clock that closes rooms is ahead, ms. */
let ahead: number;
/** Every event so far, by its number. */
let events: LiveEvent[];
const closers: (() => unknown)[] = [];

/** Event n is of pin n modulo this. */
const TITLES = ['Apple pie', 'Plum cake', 'Crème brûlée', 'A garden shed'];
const BOARDS = ['Sweets', 'Sweets', 'Desserts', 'Garden'];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'live-rooms-'));
  store = await openEmbeddedStore({ file: join(folder, 'hub.db') });
  await store.migrate();
  await store.savePins(
    TITLES.map((title, number) => ({
      pinId: `p${number}`,
      pin: {
        id: `p${number}`,
        title,
        description: null,
        imageUrl: null,
        link: null,
        boardId: `b${number}`,
        boardName: BOARDS[number] ?? null,
        category: 'food',
        color: null,
      },
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

async function web(options: Partial<Parameters<typeof startWeb>[0]> = {}): Promise<Web> {
  const started = await startWeb({ store, liveLog, roomsNow: () => Date.now() + ahead, ...options });
  closers.push(() => started.kill());
  return started;
}

/** The next `count` events, in one message; each in a town of its own, or all in one. Every tenth repin has no place. */
async function publish(count: number, town: number | null = null): Promise<void> {
  const first = events.length;
  for (let number = first; number < first + count; number++) {
    const at = town ?? number;
    const place = {
      lat: (at % 170) - 85,
      lng: (at % 359) - 179,
      country: 'FR',
      region: '',
      city: String(at),
      accuracyKm: 10,
      precision: 'city' as const,
    };
    events.push({
      offset: number,
      type: 'repin',
      ts: Date.now(),
      place: number % 10 === 9 ? null : place,
      category: 'food',
      pinId: `p${number % TITLES.length}`,
      boardId: null,
    });
  }
  const batch: LiveBatch = {
    topic: 't',
    partition: 0,
    epoch: 1,
    storedAt: Date.now(),
    events: events.slice(first),
  };
  await liveLog.publish(batch);
}

const room = (change: Partial<RoomFilter>): RoomFilter => ({ ...EVERYTHING, ...change });
const CAKE = room({ keywords: 'cake' });

function watch(at: Web, filter: RoomFilter, transport: Transport = 'websocket'): CountingClient {
  const client = new CountingClient(at.url, { room: filter, transport });
  closers.push(() => client.stop());
  return client;
}

/** All that was published has been sent to those who see everything. */
const sent = (at: Web) =>
  waitFor(() => at.hub.snapshot()?.totals.repin === events.length, 'the hub to have sent it');

const live = (...clients: readonly CountingClient[]) =>
  waitFor(() => clients.every(({ status }) => status?.state === 'live'), 'the clients to be live');

/** Events of these pins so far. */
const published = (...pins: readonly number[]) =>
  events.filter(({ offset }) => pins.includes(offset % TITLES.length)).length;
const counted = (client: CountingClient, count: number) =>
  waitFor(() => client.totals?.repin === count, `${count} repins, not ${client.totals?.repin}`);

/** After its picture, every located event of these pins once and nothing else: told by their towns. */
function expectEachOnce(client: CountingClient, from: number, ...pins: readonly number[]): void {
  const wanted = events
    .slice(from)
    .filter(({ offset, place }) => pins.includes(offset % TITLES.length) && place !== null)
    .map(({ place }) => [place?.city, 1]);
  const byTown = ([a]: readonly unknown[], [b]: readonly unknown[]) => Number(a) - Number(b);
  expect([...client.drawn].sort(byTown)).toEqual(wanted.sort(byTown));
}

async function picture(
  at: Web,
  query: string,
): Promise<{ status: number; body: Snapshot & { error?: object } }> {
  const response = await fetch(`${at.url}${SNAPSHOT_PATH}?${query}`);
  return { status: response.status, body: await response.json() };
}

describe('a room', () => {
  test.each([
    ['one word of the title', room({ keywords: 'CAKE' }), [1]],
    ['words in any case and without their accents', room({ keywords: 'Brulee creme' }), [2]],
    ['a board by its name', room({ board: 'sweets' }), [0, 1]],
    ['a board by its id', room({ board: 'B3' }), [3]],
    ['a board and a word', room({ board: 'Sweets', keywords: 'pie' }), [0]],
    ['nothing that there is', room({ keywords: 'bicycle' }), []],
  ])('shows %s: what it began with, and each event after it once', async (_, filter, pins) => {
    const at = await web();
    await publish(40);
    await sent(at);
    const client = watch(at, filter);
    await live(client);
    expect(client.begunAt).toBe(published(...pins));
    for (let round = 0; round < 5; round++) await publish(40);
    await counted(client, published(...pins));
    expectEachOnce(client, 40, ...pins);
    const { body } = await picture(
      at,
      new URLSearchParams({ board: filter.board, q: filter.keywords }).toString(),
    );
    expect(body.room).toMatchObject(filter);
    expect(body.latest.every(({ title }) => pins.some((pin) => TITLES[pin] === title))).toBe(true);
  });

  test('and the rooms of the rest together are all, unlocated ones too', async () => {
    const at = await web();
    const everything = watch(at, EVERYTHING);
    const parts = [room({ board: 'sweets' }), room({ board: 'desserts' }), room({ board: 'garden' })];
    const clients = parts.map((part) => watch(at, part));
    await live(everything, ...clients);
    // Slowly enough that no frame folds its places into cells.
    for (let round = 0; round < 10; round++) {
      await publish(12);
      await new Promise((turn) => setTimeout(turn, 40));
    }
    await counted(everything, 120);
    const sum = (of: (client: CountingClient) => number) =>
      clients.reduce((total, client) => total + of(client), 0);
    await waitFor(() => sum(({ totals }) => totals?.repin ?? 0) === 120, 'the rooms');
    expect(sum(({ totals }) => totals?.unlocatedRepins ?? 0)).toBe(everything.totals?.unlocatedRepins);
    // The same event is at the same place everywhere.
    const drawn = clients.flatMap((client) => [...client.drawn]).sort();
    expect(drawn).toEqual([...everything.drawn].sort());
  });

  test('is encoded once for all who are in it, however they wrote their filter', async () => {
    const at = await web();
    const one = watch(at, room({ keywords: 'plum cake' }));
    const other = watch(at, room({ keywords: 'CAKE  Plum' }));
    await live(one, other);
    expect(at.rooms.size).toBe(1);
    const before = { ...at.viewers.counts.frames };
    let forEverybody = 0;
    at.hub.onFrame(() => forEverybody++);
    for (const { texts } of [one, other]) texts.length = 0;
    for (let round = 0; round < 20; round++) {
      await publish(8);
      await new Promise((turn) => setTimeout(turn, 25));
    }
    await counted(one, published(1));
    await counted(other, published(1));
    const { encoded, sent } = at.viewers.counts.frames;
    expect(sent - before.sent).toBe(2 * (encoded - before.encoded - forEverybody));
    const withRecords = ({ texts }: CountingClient) => texts.filter(({ records }) => records > 0);
    expect(withRecords(one).length).toBeGreaterThan(1);
    expect(withRecords(other)).toEqual(withRecords(one));
  });

  test.each(['websocket', 'sse'] as const)(
    'over %s: a cut loses nothing and doubles nothing, on another web process too',
    async (transport) => {
      const here = await web();
      await publish(20);
      await sent(here);
      const client = watch(here, CAKE, transport);
      await live(client);
      await publish(40);
      await counted(client, published(1));
      const { port } = new URL(here.url);
      await here.kill();
      await waitFor(() => client.status?.state === 'away', 'the cut');
      await publish(40);
      // Its room counts from another beginning.
      const again = await web({ port: Number(port) });
      expect(again.rooms.size).toBe(0);
      client.client.retryNow();
      await waitFor(() => client.status?.state === 'live', 'the way back');
      await publish(40);
      await counted(client, published(1));
      expect(client.snapshots).toBe(1);
      expectEachOnce(client, 20, 1);
    },
  );

  test('gives a hidden tab fewer frames, and all of them', async () => {
    const at = await web();
    const client = watch(at, CAKE);
    await live(client);
    client.client.setWatched(false);
    await publish(40);
    await counted(client, published(1));
    client.client.setWatched(true);
    await publish(40);
    await counted(client, published(1));
    expectEachOnce(client, 0, 1);
  });

  test('changed for another one starts over from its picture, and back', async () => {
    const at = await web();
    await publish(40);
    await sent(at);
    const client = watch(at, EVERYTHING);
    await live(client);
    client.client.setRoom(CAKE);
    await waitFor(() => client.status?.pictured === true, 'the picture');
    await live(client);
    expect(client.totals?.repin).toBe(published(1));
    await publish(40);
    await counted(client, published(1));
    client.client.setRoom(EVERYTHING);
    await live(client);
    await counted(client, 80);
  });

  test('answers questions about its pins', async () => {
    const at = await web();
    const client = watch(at, CAKE);
    await live(client);
    await publish(40);
    await counted(client, published(1));
    const response = await fetch(`${at.url}${PINS_PATH}?q=cake`);
    const { pins } = (await response.json()) as { pins: { pinId: string; count: number }[] };
    expect(pins).toMatchObject([{ pinId: 'p1', count: published(1) }]);
    expect((await fetch(`${at.url}${PINS_PATH}?q=nobody+is+there`)).status).toBe(503);
  });

  test('tells behind each of its rings what passes, as many as the ring stands for', async () => {
    const at = await web();
    const client = watch(at, CAKE);
    await live(client);
    const rings: { readonly count: number; readonly question: CardsQuestion }[] = [];
    client.client.onFrame((frame) => {
      for (const record of frame.records) {
        const question = ringQuestion(frame, record);
        if (question) rings.push({ count: record.count, question });
      }
    });
    // All in one town, and more than is sent one by one.
    await publish(60_000, 7);
    await counted(client, published(1));
    await sent(at);
    const never = new AbortController().signal;
    const fold = rings.find(({ count }) => count > 1);
    if (!fold) throw new Error('there is no fold');
    // Without the room the others would lie behind the same ring.
    const all = await fetchCards(at.url, fold.question, never);
    expect(all.ok && all.answer.count).toBeGreaterThan(fold.count);
    for (const { count, question } of rings.slice(0, 20)) {
      const told = await fetchCards(at.url, question, never, CAKE);
      if (!told.ok) throw new Error(told.reason);
      expect(told.answer.count).toBe(count);
      expect(new Set(told.answer.cards.map(({ title }) => title))).toEqual(new Set(['Plum cake']));
    }
  });

  test('waits for pins while the store is away, and then goes on where it was', async () => {
    let away = false;
    const shaky = new Proxy(store, {
      get: (target, name) => {
        if (name === 'findPins' && away) return () => Promise.reject(new Error('away'));
        const value = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const at = await web({ store: shaky });
    const client = watch(at, CAKE);
    await live(client);
    away = true;
    await publish(40);
    const frames = client.frames;
    await waitFor(() => client.frames > frames + 1, 'a sign of life');
    expect(client.totals?.repin).toBe(0);
    away = false;
    await publish(40);
    await counted(client, published(1));
    expectEachOnce(client, 0, 1);
  });
});

describe('rooms', () => {
  test('looks alone keep no room open, however often they come', async () => {
    const at = await web({ maxRooms: 1 });
    expect((await picture(at, 'q=cake')).status).toBe(200);
    ahead += 4_000;
    expect((await picture(at, 'q=cake')).status).toBe(200);
    expect((await picture(at, 'q=shed')).status).toBe(429);
    ahead += 1_000;
    expect((await picture(at, 'q=shed')).status).toBe(200);
    expect(at.rooms.size).toBe(1);
  });

  test('one address opens so many in a minute, and is told why it may not open more', async () => {
    const at = await web({ roomOpensPerMinute: 3 });
    for (const word of ['one', 'two', 'three']) expect((await picture(at, `q=${word}`)).status).toBe(200);
    expect(await picture(at, 'q=four')).toMatchObject({
      status: 429,
      body: { error: { field: 'q', reason: expect.stringContaining('in a short time') } },
    });
    // What is open is no matter of it.
    expect((await picture(at, 'q=three')).status).toBe(200);
    ahead += 20_000;
    expect((await picture(at, 'q=four')).status).toBe(200);
  });

  test('one address has so many open at a time; those that it has left make place for its next', async () => {
    const at = await web({ roomsPerAddress: 2, trustedProxyHops: 1 });
    const from = async (address: string, query: string) => {
      const response = await fetch(`${at.url}${SNAPSHOT_PATH}?${query}`, {
        headers: { 'x-forwarded-for': address },
      });
      return { status: response.status, body: await response.text() };
    };
    const own = [watch(at, CAKE), watch(at, room({ keywords: 'shed' }))];
    await live(...own);
    expect((await picture(at, 'q=pie')).body).toMatchObject({
      error: { reason: expect.stringContaining('your address') },
    });
    expect((await from('203.0.113.9', 'q=pie')).status).toBe(200);
    own[0]?.stop();
    await waitFor(() => at.viewers.count === 1, 'the first one to be gone');
    expect((await picture(at, 'q=plum')).status).toBe(200);
    expect(at.rooms.size).toBe(3);
  });

  test.each(['websocket', 'sse'] as const)(
    'over %s: one too many is told so, and let in when another one is empty',
    async (transport) => {
      const at = await web({ maxRooms: 2 });
      const [first, second] = [watch(at, room({ board: 'sweets' }), transport), watch(at, CAKE, transport)];
      await live(first, second);
      const third = watch(at, room({ board: 'garden' }), transport);
      await waitFor(() => third.status?.refused === true, 'the refusal');
      expect(third.snapshots).toBe(0);
      expect(third.status?.retryAt).not.toBeNull();
      expect(await picture(at, 'board=garden')).toMatchObject({
        status: 429,
        body: { error: { field: 'board' } },
      });
      expect(await picture(at, 'q=shed')).toMatchObject({ status: 429, body: { error: { field: 'q' } } });
      // Everything, and the rooms that there are, are open to all.
      expect((await picture(at, '')).status).toBe(200);
      expect((await picture(at, 'q=CAKE')).status).toBe(200);
      first.stop();
      await waitFor(() => at.viewers.count + at.streams.count === 1, 'the first one to be gone');
      ahead += 5_000;
      third.client.retryNow();
      await live(third);
      expect(third.status).toMatchObject({ refused: false, pictured: true });
      expect(at.rooms.size).toBe(2);
      expect(at.rooms.refused).toBeGreaterThanOrEqual(3);
    },
  );

  test('are kept for a minute when the last one leaves, and not longer', async () => {
    const at = await web();
    const client = watch(at, CAKE);
    await live(client);
    client.stop();
    await waitFor(() => at.viewers.count === 0, 'the viewer to be gone');
    ahead += 50_000;
    await new Promise((turn) => setTimeout(turn, 1_500));
    expect(at.rooms.size).toBe(1);
    ahead += 10_000;
    await waitFor(() => at.rooms.size === 0, 'the room to be closed');
  });

  test('whose filter is too long are refused with the field', async () => {
    const at = await web();
    const long = 'x'.repeat(81);
    expect(await picture(at, `q=${long}`)).toMatchObject({ status: 400, body: { error: { field: 'q' } } });
    expect(await picture(at, `board=${long}`)).toMatchObject({
      status: 400,
      body: { error: { field: 'board' } },
    });
  });
});
