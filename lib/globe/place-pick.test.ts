import { describe, expect, it } from 'vitest';
import type { Place } from '../geo/place';
import { pickPlace } from './place-pick';
import { DEGREE, toVector } from './sphere';

const at = (city: string, lat: number, lng: number, count = 1, change: Partial<Place> = {}) => ({
  count,
  place: { lat, lng, country: '', region: '', city, accuracyKm: 10, precision: 'city' as const, ...change },
});
const spot = (lat: number, lng: number) => toVector(lat, lng);
const meant = (places: Parameters<typeof pickPlace>[0], lat: number, lng: number) =>
  pickPlace(places, spot(lat, lng), 2 * DEGREE)?.place.city ?? null;

const PARIS = at('Paris', 48.86, 2.35, 40);
const BRUSSELS = at('Brussels', 50.85, 4.35);

describe('the hot place that is meant', () => {
  it('is the nearest one within reach', () => {
    expect(meant([PARIS, BRUSSELS], 49, 2.5)).toBe('Paris');
    expect(meant([PARIS, BRUSSELS], 50.7, 4.2)).toBe('Brussels');
    expect(meant([PARIS, BRUSSELS], 40, 2.5)).toBeNull();
    expect(meant([], 49, 2.5)).toBeNull();
  });

  it('is the busier one of two that are equally near', () => {
    expect(meant([at('quiet', 10, 10, 1), at('busy', 10, 10.5, 200)], 10, 10.25)).toBe('busy');
  });

  it('is a vague one by its whole area, where no point is', () => {
    const usa = at('the middle of the USA', 39, -98, 500, { accuracyKm: 1_000, precision: 'country' });
    const wichita = at('Wichita', 37.7, -97.3);
    expect(meant([usa, wichita], 42, -99)).toBe('the middle of the USA');
    expect(meant([usa, wichita], 37.9, -97.4)).toBe('Wichita');
  });

  it('is found across the date line', () => {
    expect(meant([at('Suva', -18.14, 178.44)], -18, -179.9)).toBe('Suva');
  });
});
