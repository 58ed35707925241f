import { describe, expect, test } from 'vitest';
import type { Place } from '../geo/place';
import { placeAt } from '../geo/testing';
import { NO_FILTER } from '../view/filter';
import { at, cardOf, frameOf, NO_TOTALS, SNAPSHOT } from './client/testing';
import type { LiveFeed } from './feed';
import { FilteredFeed } from './filtered-feed';
import type { Frame, FrameRecord, Snapshot } from './protocol';

const NOW = SNAPSHOT.serverTime;
const PARIS = placeAt(48.86, 2.35, 'Paris');
const BERLIN: Place = { ...placeAt(52.52, 13.4, 'Berlin'), country: 'DE' };
const CELL: Place = { ...placeAt(50, 8), country: '', precision: 'country' };
const BOOK = { id: 1, places: [PARIS, BERLIN, CELL], categories: ['food', 'art'] };
const [FOOD, ART, UNKNOWN] = [0, 1, -1];

const record = (
  place: number,
  category: number,
  count = 1,
  type: FrameRecord['type'] = 'repin',
): FrameRecord => ({
  type,
  place,
  category,
  count,
  ts: NOW,
  late: false,
  seed: 1,
});
let frames = 0;
const frame = (afterMs: number, records: readonly FrameRecord[], change: Partial<Frame> = {}) =>
  frameOf(at(frames++), at(frames), {
    serverTime: NOW + afterMs,
    totals: { ...NO_TOTALS, repin: 1_000 + afterMs },
    book: BOOK,
    records,
    ...change,
  });

/** A feed that is told what comes; and what a listener of the filtered one has heard. */
function feeds(snapshot: Partial<Snapshot> = {}) {
  const tell: { frame?: (frame: Frame) => void; snapshot?: (snapshot: Snapshot) => void } = {};
  const source: LiveFeed = {
    onSnapshot(listener) {
      tell.snapshot = listener;
      return () => {};
    },
    onFrame(listener) {
      tell.frame = listener;
      return () => {};
    },
    serverNow: () => NOW,
  };
  const feed = new FilteredFeed(source);
  const heard = { snapshots: [] as Snapshot[], frames: [] as Frame[] };
  feed.onSnapshot((each) => heard.snapshots.push(each));
  feed.onFrame((each) => heard.frames.push(each));
  tell.snapshot?.({ ...SNAPSHOT, book: BOOK, ...snapshot });
  const send = (...sent: readonly Frame[]) => {
    for (const each of sent) tell.frame?.(each);
  };
  return { feed, heard, send, begin: (again: Snapshot) => tell.snapshot?.(again) };
}
const only = (categories: readonly string[], countries: readonly string[] = []) => ({
  ...NO_FILTER,
  categories,
  countries,
});

describe('a filtered feed', () => {
  test('hands everything on as it is while nothing is left out', () => {
    const { feed, heard, send } = feeds();
    const given = frame(50, [record(0, FOOD)]);
    send(given);
    expect(heard.snapshots).toEqual([{ ...SNAPSHOT, book: BOOK }]);
    expect(heard.frames[0]).toBe(given);
    expect(feed.since).toBeNull();
    feed.setFilter({ ...NO_FILTER, hiddenTypes: new Set(['pin']) });
    expect(heard.snapshots).toHaveLength(1);
  });

  test('starts over from what the page has seen when a filter is set', () => {
    const { feed, heard, send } = feeds();
    send(
      frame(100, [record(0, FOOD, 3), record(1, FOOD), record(0, ART), record(0, UNKNOWN)]),
      frame(1_100, [record(0, FOOD, 2, 'comment'), record(0, FOOD)]),
    );
    feed.setFilter(only(['food'], ['FR']));
    const picture = heard.snapshots.at(-1);
    expect(picture?.totals).toEqual({ ...NO_TOTALS, repin: 4, comment: 2 });
    expect(picture?.repinsPerSecond.slice(-2)).toEqual([3, 1]);
    expect(picture?.repinsPerQuarter?.slice(-2)).toEqual([0, 4]);
    expect(picture?.topPlaces).toEqual([{ place: PARIS, count: 4 }]);
    expect(picture?.heat.map(({ place }) => place.city)).toEqual(['Paris']);
    expect(feed.since).toBe(NOW);
  });

  test('lets through what passes, and counts on from there', () => {
    const { feed, heard, send } = feeds();
    send(frame(100, [record(0, FOOD, 3)]));
    feed.setFilter(only(['food']));
    const [food, art] = [cardOf('1', { category: 'food' }), cardOf('2', { category: 'art' })];
    send(frame(200, [record(1, FOOD, 5), record(1, ART, 7)], { cards: [art, food] }));
    const last = heard.frames.at(-1);
    expect(last?.records).toEqual([record(1, FOOD, 5)]);
    expect(last?.totals).toEqual({ ...NO_TOTALS, repin: 8 });
    expect(last?.cards).toEqual([food]);
  });

  test('goes back to the exact totals and all of the heat when the filter goes', () => {
    const { feed, heard, send } = feeds({ heat: [{ place: BERLIN, count: 40 }] });
    feed.setFilter(only(['food']));
    expect(heard.snapshots.at(-1)?.heat).toEqual([]);
    send(frame(100, [record(0, FOOD, 3), record(1, ART, 2)]));
    feed.setFilter(NO_FILTER);
    const picture = heard.snapshots.at(-1);
    expect(picture?.totals.repin).toBe(1_100);
    expect(picture?.heat.map(({ place }) => place.city)).toEqual(['Berlin', 'Paris']);
    expect(picture?.heat[0]?.count).toBeCloseTo(42, 1);
    expect(feed.since).toBeNull();
  });

  test('keeps the heat from before the page where only a country is asked for', () => {
    const { feed, heard } = feeds({
      heat: [
        { place: BERLIN, count: 40 },
        { place: PARIS, count: 9 },
      ],
    });
    feed.setFilter(only([], ['FR']));
    expect(heard.snapshots.at(-1)?.heat).toEqual([{ place: PARIS, count: 9 }]);
  });

  test('counts what nobody can sort by country', () => {
    const { feed, send } = feeds();
    send(frame(100, [record(2, FOOD, 4)]));
    feed.setFilter(only([], ['FR']));
    send(frame(200, [record(2, FOOD, 5)]));
    expect(feed.unsorted).toBe(9);
    feed.setFilter(only(['food']));
    expect(feed.unsorted).toBe(0);
  });

  test('keeps ten minutes, and says since when', () => {
    const { feed, heard, send } = feeds();
    send(frame(100, [record(0, FOOD)]), frame(700_000, [record(0, FOOD, 2)]));
    feed.setFilter(only(['food']));
    expect(heard.snapshots.at(-1)?.totals.repin).toBe(2);
    expect(feed.since).toBe(NOW + 100_000);
    send(frame(1_400_000, [record(0, FOOD, 2)]));
    expect([feed.since, heard.frames.at(-1)?.totals.repin]).toEqual([NOW + 100_000, 4]);
  });

  test('keeps no more than it has room for', () => {
    const { feed, heard, send } = feeds();
    const many = Array.from({ length: 50_000 }, () => record(0, FOOD));
    for (let second = 1; second <= 5; second++) send(frame(second * 1_000, many));
    feed.setFilter(only(['food']));
    expect(heard.snapshots.at(-1)?.totals.repin).toBe(150_000);
    expect(feed.since).toBe(NOW + 2_001);
  });

  test('begins anew with a new snapshot, under the same filter', () => {
    const { feed, heard, send, begin } = feeds();
    send(frame(100, [record(0, FOOD, 3)]));
    feed.setFilter(only(['food']));
    begin({ ...SNAPSHOT, serverTime: NOW + 9_000, book: BOOK });
    expect(heard.snapshots.at(-1)?.totals).toEqual(NO_TOTALS);
    expect(feed.since).toBe(NOW + 9_000);
  });

  test('knows what there is to filter by', () => {
    const { feed } = feeds();
    expect(feed.known()).toMatchObject({ categories: ['art', 'food'], countries: ['DE', 'FR'] });
    expect(feed.known()).toBe(feed.known());
  });
});
