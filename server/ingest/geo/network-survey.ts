import { publicAddress } from '../../../lib/geo/ip';
import { distanceKm } from '../../../lib/globe/sphere';
import { CITIES, type City } from '../../../lib/simulation/cities';
import { COUNTRIES } from '../../../lib/simulation/countries';
import { addressIn, type Networks, type Prefix } from '../../../lib/simulation/networks';
import { Random } from '../../../lib/simulation/random';
import type { GeoLocator } from '../geo-locator';
import { type GeoBlock, readLocations, visitBlocks, visitBlocks6 } from './geoip-data';

/** An answer this far from the city is another place of the same name. */
const SAME_CITY_KM = 60;
const CITY_RADIUS_KM = 100;
const VAGUE_RADIUS_KM = 500;
/** Networks kept per city and kind; those tried are some more, since not all pass the check. */
const KEPT_V4 = 10;
const KEPT_V6 = 3;
const KEPT_VAGUE = 8;
const TRIED = 3;
const NETWORK = 256;

/** `São Paulo` and `Sao Paulo` are one name, `St. John's` and `St Johns` too. */
function fold(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’.]/g, '')
    .toLowerCase()
    .replace(/\bsaint\b/g, 'st')
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim();
}

/** A fair sample of a stream of unknown length (reservoir sampling). */
class Sample<T> {
  readonly kept: T[] = [];
  #seen = 0;
  readonly #size: number;
  readonly #random: Random;
  constructor(size: number, random: Random) {
    this.#size = size;
    this.#random = random;
  }
  offer(value: () => T): void {
    this.#seen++;
    if (this.kept.length < this.#size) this.kept.push(value());
    else {
      const place = this.#random.below(this.#seen);
      if (place < this.#size) this.kept[place] = value();
    }
  }
}

const dotted = (network: number) => `${network >>> 24}.${(network >>> 16) & 255}.${(network >>> 8) & 255}`;

/** A /24 that lies wholly in the block, or null. */
function prefixOf4(block: GeoBlock, random: Random): Prefix | null {
  const first = Math.ceil(block.first / NETWORK);
  const last = Math.floor((block.last + 1) / NETWORK) - 1;
  return last < first ? null : dotted((first + random.below(Math.min(last - first + 1, 64))) * NETWORK);
}

function prefixOf6(block: GeoBlock): Prefix {
  return [block.first >>> 16, block.first & 0xffff, block.middle]
    .map((group) => group.toString(16))
    .join(':');
}

type Wanted = { readonly v4: Sample<Prefix>; readonly v6: Sample<Prefix> };

/** Goes through the geo data once and returns the networks of as many cities as it can. Takes about a second. */
export function surveyNetworks(locator: GeoLocator): Networks {
  const random = new Random('networks');
  const perCity = CITIES.map(
    (): Wanted => ({
      v4: new Sample(KEPT_V4 * TRIED, random),
      v6: new Sample(KEPT_V6 * TRIED, random),
    }),
  );
  const vague = new Map<string, Wanted>(
    [...COUNTRIES.keys()].map((code) => [
      code,
      { v4: new Sample(KEPT_VAGUE * TRIED, random), v6: new Sample(KEPT_VAGUE * TRIED, random) },
    ]),
  );
  const named = new Map<string, number[]>();
  for (const [index, city] of CITIES.entries()) {
    for (const name of new Set([fold(city.name), fold(city.name).replace(/ city$/, '')])) {
      const key = `${city.country.code}|${name}`;
      named.set(key, [...(named.get(key) ?? []), index]);
    }
  }
  const locations = readLocations();
  const matches = locations.map(({ country, region, city }) =>
    city !== '' ? named.get(`${country}|${fold(city)}`) : region === '' ? vague.get(country) : undefined,
  );
  const wanted = (location: number) => matches[location] !== undefined;
  const visit = (kind: 'v4' | 'v6', prefixOf: (block: GeoBlock) => Prefix | null) => (block: GeoBlock) => {
    const match = matches[block.location];
    if (match === undefined) return;
    const sample = Array.isArray(match)
      ? block.radiusKm <= CITY_RADIUS_KM
        ? perCity[nearest(match, block)]?.[kind]
        : undefined
      : block.radiusKm >= VAGUE_RADIUS_KM
        ? match[kind]
        : undefined;
    if (!sample) return;
    const prefix = prefixOf(block);
    if (prefix !== null) sample.offer(() => prefix);
  };
  visitBlocks(
    wanted,
    visit('v4', (block) => prefixOf4(block, random)),
  );
  visitBlocks6(wanted, visit('v6', prefixOf6));
  return check(perCity, vague, locator);
}

/** Of cities of one name in one country, the one that the block is in; -1 when it is in none. */
function nearest(indices: readonly number[], at: GeoBlock): number {
  for (const index of indices) {
    const city = CITIES[index];
    if (city && distanceKm(city, at) <= SAME_CITY_KM) return index;
  }
  return -1;
}

/** Asks the locator for both ends of each network, as the pipeline will, and keeps what answers as it should. */
function check(
  perCity: readonly Wanted[],
  vague: ReadonlyMap<string, Wanted>,
  locator: GeoLocator,
): Networks {
  const places = (prefix: Prefix) =>
    [0, 253].map((host) => {
      const address = publicAddress(addressIn(prefix, host));
      return address && locator.locate(address.text);
    });
  const inCity = (city: City) => (prefix: Prefix) =>
    places(prefix).every(
      (place) =>
        place?.precision === 'city' &&
        place.country === city.country.code &&
        distanceKm(place, city) <= SAME_CITY_KM,
    );
  const inCountry = (code: string) => (prefix: Prefix) =>
    places(prefix).every((place) => place?.precision === 'country' && place.country === code);
  const kept = ({ v4, v6 }: Wanted, test: (prefix: Prefix) => boolean, most4: number, most6: number) => [
    ...new Set([...some(v4.kept, most4, test), ...some(v6.kept, most6, test)]),
  ];
  return {
    cities: CITIES.flatMap((city, index) => {
      const found = perCity[index];
      const prefixes = found ? kept(found, inCity(city), KEPT_V4, KEPT_V6) : [];
      return prefixes.length > 0 ? [{ city, prefixes }] : [];
    }),
    vague: Object.fromEntries(
      [...vague].flatMap(([code, found]) => {
        const prefixes = kept(found, inCountry(code), KEPT_VAGUE, KEPT_VAGUE / 2);
        return prefixes.length > 0 ? [[code, prefixes]] : [];
      }),
    ),
  };
}

/** The first few that pass. */
function some(prefixes: readonly Prefix[], most: number, test: (prefix: Prefix) => boolean): Prefix[] {
  const passed: Prefix[] = [];
  for (const prefix of prefixes) {
    if (passed.length >= most) break;
    if (test(prefix)) passed.push(prefix);
  }
  return passed;
}
