import { expect, test } from 'vitest';
import type { Place } from '../geo/place';
import { placeName, placeWords } from './place-name';

const LYON: Place = {
  lat: 45.7,
  lng: -4.8,
  country: 'FR',
  region: 'ARA',
  city: 'Lyon',
  accuracyKm: 20,
  precision: 'city',
};

test.each<[string, Partial<Place>, string, string]>([
  ['a city', {}, 'Lyon', 'France'],
  [
    'a region by name',
    { precision: 'region', region: 'Bavaria', country: 'DE' },
    'Somewhere in Bavaria',
    'Germany',
  ],
  ['a region by code', { precision: 'region' }, 'Somewhere in France', ''],
  ['a country', { precision: 'country' }, 'Somewhere in France', ''],
  ['a country that no list has', { precision: 'country', country: 'ZZ' }, 'Somewhere in Unknown Region', ''],
  ['a bare location', { city: '', region: '', country: '' }, 'Somewhere around 46°N 5°W', ''],
])('names %s', (_name, change, name, rest) => {
  expect(placeName({ ...LYON, ...change })).toEqual({ name, rest });
});

test('names it in one', () => {
  expect(placeWords(LYON)).toBe('Lyon, France');
  expect(placeWords({ ...LYON, precision: 'country' })).toBe('Somewhere in France');
  expect(placeWords(null)).toBe('Unknown place');
});
