import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FullPin } from '../../lib/events/event';
import type { Place } from '../../lib/geo/place';
import type { LiveEvent } from '../../lib/live/batch';
import { formatCursor } from '../../lib/live/cursor';
import type { CardsAnswer, CardsQuestion, PinsAnswer, PlaceAnswer } from '../../lib/live/details';
import { cardsQuery, pinsQuery, placeQuery } from '../../lib/live/details-query';
import { CARDS_PATH, type Frame, type FrameRecord, PINS_PATH, PLACE_PATH } from '../../lib/live/protocol';
import { MemoryLiveLog } from '../../server/publish/memory-live-log';
import { type EmbeddedStore, openEmbeddedStore } from '../../server/store/embedded/embedded-store';
import { StoreUnavailableError } from '../../server/store/store';
import { startWeb, type Web, type WebOptions } from '../support/live-web';
import { waitFor } from '../support/processes';
import { openViewer, type Viewer } from '../support/viewer';

const PARIS: Place = {
  lat: 48.85661,
  lng: 2.35222,
  country: 'FR',
  region: 'IDF',
  city: 'Paris',
  accuracyKm: 10,
  precision: 'city',
};
const OSLO: Place = { ...PARIS, lat: 59.91, lng: 10.75, country: 'NO', region: '03', city: 'Oslo' };
const DASHBOARD = 'https://dash.example';

let folder: string;
let store: EmbeddedStore;
let liveLog: MemoryLiveLog;
let offset = 0;
const webs: Web[] = [];
const viewers: Viewer[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'live-details-'));
  store = await openEmbeddedStore({ file: join(folder, 'details.db') });
  await store.migrate();
  liveLog = new MemoryLiveLog({ epoch: 7 });
  offset = 0;
});
afterEach(async () => {
  for (const viewer of viewers.splice(0)) viewer.close();
  for (const web of webs.splice(0)) await web.kill();
  await store.close();
  rmSync(folder, { recursive: true });
});

async function open(options: Partial<WebOptions> = {}): Promise<Web> {
  const web = await startWeb({ store, liveLog, ...options });
  webs.push(web);
  return web;
}

async function watch(web: Web): Promise<Viewer> {
  const viewer = await openViewer(web.url);
  viewers.push(viewer);
  return viewer;
}

const fullPin = (id: string): FullPin => ({
  id,
  title: `Title of ${id}`,
  description: null,
  imageUrl: `/art/${id}.svg`,
  link: 'https://recipes.example/soup',
  boardId: 'b',
  boardName: 'Soups',
  category: 'food',
  color: '#aa5500',
});
const savePins = (...ids: string[]) =>
  store.savePins(
    ids.map((pinId) => ({ pinId, pin: fullPin(pinId), ts: 1, offset: 0 })),
    Date.now(),
  );

type Change = Partial<LiveEvent>;

/** One message of events that differ from a repin of soup in Paris. */
async function publish(...changes: readonly Change[]): Promise<void> {
  const events = changes.map(
    (change): LiveEvent => ({
      offset: offset++,
      type: 'repin',
      ts: Date.now(),
      place: PARIS,
      category: 'food',
      pinId: 'soup',
      boardId: null,
      ...change,
    }),
  );
  await liveLog.publish({ topic: 'events', partition: 0, epoch: 1, storedAt: Date.now(), events });
}

/** Publishes these until a frame is as wanted. */
async function publishUntil(
  viewer: Viewer,
  changes: readonly Change[],
  isWanted: (frame: Frame) => boolean,
): Promise<void> {
  while (!viewer.frames.some(isWanted)) {
    const expected = viewer.located + changes.length;
    await publish(...changes);
    await waitFor(() => viewer.located >= expected, 'the frames to come');
  }
}

function about(frame: Frame, record: FrameRecord): CardsQuestion {
  const { lat = 0, lng = 0 } = frame.book.places[record.place] ?? {};
  return {
    from: formatCursor(frame.from),
    to: formatCursor(frame.to),
    type: record.type,
    lat,
    lng,
    category: frame.book.categories[record.category] ?? null,
    cellDegrees: frame.cellDegrees,
    seed: record.count === 1 ? record.seed : null,
  };
}

async function ask<Answer>(web: Web, path: string, query: string): Promise<Answer> {
  const response = await fetch(`${web.url}${path}?${query}`);
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

describe('what lies behind a ring', () => {
  test('each ring that a viewer gets tells its cards, whether one event, a fold or a cell of the map', async () => {
    await savePins('soup');
    const web = await open();
    const viewer = await watch(web);
    await publish({}, { place: OSLO, category: null, pinId: null, type: 'login' }, { place: null });
    await waitFor(() => viewer.located === 2, 'the first two');
    const crowded = Array.from({ length: 10_000 }, (_, n) => ({ place: n % 3 ? PARIS : OSLO }));
    const scattered = Array.from({ length: 4_000 }, (_, n) => ({
      place: { ...PARIS, lat: (n % 160) - 80 + 0.5, lng: (n % 350) - 175 + 0.25, city: `town ${n}` },
    }));
    // A frame that comes late may weigh more: then there is room for what was to be folded, and it is tried again.
    await publishUntil(viewer, crowded, ({ cellDegrees, records }) =>
      records.some(({ count, late }) => cellDegrees === 0 && count > 1 && !late),
    );
    await publishUntil(viewer, scattered, ({ cellDegrees }) => cellDegrees > 0);
    const kinds = { single: 0, fold: 0, cell: 0 };
    for (const frame of viewer.frames) {
      // Of hundreds of cells a few will do.
      for (const record of frame.records.slice(0, 20)) {
        if (record.late) continue;
        kinds[frame.cellDegrees > 0 ? 'cell' : record.count > 1 ? 'fold' : 'single']++;
        const { count, cards } = await ask<CardsAnswer>(web, CARDS_PATH, cardsQuery(about(frame, record)));
        expect(count).toBe(record.count);
        expect(cards).toHaveLength(Math.min(record.count, 12));
        for (const card of cards) expect(card.type).toBe(record.type);
      }
    }
    expect(Math.min(...Object.values(kinds))).toBeGreaterThan(0);
  });

  test('a card holds its pin in full, the newest first, and no user', async () => {
    await savePins('soup', 'cake');
    const web = await open();
    const viewer = await watch(web);
    await publish({ pinId: 'soup', ts: Date.now() - 5 }, { pinId: 'cake' }, { pinId: 'not-seen' });
    await waitFor(() => viewer.located === 3, 'the repins');
    const frame = viewer.frames.find(({ records }) => records.length > 0);
    const [record] = frame?.records ?? [];
    if (!frame || !record) throw new Error('no record');
    const { count, cards } = await ask<CardsAnswer>(
      web,
      CARDS_PATH,
      cardsQuery({ ...about(frame, record), seed: null }),
    );
    expect(count).toBe(3);
    expect(cards.map(({ pinId, title }) => [pinId, title])).toEqual([
      ['not-seen', null],
      ['cake', 'Title of cake'],
      ['soup', 'Title of soup'],
    ]);
    expect(cards[2]).toEqual({
      handle: '7:0:0',
      type: 'repin',
      ts: expect.any(Number),
      place: PARIS,
      pinId: 'soup',
      title: 'Title of soup',
      imageUrl: '/art/soup.svg',
      link: 'https://recipes.example/soup',
      color: '#aa5500',
      category: 'food',
      boardName: 'Soups',
    });
  });

  test('what is gone, not there yet, malformed or of another log is told apart', async () => {
    liveLog = new MemoryLiveLog({ epoch: 7, maxEvents: 4 });
    for (let message = 0; message < 4; message++) await publish({}, {});
    const web = await open();
    const status = async (query: string) => {
      const response = await fetch(`${web.url}${CARDS_PATH}?${query}`);
      const { error } = (await response.json()) as { error?: { field?: string } };
      return [response.status, error?.field, response.headers.get('retry-after')];
    };
    const rest = 'type=repin&lat=48.8566&lng=2.3522&category=food';
    expect(await status(`from=7:0:-1&to=7:1:1&${rest}`)).toEqual([410, 'to', null]);
    expect(await status(`from=6:2:-1&to=6:3:1&${rest}`)).toEqual([410, 'to', null]);
    expect(await status(`from=7:3:1&to=7:9:0&${rest}`)).toEqual([503, 'to', '1']);
    expect(await status(`from=7:3&to=7:9:0&${rest}`)).toEqual([400, 'from', null]);
    expect(await status('from=7:2:-1&to=7:3:1&type=repin&lng=2.3522')).toEqual([400, 'lat', null]);
    // Of a span that begins too early, what is still there.
    const { count } = await ask<CardsAnswer>(web, CARDS_PATH, `from=7:0:-1&to=7:3:1&${rest}`);
    expect(count).toBe(4);
  });
});

describe('a place', () => {
  test('tells its minutes, pins, categories and latest repins, by its name and not by its point', async () => {
    await savePins('soup', 'cake');
    await publish(...Array.from({ length: 9 }, () => ({ place: { ...PARIS, lat: 48.9 } })));
    await publish({ pinId: 'cake', category: 'sweets' }, { type: 'comment' }, { place: OSLO });
    const began = Date.now();
    const web = await open();
    const answer = await ask<PlaceAnswer>(web, PLACE_PATH, placeQuery(PARIS));
    expect(answer.repins).toBe(10);
    expect(answer.perMinute.reduce((sum, count) => sum + count, 0)).toBe(10);
    expect(answer.perMinute.length).toBeLessThan(4);
    expect(answer.since).toBeLessThanOrEqual(began);
    expect(answer.since).toBeGreaterThan(began - 60_000);
    expect(answer.pinsSince).toBe(answer.since);
    expect(answer.topPins).toEqual([
      expect.objectContaining({ pinId: 'soup', title: 'Title of soup', count: 9 }),
      expect.objectContaining({ pinId: 'cake', boardName: 'Soups', count: 1 }),
    ]);
    expect(answer.topCategories).toEqual([
      { key: 'food', count: 9 },
      { key: 'sweets', count: 1 },
    ]);
    expect(answer.latest).toHaveLength(6);
    expect(answer.latest[0]?.pinId).toBe('cake');
  });

  test('of which nothing is known is answered with nothing, since when it would be known', async () => {
    const web = await open();
    const answer = await ask<PlaceAnswer>(web, PLACE_PATH, placeQuery(OSLO));
    expect(answer).toMatchObject({ repins: 0, topPins: [], topCategories: [], latest: [] });
    expect(answer.perMinute.every((count) => count === 0)).toBe(true);
    expect(answer.since).toBeLessThanOrEqual(answer.serverTime);
  });
});

describe('the pins', () => {
  test('most repinned of the last five minutes, of what passes', async () => {
    await savePins('soup', 'cake', 'fjord');
    const old = Date.now() - 6 * 60_000;
    const before: LiveEvent = {
      offset: offset++,
      type: 'repin',
      ts: old,
      place: PARIS,
      category: 'food',
      pinId: 'cake',
      boardId: null,
    };
    await liveLog.publish({
      topic: 'events',
      partition: 0,
      epoch: 1,
      storedAt: old,
      events: Array.from({ length: 9 }, () => ({ ...before, offset: offset++ })),
    });
    await publish(
      {},
      {},
      { pinId: 'cake' },
      { pinId: null },
      { place: null },
      { type: 'comment', pinId: 'cake' },
    );
    await publish(...Array.from({ length: 5 }, () => ({ pinId: 'fjord', place: OSLO, category: 'travel' })));
    const web = await open();
    const pins = async (categories: string[], countries: string[]) => {
      const answer = await ask<PinsAnswer>(web, PINS_PATH, pinsQuery({ categories, countries }));
      expect(answer.serverTime - answer.since).toBe(5 * 60_000);
      return answer.pins.map(({ pinId, count }) => [pinId, count]);
    };
    expect(await pins([], [])).toEqual([
      ['fjord', 5],
      ['soup', 3],
      ['cake', 1],
    ]);
    expect(await pins(['food'], [])).toEqual([
      ['soup', 3],
      ['cake', 1],
    ]);
    expect(await pins(['food', 'travel'], ['NO'])).toEqual([['fjord', 5]]);
    expect(await pins([], ['FR', 'DE'])).toEqual([
      ['soup', 2],
      ['cake', 1],
    ]);
    expect(await pins(['nothing'], [])).toEqual([]);
  });
});

describe('all three', () => {
  test('say how long they hold, answer listed pages, and answer GET alone', async () => {
    const web = await open({ allowedOrigins: [DASHBOARD] });
    await publish({});
    const asked = {
      [PLACE_PATH]: placeQuery(PARIS),
      [PINS_PATH]: '',
      [CARDS_PATH]: 'from=7:0:-1&to=7:0:0&type=repin&lat=48.8566&lng=2.3522&category=food',
    };
    await waitFor(() => web.hub.sentTo?.index === 0, 'the repin to be sent');
    for (const [path, query] of Object.entries(asked)) {
      const get = (init: RequestInit) => fetch(`${web.url}${path}?${query}`, init);
      const listed = await get({ headers: { origin: DASHBOARD } });
      expect(listed.status).toBe(200);
      expect(listed.headers.get('access-control-allow-origin')).toBe(DASHBOARD);
      expect(listed.headers.get('cache-control')).toMatch(/^max-age=\d+$/);
      expect(listed.headers.get('vary')).toBe('origin');
      const foreign = await get({ headers: { origin: 'https://evil.example' } });
      expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
      expect((await get({ method: 'POST' })).status).toBe(405);
    }
  });

  test('what is asked again costs no new look, and who asks too much of what is new is refused for a while', async () => {
    let now = Date.now();
    const web = await open({ detailsNow: () => now });
    await publish({});
    await savePins('soup');
    const status = async (query: string) => (await fetch(`${web.url}${PINS_PATH}?${query}`)).status;
    for (let number = 0; number < 600; number++) expect(await status(`category=c${number}`)).toBe(200);
    expect(await status('category=one-more')).toBe(429);
    expect(await status('category=c599')).toBe(200);
    now += 1_000;
    expect(await status('category=one-more')).toBe(200);
  });

  test('are not ready while the hub is not, nor while the database does not answer', async () => {
    const web = await open();
    // A late one becomes no card of the feed, which would remember its pin.
    await publish({ ts: Date.now() - 120_000 });
    await waitFor(() => web.hub.sentTo?.index === 0, 'the repin to be sent');
    const away = Object.assign(store, {
      findPins: () => Promise.reject(new StoreUnavailableError('away')),
    });
    const first = await fetch(`${web.url}${PINS_PATH}`);
    expect([first.status, first.headers.get('retry-after')]).toEqual([503, '1']);
    Reflect.deleteProperty(away, 'findPins');
    expect((await fetch(`${web.url}${PINS_PATH}`)).status).toBe(200);
    await web.hub.stop();
    expect((await fetch(`${web.url}${PINS_PATH}?country=FR`)).status).toBe(503);
  });
});
