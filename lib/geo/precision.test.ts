import { describe, expect, test } from 'vitest';
import { givenPlace, judgePlace } from './precision';

const RAW = { lat: 51.5, lng: -0.1, country: 'GB', region: 'ENG', city: 'London', radiusKm: 20 };

describe('judgePlace', () => {
  test.each([
    ['a city within 20 km', {}, { precision: 'city', city: 'London', accuracyKm: 20 }],
    ['a city without a radius', { radiusKm: null }, { precision: 'city', accuracyKm: 25 }],
    [
      'a city within 200 km is its region',
      { radiusKm: 200 },
      { precision: 'region', city: '', region: 'ENG' },
    ],
    [
      'a city within 1,000 km is its country',
      { radiusKm: 1000 },
      { precision: 'country', city: '', region: '', accuracyKm: 1000 },
    ],
    ['a country alone', { city: '', region: '', radiusKm: null }, { precision: 'country', accuracyKm: 500 }],
    ['a radius of 0 becomes 1 km', { radiusKm: 0 }, { accuracyKm: 1 }],
  ])('%s', (_name, change, expected) => {
    expect(judgePlace({ ...RAW, ...change })).toMatchObject(expected);
  });
});

test('a given location is rounded to about a kilometre', () => {
  const location = {
    lat: 48.85837,
    lng: 2.294481,
    city: 'Paris',
    region: null,
    country: 'FR',
    accuracyKm: null,
  };
  expect(givenPlace(location)).toMatchObject({
    lat: 48.86,
    lng: 2.29,
    city: 'Paris',
    precision: 'city',
    accuracyKm: 25,
  });
  expect(givenPlace({ ...location, accuracyKm: 800 }).precision).toBe('country');
});
