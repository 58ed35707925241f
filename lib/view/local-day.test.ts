import { afterEach, describe, expect, test } from 'vitest';
import { CountWindow } from './count-window';
import { localMidnight } from './local-day';

const zone = process.env.TZ;
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

describe('the viewer’s day', () => {
  test.each([
    ['UTC', '2026-11-27T12:14:00Z', '2026-11-27T00:00:00Z'],
    ['Asia/Kolkata', '2026-11-27T12:14:00Z', '2026-11-26T18:30:00Z'],
    ['Asia/Kathmandu', '2026-11-27T18:14:59Z', '2026-11-26T18:15:00Z'],
    ['America/New_York', '2026-11-27T04:59:00Z', '2026-11-26T05:00:00Z'],
    ['Europe/Paris', '2026-10-25T22:59:00Z', '2026-10-24T22:00:00Z'],
  ])('in %s at %s began at %s', (tz, now, midnight) => {
    process.env.TZ = tz;
    expect(new Date(localMidnight(Date.parse(now))).toISOString()).toBe(new Date(midnight).toISOString());
  });

  test('begins with a quarter of an hour everywhere, so that quarters add up to it', () => {
    for (const tz of Intl.supportedValuesOf('timeZone')) {
      process.env.TZ = tz;
      expect([tz, localMidnight(Date.parse('2026-11-27T12:14:00Z')) % 900_000]).toEqual([tz, 0]);
    }
  });
});

describe('a window since a moment', () => {
  const QUARTER = 900_000;
  const NOW = Date.parse('2026-11-27T12:14:00Z');
  const window = new CountWindow(QUARTER, 100);
  window.seed([1_000, 200, 30, 4], NOW);

  test.each([
    ['all of it', NOW - 24 * 3_600_000, 1_234],
    ['from the beginning of a bucket', Date.parse('2026-11-27T11:45:00Z'), 34],
    ['from the running bucket', Date.parse('2026-11-27T12:00:00Z'), 4],
    ['from what is to come', Date.parse('2026-11-27T12:15:00Z'), 0],
  ])('counts %s', (_name, since, count) => {
    expect(window.sumSince(since, NOW)).toBe(count);
  });
});
