import { expect, test } from 'vitest';
import type { Place } from '../geo/place';
import { placeName, placeSentence } from './place-name';

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
  ['a region by name', { precision: 'region', region: 'Bavaria', country: 'DE' }, 'Bavaria', 'Germany'],
  ['a region by code', { precision: 'region' }, 'France', 'region'],
  ['a country', { precision: 'country' }, 'France', 'country only'],
  ['a country that no list has', { precision: 'country', country: 'ZZ' }, 'Unknown Region', 'country only'],
  ['a bare location', { city: '', region: '', country: '' }, '46°N 5°W', ''],
])('names %s', (_name, change, name, rest) => {
  expect(placeName({ ...LYON, ...change })).toEqual({ name, rest });
});

test('names a country-level guess as the country in a sentence', () => {
  expect(placeSentence(LYON)).toBe('Lyon, France');
  expect(placeSentence({ ...LYON, precision: 'country' })).toBe('France');
});
