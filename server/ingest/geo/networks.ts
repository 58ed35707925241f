import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { hash } from '../../../lib/hash';
import { CITIES } from '../../../lib/simulation/cities';
import type { Networks } from '../../../lib/simulation/networks';
import { ConfigError } from '../../config-error';
import { geoDataStamp } from './geoip-data';
import { openGeoipLite } from './geoip-lite-locator';
import { surveyNetworks } from './network-survey';

/** Raised when the way networks are chosen changes. */
const VERSION = 1;

/** The file: cities by their number in `CITIES`, which the stamp covers. Derived on this machine, never shipped. */
type Stored = {
  readonly stamp: string;
  readonly cities: readonly (readonly [number, ...string[]])[];
  readonly vague: Networks['vague'];
};

function stamp(): string {
  const cities = hash(CITIES.map(({ name, country }) => name + country.code).join());
  return `${VERSION}/${cities}/${geoDataStamp()}`;
}

function survey(): Networks {
  try {
    return surveyNetworks(openGeoipLite());
  } catch (error) {
    const why = (error as Error).message.split('\n')[0];
    throw new ConfigError(
      'SOURCE',
      `simulated events need the geo data of the package geoip-lite, which cannot be read (${why}): run npm ci again, or choose another SOURCE`,
    );
  }
}

function write(file: string, { cities, vague }: Networks): void {
  const numbers = new Map(CITIES.map((city, index) => [city, index]));
  const stored: Stored = {
    stamp: stamp(),
    cities: cities.map(({ city, prefixes }) => [numbers.get(city) ?? -1, ...prefixes]),
    vague,
  };
  mkdirSync(dirname(file), { recursive: true });
  // Whole or not at all: two processes may start at once.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(stored));
  renameSync(draft, file);
}

function read(file: string): Networks | null {
  try {
    const stored = JSON.parse(readFileSync(file, 'utf8')) as Stored;
    if (stored.stamp !== stamp()) return null;
    return {
      cities: stored.cities.flatMap(([index, ...prefixes]) => {
        const city = CITIES[index];
        return city ? [{ city, prefixes }] : [];
      }),
      vague: stored.vague,
    };
  } catch {
    return null;
  }
}

/** Surveys the geo data and writes the networks to a file, for `npm run build`. Throws ConfigError without geo data. */
export function buildNetworks(outFile: string): Networks {
  const networks = survey();
  write(outFile, networks);
  return networks;
}

/**
 * The networks from the file; surveyed anew (a second or two) where it is missing or was made from other data. A
 * folder that cannot be written only costs that time at every start. Throws ConfigError without geo data.
 */
export function loadNetworks(file: string): Networks {
  const known = read(file);
  if (known) return known;
  const networks = survey();
  try {
    write(file, networks);
  } catch {
    // Only a cache.
  }
  return networks;
}
