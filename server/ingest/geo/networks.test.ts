import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { publicAddress } from '../../../lib/geo/ip';
import { distanceKm } from '../../../lib/globe/sphere';
import { addressIn } from '../../../lib/simulation/networks';
import { Random } from '../../../lib/simulation/random';
import { privateFolder } from '../../../tests/support/reaper';
import { openGeoipLite } from './geoip-lite-locator';
import { buildNetworks, loadNetworks } from './networks';

const folder = privateFolder('networks');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'made', 'networks.json');

describe('the networks of the simulation', () => {
  const networks = buildNetworks(file);
  const locator = openGeoipLite();
  const locate = (ip: string) => {
    const address = publicAddress(ip);
    return address && locator.locate(address.text);
  };

  test('cover the world: many cities in many countries', () => {
    expect(networks.cities.length).toBeGreaterThan(2_000);
    expect(new Set(networks.cities.map(({ city }) => city.country.code)).size).toBeGreaterThan(140);
    const names = new Set(networks.cities.map(({ city }) => city.name));
    for (const name of [
      'New York City',
      'São Paulo',
      'London',
      'Tokyo',
      'Lagos',
      'Mumbai',
      'Sydney',
      'Mexico City',
    ])
      expect(names).toContain(name);
    expect(networks.cities.every(({ prefixes }) => prefixes.length > 0)).toBe(true);
    expect(networks.cities.some(({ prefixes }) => prefixes.some((prefix) => prefix.includes(':')))).toBe(
      true,
    );
  });

  test('their addresses geolocate to the city that is meant', () => {
    const random = new Random('addresses');
    for (let count = 0; count < 3_000; count++) {
      const { city, prefixes } = random.pick(networks.cities);
      const place = locate(addressIn(random.pick(prefixes), random.below(2 ** 32)));
      if (place?.precision !== 'city') throw new Error(`${city.name}: ${place?.precision}`);
      expect(place.country).toBe(city.country.code);
      expect(place.accuracyKm).toBeLessThanOrEqual(100);
      expect(distanceKm(place, city)).toBeLessThan(60);
    }
  });

  test('of vague ones no more than the country is known', () => {
    for (const [code, prefixes] of Object.entries(networks.vague))
      for (const prefix of prefixes)
        expect(locate(addressIn(prefix, 77))).toMatchObject({
          precision: 'country',
          country: code,
          city: '',
        });
    expect(Object.keys(networks.vague)).toEqual(expect.arrayContaining(['US', 'BR', 'JP', 'DE']));
  });

  test('are read back from the file as they were made, and not made again', () => {
    const { mtimeMs } = statSync(file);
    expect(loadNetworks(file)).toEqual(networks);
    expect(statSync(file).mtimeMs).toBe(mtimeMs);
  });

  test.each([
    ['is damaged', () => writeFileSync(file, '{"stamp":')],
    [
      'was made from other data',
      () => writeFileSync(file, readFileSync(file, 'utf8').replace('"stamp":"', '"stamp":"old')),
    ],
    ['is missing', () => rmSync(file)],
  ])('are made again when the file %s', (_, spoil) => {
    spoil();
    expect(loadNetworks(file).cities.length).toBe(networks.cities.length);
    expect(JSON.parse(readFileSync(file, 'utf8')).cities.length).toBe(networks.cities.length);
  });

  test('a folder that cannot be written costs only the time', () => {
    writeFileSync(join(folder, 'a-file'), '');
    expect(loadNetworks(join(folder, 'a-file', 'networks.json')).cities.length).toBe(networks.cities.length);
  });
});
