import { describe, expect, test } from 'vitest';
import { fetchCards } from '../../lib/live/client/fetch-details';
import type { CardsQuestion } from '../../lib/live/details';
import { PINS_PATH } from '../../lib/live/protocol';
import { ringQuestion } from '../../lib/live/ring-question';
import { EVERYTHING } from '../../lib/live/room-filter';
import type { CountingClient } from '../support/counting-client';
import { waitFor } from '../support/processes';
import { CAKE, counted, live, picture, room, roomsAtTest, TITLES } from '../support/rooms-at-test';

const rooms = roomsAtTest();
const { web, publish, sent, watch, published, expectEachOnce } = rooms;

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
    // They are at the head before they have joined: what is sent until then comes as what they missed.
    const { resumes } = at.viewers.counts;
    await waitFor(() => resumes.nothing_missed + resumes.caught_up === 2, 'both to follow');
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
    const shaky = new Proxy(rooms.store, {
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
