import { describe, expect, test } from 'vitest';
import { placeAt } from '../../lib/geo/testing';
import { PlacePool } from './place-pool';

describe('the pool of places', () => {
  test('gives one object for equal places', () => {
    const pool = new PlacePool();
    const first = placeAt(48.8566, 2.3522);
    expect(pool.one(first)).toBe(first);
    expect(pool.one({ ...first })).toBe(first);
  });

  test.each([
    ['lat', 48.85662],
    ['lng', 2.35222],
    ['accuracyKm', 6],
    ['precision', 'region'],
    ['country', 'DE'],
    ['region', 'IDF'],
    ['city', 'Lutetia'],
  ] as const)('keeps places apart that differ by %s alone', (field, value) => {
    const pool = new PlacePool();
    const first = placeAt(48.8566, 2.3522);
    const other = { ...first, [field]: value };
    pool.one(first);
    expect(pool.one(other)).toBe(other);
    expect([pool.one({ ...first }), pool.one({ ...other })]).toEqual([first, other]);
  });

  test('begins anew when it is full, and stays right', () => {
    const pool = new PlacePool();
    const first = placeAt(0, 0);
    pool.one(first);
    for (let n = 1; n <= 50_000; n++) pool.one(placeAt(n / 1_000, n / 1_000));
    const again = { ...first };
    expect(pool.one(again)).toBe(again);
    expect(pool.one({ ...first })).toBe(again);
  });
});
