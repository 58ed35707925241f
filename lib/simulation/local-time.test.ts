import { expect, test } from 'vitest';
import { LocalTimes, liveliness } from './local-time';

test.each([
  ['UTC', Date.UTC(2026, 0, 10, 12, 30), 12.5],
  ['Asia/Kolkata', Date.UTC(2026, 0, 10, 12), 17.5],
  ['America/New_York', Date.UTC(2026, 0, 10, 2), 21],
  ['America/New_York', Date.UTC(2026, 6, 10, 2), 22],
  ['Asia/Kathmandu', Date.UTC(2026, 0, 10, 20), 1.75],
  ['Pacific/Auckland', Date.UTC(2026, 6, 10, 12), 0],
])('%s', (zone, at, hour) => {
  expect(new LocalTimes([zone]).hours(at)).toEqual([hour]);
});

test('summer time is noticed on the next day', () => {
  const times = new LocalTimes(['Europe/Berlin']);
  expect(times.hours(Date.UTC(2026, 2, 28, 12))).toEqual([13]);
  expect(times.hours(Date.UTC(2026, 2, 30, 12))).toEqual([14]);
});

test('people are quiet at four, and at their liveliest between eight and ten in the evening', () => {
  const hours = Array.from({ length: 240 }, (_, index) => index / 10);
  const by = (compare: (a: number, b: number) => number) =>
    [...hours].sort((a, b) => compare(liveliness(a), liveliness(b)))[0] ?? 0;
  expect(by((a, b) => a - b)).toBe(4);
  expect(by((a, b) => b - a)).toBe(21);
  expect(liveliness(4)).toBeLessThan(0.15);
  expect(liveliness(20)).toBeGreaterThan(0.9);
  expect(liveliness(23.999)).toBeCloseTo(liveliness(0), 2);
});
