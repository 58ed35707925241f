import { describe, expect, test } from 'vitest';
import type { Place } from '../../lib/geo/place';
import { at, cardOf, frameOf, NO_TOTALS, SNAPSHOT } from '../../lib/live/client/testing';
import type { FrameRecord } from '../../lib/live/protocol';
import { localMidnight } from '../../lib/view/local-day';
import { LiveFold } from './live-fold';

const NOW = SNAPSHOT.serverTime;
const LYON: Place = {
  lat: 45.7,
  lng: 4.8,
  country: 'FR',
  region: 'ARA',
  city: 'Lyon',
  accuracyKm: 20,
  precision: 'city',
};
const repins = (count: number, change: Partial<FrameRecord> = {}): FrameRecord => ({
  type: 'repin',
  place: 0,
  category: -1,
  count,
  ts: NOW,
  late: false,
  seed: 1,
  ...change,
});
/** The `n`th frame: `repin` is the total after it. */
const frame = (n: number, afterMs: number, repin: number, records: readonly FrameRecord[] = []) =>
  frameOf(at(n), at(n + 1), {
    serverTime: NOW + afterMs,
    newestTs: NOW + afterMs - 100,
    totals: { ...NO_TOTALS, repin },
    book: { id: 1, places: [LYON], categories: [] },
    records,
  });
const started = (change: Partial<typeof SNAPSHOT> = {}) => {
  const fold = new LiveFold();
  fold.snapshot({ ...SNAPSHOT, ...change });
  return fold;
};

describe('LiveFold', () => {
  test('has not started before its snapshot', () => {
    expect(new LiveFold().view(NOW)).toMatchObject({ started: false, dataAgeMs: null, rate: 0 });
  });

  test('counts repins by the totals, so that those without a place count too', () => {
    const fold = started({
      totals: { ...NO_TOTALS, repin: 1_000 },
      repinsPerMinute: [40, 2],
      repinsPerSecond: [7, 1],
    });
    fold.frame(frame(0, 200, 1_005, [repins(3)]));
    expect(fold.view(NOW + 200)).toMatchObject({ lastMinute: 13, lastHour: 47 });
    expect(fold.view(NOW + 200).totals.repin).toBe(1_005);
    expect(fold.view(NOW + 200).topPlaces).toEqual([{ place: LYON, count: 3 }]);
  });

  test('counts the day from the viewer’s midnight, whatever came before it', () => {
    const midnight = localMidnight(NOW);
    const quarters = Math.floor((NOW - midnight) / 900_000);
    const fold = started({ repinsPerQuarter: [5_000, ...Array(quarters).fill(10), 3] });
    fold.frame(frame(0, 200, 7));
    expect(fold.view(NOW + 200).today).toBe(quarters * 10 + 3 + 7);
    expect(fold.view(midnight + 25 * 3_600_000).today).toBe(0);
  });

  test('where the server does not tell the whole day yet, counts it since the picture, and says so', () => {
    const fold = started({ repinsPerMinute: Array(60).fill(1) });
    fold.frame(frame(0, 200, 7));
    expect(fold.view(NOW + 200)).toMatchObject({ today: 7, countedSince: { hour: null, day: NOW } });
  });

  test('says since when it knows a day or an hour of which the beginning is unknown', () => {
    const fold = started({ repinsPerQuarter: [5, 6, 7], repinsPerMinute: [1, 2] });
    expect(fold.view(NOW).countedSince).toEqual({
      hour: NOW - (NOW % 60_000) - 60_000,
      day: NOW - (NOW % 900_000) - 2 * 900_000,
    });
    fold.snapshot({ ...SNAPSHOT, repinsPerQuarter: Array(100).fill(1), repinsPerMinute: Array(60).fill(1) });
    expect(fold.view(NOW).countedSince).toEqual({ hour: null, day: null });
  });

  test('takes the rate over ten completed seconds', () => {
    const fold = started();
    for (let second = 0; second < 12; second++)
      fold.frame(frame(second, second * 1_000 + 500, (second + 1) * 20));
    expect(fold.view(NOW + 11_600).rate).toBe(20);
    expect(fold.view(NOW + 11_600).perSecond).toHaveLength(60);
    expect(fold.view(NOW + 60_000).rate).toBe(0);
  });

  test('spreads what was missed over the time away, and says how much it was', () => {
    const fold = started();
    fold.frame(frame(0, 500, 10));
    fold.away();
    expect(fold.view(NOW + 5_000).caughtUp).toBeNull();
    fold.frame(frame(1, 20_500, 610));
    fold.frame(frame(2, 20_550, 612));
    fold.back(NOW + 20_550);
    fold.frame(frame(3, 20_600, 613));
    const view = fold.view(NOW + 20_900);
    expect(view.caughtUp).toEqual({ repins: 602 });
    expect(Math.max(...view.perSecond)).toBeLessThan(40);
    expect(view.lastMinute).toBe(613);
    expect(fold.view(NOW + 33_000).caughtUp).toBeNull();
  });

  test('keeps the last picture while it is cut off, and lets only its age go on', () => {
    const fold = started({ newestTs: NOW });
    for (let second = 0; second < 12; second++)
      fold.frame(frame(second, second * 1_000 + 500, (second + 1) * 20));
    const cut = NOW + 11_600;
    expect(fold.view(cut + 40_000, cut)).toMatchObject({ rate: 20, lastMinute: 240, dataAgeMs: 40_200 });
  });

  test('says what was missed when only a snapshot could help', () => {
    const fold = started({ totals: { ...NO_TOTALS, repin: 10 } });
    fold.away();
    fold.snapshot({ ...SNAPSHOT, totals: { ...NO_TOTALS, repin: 90 } });
    fold.back(NOW);
    expect(fold.view(NOW).caughtUp).toEqual({ repins: 80 });
  });

  test('has nothing to say after an absence in which nothing happened', () => {
    const fold = started();
    fold.away();
    fold.back(NOW);
    expect(fold.view(NOW).caughtUp).toBeNull();
  });

  test('counts folded and late events', () => {
    const fold = started();
    fold.frame(frame(0, 0, 9, [repins(5), repins(3, { late: true }), repins(1)]));
    expect(fold.view(NOW)).toMatchObject({ folded: 8, late: 3 });
  });

  test('draws nothing of a record whose place is not there', () => {
    const fold = started();
    fold.frame(frame(0, 0, 1, [repins(1, { place: 9 })]));
    expect(fold.view(NOW).topPlaces).toEqual([]);
  });

  test('knows the age of the data, and the hottest place', () => {
    const fold = started({
      heat: [{ place: LYON, count: 8 }],
      heatHalfLifeMs: 60_000,
      newestTs: NOW - 3_000,
    });
    expect(fold.view(NOW + 1_000).dataAgeMs).toBe(4_000);
    expect(fold.view(NOW + 60_000).heat.hottest).toBeCloseTo(4, 9);
  });

  test('shows the latest cards, newest first', () => {
    const fold = started({ latest: [cardOf('a')] });
    fold.frame({ ...frame(0, 0, 1), cards: [cardOf('b')] });
    expect(fold.view(NOW).cards.map(({ handle }) => handle)).toEqual(['b', 'a']);
  });
});
