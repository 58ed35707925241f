import { describe, expect, it } from 'vitest';
import type { Place } from '../geo/place';
import { wherePhrase } from './where-phrase';

const place = (change: Partial<Place>): Place => ({
  lat: 45.76,
  lng: 4.84,
  country: 'FR',
  region: '',
  city: '',
  accuracyKm: 20,
  precision: 'city',
  ...change,
});

describe('where it happened', () => {
  it.each([
    ['in Lyon, France', place({ city: 'Lyon' })],
    ['in Lyon', place({ city: 'Lyon', country: '' })],
    ['somewhere in Bavaria, Germany', place({ region: 'Bavaria', country: 'DE', precision: 'region' })],
    ['somewhere in Brazil', place({ country: 'BR', precision: 'country', accuracyKm: 1_000 })],
    // A code of a region means nothing to a reader.
    ['somewhere in Brazil', place({ country: 'BR', region: '07', precision: 'region' })],
    ['somewhere around 46°N 5°E', place({ country: '', precision: 'region', accuracyKm: 200 })],
    ['somewhere around 46°N 5°E', place({ country: '', precision: 'city' })],
    ['at an unknown place', null],
  ])('is said as %s', (said, where) => {
    expect(wherePhrase(where)).toBe(said);
  });
});
