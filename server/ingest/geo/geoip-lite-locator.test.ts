import { describe, expect, test } from 'vitest';
import { openGeoipLite } from './geoip-lite-locator';

describe('the packaged geo data', () => {
  const locator = openGeoipLite();

  test('finds a city with its radius', () => {
    expect(locator.locate('81.2.69.142')).toMatchObject({ country: 'GB', precision: 'city' });
  });

  test('is not taken in by the point in Kansas: a wide radius is a country', () => {
    const place = locator.locate('3.3.3.3');
    expect(place).toMatchObject({ country: 'US' });
    if (place && place.accuracyKm >= 500)
      expect(place).toMatchObject({ precision: 'country', city: '', region: '' });
  });

  test('takes null coordinates for no answer', () => {
    expect(locator.locate('1.1.1.1')).toBeNull();
  });

  test('knows IPv6 too', () => {
    expect(locator.locate('2a00:1450:4009:80b:0:0:0:200e')).toMatchObject({ country: 'GB' });
  });

  test('tells how old it is', () => {
    expect(locator.describe()).toMatch(/GeoLite2 data of 20\d\d-\d\d-\d\d/);
  });
});
