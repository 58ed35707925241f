import { expect, test } from 'vitest';
import { nameKey, type Place, placeKey } from './place';

const PARIS: Place = {
  lat: 48.86,
  lng: 2.35,
  country: 'FR',
  region: 'IDF',
  city: 'Paris',
  accuracyKm: 10,
  precision: 'city',
};

test('two points of one city are two places on the globe and one in a list', () => {
  const other = { ...PARIS, lat: 48.9 };
  expect(placeKey(PARIS)).not.toBe(placeKey(other));
  expect(nameKey(PARIS)).toBe(nameKey(other));
});

test.each([
  ['cities of one name in two regions', { region: 'TX' }],
  ['a city and its region', { precision: 'region' as const, city: '' }],
  ['a region and its country', { precision: 'country' as const, city: '', region: '' }],
])('%s stay apart', (_name, change) => {
  expect(nameKey({ ...PARIS, ...change })).not.toBe(nameKey(PARIS));
});

test('places without a name are told by their points', () => {
  const nameless = { ...PARIS, country: '', region: '', city: '' };
  expect(nameKey(nameless)).not.toBe(nameKey({ ...nameless, lat: 1 }));
});
