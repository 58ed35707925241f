import { describe, expect, test } from 'vitest';
import { placeOfRecord } from './mmdb-record';

const springfield = (subdivision: object) => ({
  city: { names: { en: 'Springfield' } },
  country: { iso_code: 'US' },
  location: { latitude: 39.78, longitude: -89.65 },
  subdivisions: [subdivision],
});

describe('a record of an MMDB file', () => {
  test('tells places of one name apart by a subdivision that has a name but no code', () => {
    const regions = ['Illinois', 'Massachusetts'].map(
      (en) => placeOfRecord(springfield({ names: { en } }))?.region,
    );
    expect(regions).toEqual(['Illinois', 'Massachusetts']);
    expect(placeOfRecord(springfield({ iso_code: 'IL', names: { en: 'Illinois' } }))?.region).toBe('IL');
  });

  test('is read with flat fields', () => {
    expect(
      placeOfRecord({
        city: 'Springfield',
        country_code: 'US',
        latitude: 39.78,
        longitude: -89.65,
        state1: 'Illinois',
      }),
    ).toMatchObject({ lat: 39.78, lng: -89.65, city: 'Springfield', region: 'Illinois', country: 'US' });
  });

  test('without names keeps its point', () => {
    const record = { ...springfield({}), city: { geoname_id: 1 } };
    expect(placeOfRecord(record)).toMatchObject({
      city: '',
      region: '',
      precision: 'country',
      country: 'US',
    });
  });

  test.each([
    ['nothing', null],
    ['a text', 'x'],
    ['an array', [1]],
    ['no location', { country: { iso_code: 'US' } }],
    ['a point outside the world', { location: { latitude: 1e300, longitude: -4e269 } }],
    ['NaN', { location: { latitude: Number.NaN, longitude: 0 } }],
    ['texts for numbers', { location: { latitude: '39', longitude: '-89' } }],
    ['a bigint', { location: { latitude: 2n ** 100n, longitude: 1 } }],
  ])('of %s has no place', (_, record) => {
    expect(placeOfRecord(record)).toBeNull();
  });

  test('keeps its point where every name is of another type', () => {
    const location = { latitude: 1, longitude: 2, accuracy_radius: '7' };
    for (const wrong of [7, [], 2n, null, Buffer.from('x'), { names: 7 }, { names: { en: 7 } }])
      expect(
        placeOfRecord({ location, city: wrong, country: wrong, subdivisions: wrong, country_code: wrong }),
      ).toMatchObject({ lat: 1, lng: 2, city: '', region: '', country: '' });
  });
});
