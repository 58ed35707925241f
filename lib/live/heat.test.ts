import { describe, expect, it } from 'vitest';
import type { Place } from '../geo/place';
import { Heat } from './heat';

const place = (number: number): Place => ({
  ...{ lng: 2, country: 'FR', region: '', accuracyKm: 10, precision: 'city' },
  lat: number / 1_000,
  city: `city ${number}`,
});

describe('the heat of places', () => {
  it('halves in its half-life', () => {
    const heat = new Heat(1_000);
    heat.add(place(1), 8, 0);
    expect(heat.hottest(1, 1_000)).toEqual([{ place: place(1), count: 4 }]);
  });

  it('of more places than it may keep lets the colder half go, and keeps the warmest', () => {
    const heat = new Heat(60_000, 100);
    for (let number = 0; number < 1_000; number++) heat.add(place(number), number % 10 === 0 ? 50 : 1, 0);
    const kept = heat.hottest(1_000, 0);
    expect(kept.length).toBeLessThanOrEqual(100);
    expect(kept.slice(0, 50).every(({ count }) => count === 50)).toBe(true);
  });
});
