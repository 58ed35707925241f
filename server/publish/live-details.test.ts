import { expect, test } from 'vitest';
import { placeAt } from '../../lib/geo/testing';
import type { PinsAnswer, PlaceAnswer } from '../../lib/live/details';
import { NO_TOTALS } from '../../lib/live/totals';
import { Broadcast } from './broadcast';
import { CardDesk } from './card-desk';
import { CardMaker } from './card-maker';
import { LiveDetails, MAX_SPAN_EVENTS } from './live-details';
import { ringEvent } from './live-fixtures';
import { LiveFold } from './live-fold';
import { RingReader } from './ring-reader';

const NOW = 1_790_000_010_000;
const MINUTE = 60_000;
const PARIS = placeAt(48.86, 2.35, 'Paris');
const ASKER = { address: '203.0.113.1', waits: () => true };
const LYON = placeAt(45.76, 4.83, 'Lyon');

/** Knows everything since ten minutes ago, from the middle of message 5 on. */
function begun(ringEvents: number) {
  const broadcast = new Broadcast({
    start: { epoch: 1, offset: 5, index: 3 },
    ringEvents,
    fold: new LiveFold(NO_TOTALS, 600_000),
    cards: new CardDesk(new CardMaker(1, { findPins: async () => new Map() })),
    now: () => NOW,
    beganAt: NOW - 10 * MINUTE,
    totals: 'all',
  });
  return {
    broadcast,
    details: new LiveDetails({ standing: () => broadcast, reader: new RingReader(), now: () => NOW }),
  };
}

const repin = (offset: number, place = PARIS) =>
  ringEvent(offset, { ts: NOW, place, category: 'food', pinId: `p${offset % 2}` });

test('where nothing has come, nothing is told, since when it would have been known', async () => {
  const { details } = begun(100);
  const place = (await details.place(PARIS, ASKER)) as PlaceAnswer;
  expect(place).toMatchObject({ repins: 0, since: NOW - 10 * MINUTE, pinsSince: NOW - 10 * MINUTE });
  expect(place.perMinute).toEqual(new Array(11).fill(0));
  expect(await details.pins({ categories: [], countries: [] }, ASKER)).toEqual({
    since: NOW - 5 * MINUTE,
    serverTime: NOW,
    pins: [],
  });
});

test('what the ring has let go is in the minutes still, and the pins say since when they are counted', async () => {
  const { broadcast, details } = begun(4);
  for (let offset = 10; offset < 20; offset++) {
    broadcast.add(repin(offset, offset === 19 ? LYON : PARIS), NOW - (20 - offset) * 10_000, false);
    broadcast.moveTo({ epoch: 1, offset, index: 0 });
  }
  broadcast.nextFrame(false);
  const place = (await details.place(PARIS, ASKER)) as PlaceAnswer;
  expect(place).toMatchObject({ repins: 9, since: NOW - 10 * MINUTE, pinsSince: NOW - 40_000 });
  expect(place.topPins.map(({ pinId, count }) => [pinId, count])).toEqual([
    ['p0', 2],
    ['p1', 1],
  ]);
  expect(place.latest.map(({ handle }) => handle)).toEqual(['1:18:0', '1:17:0', '1:16:0']);
  const { since, pins } = (await details.pins(
    { categories: ['food'], countries: ['FR'] },
    ASKER,
  )) as PinsAnswer;
  expect(since).toBe(NOW - 40_000);
  expect(pins.map(({ pinId, count }) => [pinId, count])).toEqual([
    ['p0', 2],
    ['p1', 2],
  ]);
});

test('nothing is told that viewers have not been sent, and nothing before there is anything', async () => {
  const { broadcast, details } = begun(100_000);
  broadcast.add(repin(10), NOW, false);
  broadcast.moveTo({ epoch: 1, offset: 10, index: 0 });
  const question = {
    from: '1:9:0',
    to: '1:10:0',
    type: 'repin' as const,
    lat: PARIS.lat,
    lng: PARIS.lng,
    category: 'food',
    cellDegrees: 0,
    seed: null,
  };
  expect(await details.cards(question, ASKER)).toBe('ahead');
  broadcast.nextFrame(false);
  expect(await details.cards(question, ASKER)).toMatchObject({ count: 1 });
  expect(await details.cards({ ...question, from: '1:4:0', to: '1:5:3' }, ASKER)).toBe('gone');
  const before = Array.from({ length: MAX_SPAN_EVENTS }, (_, index) => repin(11 + index));
  for (const event of before) broadcast.add(event, NOW, false);
  broadcast.moveTo({ epoch: 1, offset: MAX_SPAN_EVENTS + 10, index: 0 });
  broadcast.nextFrame(false);
  expect(await details.cards({ ...question, to: `1:${MAX_SPAN_EVENTS + 9}:0` }, ASKER)).toMatchObject({
    count: expect.any(Number),
  });
  expect(await details.cards({ ...question, to: `1:${MAX_SPAN_EVENTS + 10}:0` }, ASKER)).toBe('wide');
  expect(
    await new LiveDetails({ standing: () => null, reader: new RingReader(), now: () => NOW }).cards(
      question,
      ASKER,
    ),
  ).toBe('not ready');
});
