import { expect, test } from 'vitest';
import { placeAt } from '../../lib/geo/testing';
import { wireNameKey } from '../../lib/live/wire-point';
import { PlaceMinutes } from './place-minutes';

const NOW = 1_790_000_010_000;
const MINUTE = 60_000;
const town = (number: number) => placeAt(40, number / 10, `town ${number}`);
const keyOf = (number: number) => wireNameKey(town(number));

test('counts by minute under the place’s name, wherever in it the points lie', () => {
  const minutes = new PlaceMinutes();
  minutes.add(placeAt(48.85, 2.35, 'Paris'), 2, NOW - 5 * MINUTE);
  minutes.add(placeAt(48.91, 2.31, 'Paris'), 1, NOW);
  minutes.add(placeAt(45.76, 4.83, 'Lyon'), 9, NOW);
  const { since, perMinute } = minutes.of(wireNameKey(placeAt(0, 0, 'Paris')), NOW);
  expect(since).toBe(0);
  expect(perMinute).toHaveLength(60);
  expect(perMinute.slice(-6)).toEqual([2, 0, 0, 0, 0, 1]);
  expect(minutes.of(wireNameKey(placeAt(0, 0, 'Paris')), NOW + 58 * MINUTE).perMinute.slice(0, 2)).toEqual([
    0, 1,
  ]);
});

test('when there are too many, the quiet ones go, and what comes then tells since when it is counted', () => {
  const minutes = new PlaceMinutes(10);
  for (let number = 0; number < 10; number++) minutes.add(town(number), 1, NOW + number);
  minutes.add(town(0), 1, NOW + 20);
  minutes.add(town(10), 1, NOW + 30);
  // 1 to 5 have been let go: the last of them was counted at NOW + 5.
  expect(minutes.of(keyOf(0), NOW + 30)).toMatchObject({ since: 0 });
  expect(minutes.of(keyOf(0), NOW + 30).perMinute.at(-1)).toBe(2);
  for (const number of [3, 10, 99]) expect(minutes.of(keyOf(number), NOW + 30).since).toBe(NOW + 6);
  expect(minutes.of(keyOf(3), NOW + 30).perMinute.at(-1)).toBe(0);
  expect(minutes.of(keyOf(6), NOW + 30)).toMatchObject({ since: 0 });
});
