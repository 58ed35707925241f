import { describe, expect, test } from 'vitest';
import type { Place } from '../../../lib/geo/place';
import type { GeoCacheEntry } from '../../store/store';
import type { GeoLocator } from '../geo-locator';
import { PlaceLookup } from './place-lookup';

const LONDON: Place = {
  lat: 51.5,
  lng: -0.1,
  country: 'GB',
  region: 'ENG',
  city: 'London',
  accuracyKm: 20,
  precision: 'city',
};

/** A cache table that keeps what it is given, and a locator that counts its calls. */
function setUp(options: { locator?: GeoLocator | null; refuse?: boolean } = {}) {
  const rows = new Map<string, GeoCacheEntry>();
  const calls = { locate: 0, find: 0, save: 0, errors: 0 };
  const locate = (ip: string) => {
    calls.locate++;
    return ip.startsWith('81.') ? LONDON : null;
  };
  const locator: GeoLocator = {
    locate,
    locateNetwork: (ip) => ({ place: locate(ip), whole: !ip.startsWith('81.2.70.') }),
    describe: () => 'a test',
  };
  const make = (key: string) =>
    new PlaceLookup({
      store: {
        async findGeo(hashes) {
          calls.find++;
          return new Map(
            hashes.flatMap((hash) =>
              rows.has(hash) ? [[hash, rows.get(hash)?.place ?? null] as const] : [],
            ),
          );
        },
        async saveGeo(entries) {
          calls.save++;
          if (options.refuse) throw new Error('away');
          for (const entry of entries) rows.set(entry.hash, entry);
        },
      },
      locator: options.locator === undefined ? locator : options.locator,
      cacheKey: key,
      ttlMs: 1_000,
      now: () => 5_000,
      onError: () => calls.errors++,
    });
  return { rows, calls, make };
}

describe('PlaceLookup', () => {
  test.each([
    ['mapped', '::ffff:5102:458e', '::ffff:808:808'],
    ['NAT64', '64:ff9b::5102:458e', '64:ff9b::808:808'],
  ])('does not take one IPv4 address inside IPv6 for its neighbour: %s', async (_, london, elsewhere) => {
    const places = setUp().make('key');
    expect(await places.locateAll([london])).toEqual([LONDON]);
    expect(await places.locateAll([elsewhere])).toEqual([null]);
  });

  test('asks the file once for an address and never waits for the database', async () => {
    const { calls, make } = setUp();
    const places = make('key');
    expect(await places.locateAll(['81.2.69.142', '81.2.69.142', null, '10.0.0.1'])).toEqual([
      LONDON,
      LONDON,
      null,
      null,
    ]);
    expect(calls).toMatchObject({ locate: 1, find: 0, save: 0 });
    expect(places.counts).toEqual({ memory: 1, file: 1, database: 0, notFound: 1 });
  });

  test('asks once for a network that has one answer, and for each address of one that has several', async () => {
    const { calls, make } = setUp();
    const places = make('key');
    expect(await places.locateAll(['81.2.69.142', '81.2.69.9', ' 81.2.69.9:443'])).toEqual([
      LONDON,
      LONDON,
      LONDON,
    ]);
    // The third is not written plainly, so that it is not recognised.
    expect(calls.locate).toBe(2);
    await places.locateAll(['81.2.70.1', '81.2.70.2', '81.2.70.2']);
    expect(calls.locate).toBe(4);
  });

  test('writes a network once, as a keyed hash: neither address nor network can be read back', async () => {
    const { rows, calls, make } = setUp();
    const places = make('key');
    await places.locateAll(['81.2.69.142', '81.2.69.7']);
    await places.flush();
    await places.locateAll(['81.2.69.9']);
    await places.flush();
    expect(calls.save).toBe(1);
    expect([...rows.values()]).toEqual([
      { hash: expect.stringMatching(/^[0-9a-f]{32}$/), place: LONDON, expiresAt: 6_000 },
    ]);
    const other = make('another key');
    await other.locateAll(['81.2.69.142']);
    await other.flush();
    expect(rows.size).toBe(2);
  });

  test('the database answers when the geo file cannot', async () => {
    const { calls, make, rows } = setUp();
    const first = make('key');
    await first.locateAll(['81.2.69.142']);
    await first.flush();
    expect(rows.size).toBe(1);
    const { make: _, ...rest } = setUp({ locator: null });
    expect(rest.calls.find).toBe(0);
    const blind = new PlaceLookup({
      store: {
        findGeo: async (hashes) =>
          new Map(hashes.flatMap((hash) => (rows.has(hash) ? [[hash, LONDON] as const] : []))),
        saveGeo: async () => {},
      },
      locator: null,
      cacheKey: 'key',
      ttlMs: 1_000,
      now: () => 5_000,
      onError: () => {},
    });
    expect(await blind.locateAll(['81.2.69.200', '9.9.9.9'])).toEqual([LONDON, null]);
    expect(blind.counts).toMatchObject({ database: 1, notFound: 1 });
    expect(calls.find).toBe(0);
  });

  test('a cache that cannot be written is said once and costs nothing else', async () => {
    const { calls, make } = setUp({ refuse: true });
    const places = make('key');
    expect(await places.locateAll(['81.2.69.142'])).toEqual([LONDON]);
    await places.flush();
    expect(calls.errors).toBe(1);
  });
});
