import { describe, expect, test } from 'vitest';
import { nameKey, type Place } from '../geo/place';
import { TopWindow } from './top-window';

const place = (city: string): Place => ({
  lat: city.length,
  lng: 0,
  country: 'FR',
  region: '',
  city,
  accuracyKm: 10,
  precision: 'city',
});
const named = (window: TopWindow<Place>, now: number) =>
  window.top(10, now).map(({ item: { city }, count }) => `${city} ${count}`);

describe('TopWindow', () => {
  test('puts the most first, and ties in the order of their names', () => {
    const window = new TopWindow(nameKey, 300_000, 30);
    window.add(place('Nice'), 2, 0);
    window.add(place('Lyon'), 2, 1_000);
    window.add(place('Paris'), 5, 40_000);
    expect(named(window, 40_000)).toEqual(['Paris 5', 'Lyon 2', 'Nice 2']);
    expect(window.top(1, 40_000)).toHaveLength(1);
  });

  test('forgets what is older than the window', () => {
    const window = new TopWindow(nameKey, 300_000, 30);
    window.add(place('Lyon'), 4, 0);
    window.add(place('Lyon'), 1, 200_000);
    expect(named(window, 299_999)).toEqual(['Lyon 5']);
    expect(named(window, 300_000)).toEqual(['Lyon 1']);
    expect(named(window, 900_000)).toEqual([]);
  });

  test('starts from a snapshot with its exact counts, which age out evenly', () => {
    const window = new TopWindow(nameKey, 300_000, 30);
    window.seed([{ item: place('Lyon'), count: 7 }], 1_000_000);
    window.add(place('Lyon'), 1, 1_000_500);
    expect(named(window, 1_000_500)).toEqual(['Lyon 8']);
    const half = window.top(1, 1_150_000)[0]?.count ?? 0;
    expect(half).toBeGreaterThanOrEqual(4);
    expect(half).toBeLessThanOrEqual(5);
    expect(named(window, 1_301_000)).toEqual([]);
  });

  test('is emptied by another snapshot', () => {
    const window = new TopWindow(nameKey, 300_000, 30);
    window.add(place('Lyon'), 4, 0);
    window.seed([{ item: place('Nice'), count: 1 }], 5_000);
    expect(named(window, 5_000)).toEqual(['Nice 1']);
  });

  test('counts a late one among the newest', () => {
    const window = new TopWindow(nameKey, 300_000, 30);
    window.add(place('Lyon'), 1, 600_000);
    window.add(place('Lyon'), 1, 10_000);
    expect(named(window, 600_000)).toEqual(['Lyon 2']);
  });
});
