import { hash, mix } from '../hash';
import type { City } from './cities';
import { addressIn, type CityNetworks, type Networks, privateAddress } from './networks';
import type { Random } from './random';

/** A user as events show them: always the same address, so that the same person stays in the same place. */
export type Person = { readonly userId: string; readonly ip: string };

/** Users there are in the whole world; the most active ones are seen again and again. */
const POPULATION = 250_000;
const FEWEST = 12;
/** Of users: addresses of which only the country is known, and such as have no place at all. */
const VAGUE = 0.08;
const PRIVATE = 0.01;
/** Share of sessions that somebody begins who was never seen before. */
const NEWCOMERS = 0.06;

/** Who lives where. People are made from numbers when they are needed; nobody is kept. */
export class People {
  readonly #cities: readonly CityNetworks[];
  readonly #vague: Networks['vague'];
  readonly #sizes: readonly number[];
  readonly #seed: number;
  readonly #run: string;
  #newcomers = 0;

  /** `shares` are the cities' shares of all users. */
  constructor({ cities, vague }: Networks, shares: readonly number[], seed: number, run: number) {
    this.#cities = cities;
    this.#vague = vague;
    this.#sizes = shares.map((share) => Math.max(Math.round(share * POPULATION), FEWEST));
    this.#seed = hash(`people/${seed}`);
    this.#run = run.toString(36);
  }

  /** Somebody of a city: mostly one who was here before, the active ones more often (Zipf), now and then a new one. */
  someone(city: number, random: Random): Person {
    if (random.next() < NEWCOMERS) {
      const number = this.#newcomers++;
      return this.#person(
        city,
        `u-${city.toString(36)}-${this.#run}-${number.toString(36)}`,
        hash(this.#run) + number,
      );
    }
    const size = this.#sizes[city] ?? FEWEST;
    const number = Math.floor(Math.exp(random.next() * Math.log(size + 1))) - 1;
    return this.#person(city, `u-${city.toString(36)}-${number.toString(36)}`, number);
  }

  #person(city: number, userId: string, number: number): Person {
    const first = mix(this.#seed ^ Math.imul(city + 1, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca77));
    const second = mix(first ^ 0x5bd1e995);
    const home = this.#cities[city];
    const luck = (first >>> 0) / 4_294_967_296;
    if (!home || luck < PRIVATE) return { userId, ip: privateAddress(second) };
    const vague = luck < PRIVATE + VAGUE ? this.#vague[home.city.country.code] : undefined;
    const prefixes = vague ?? home.prefixes;
    return { userId, ip: addressIn(prefixes[(second >>> 8) % prefixes.length] ?? '', mix(second ^ city)) };
  }
}

/** Each city's share of all users: its country's people online and their uptake, parted by the size of its cities. */
export function cityShares(cities: readonly City[]): readonly number[] {
  const weight = ({ population }: City) => population ** 0.9;
  const perCountry = new Map<string, number>();
  for (const city of cities)
    perCountry.set(city.country.code, (perCountry.get(city.country.code) ?? 0) + weight(city));
  const raw = cities.map(
    (city) =>
      (city.country.online * city.country.uptake * weight(city)) / (perCountry.get(city.country.code) ?? 1),
  );
  const sum = raw.reduce((total, each) => total + each, 0);
  return raw.map((each) => each / sum);
}
