import { AliasTable } from './alias-table';
import { CATEGORIES } from './categories';
import { REGIONS } from './countries';
import { LocalTimes, liveliness } from './local-time';
import type { CityNetworks } from './networks';
import type { Random } from './random';
import { daypartOf, taste } from './tastes';

/** Weights are worked out anew after so much simulated time, but not more often than this in the schedule. */
const STEP_MS = 600_000;
const LEAST_GAP_MS = 100;
const DAYPART_COUNT = 4;

/** Where and when people are lively, and what they like there: the weights by which cities and categories are drawn. */
export class Crowd {
  /** Number in `REGIONS`, city by city. */
  readonly regionOf: readonly number[];
  readonly #times: LocalTimes;
  readonly #zoneOf: readonly number[];
  readonly #shares: readonly number[];
  readonly #members: readonly (readonly number[])[];
  readonly #tastes: readonly AliasTable[];
  #cities: AliasTable | null = null;
  #perRegion: (AliasTable | null)[] = [];
  #dayparts: number[] = [];
  #loudness: readonly number[] = [];
  #workedOutFor = Number.NEGATIVE_INFINITY;
  #workedOutAt = Number.NEGATIVE_INFINITY;

  /** `shares` are the cities' shares of all users. */
  constructor(cities: readonly CityNetworks[], shares: readonly number[]) {
    const zones = [...new Set(cities.map(({ city }) => city.timeZone))];
    const numbers = new Map(zones.map((zone, index) => [zone, index]));
    this.#times = new LocalTimes(zones);
    this.#zoneOf = cities.map(({ city }) => numbers.get(city.timeZone) ?? 0);
    this.#shares = shares;
    this.regionOf = cities.map(({ city }) => REGIONS.indexOf(city.country.region));
    this.#members = REGIONS.map((_, region) =>
      cities.flatMap((_city, index) => (this.regionOf[index] === region ? [index] : [])),
    );
    this.#tastes = REGIONS.flatMap((region) =>
      Array.from({ length: DAYPART_COUNT }, (_, daypart) => new AliasTable(taste(region, daypart))),
    );
  }

  /** `world` is the simulated time, `schedule` the one at which events are due: both epoch ms. */
  update(world: number, schedule: number): void {
    if (Math.abs(world - this.#workedOutFor) < STEP_MS || schedule - this.#workedOutAt < LEAST_GAP_MS) return;
    this.#workedOutFor = world;
    this.#workedOutAt = schedule;
    const hours = this.#times.hours(world);
    const lively = hours.map(liveliness);
    const weights = this.#shares.map((share, city) => share * (lively[this.#zoneOf[city] ?? 0] ?? 0));
    this.#cities = new AliasTable(weights);
    this.#dayparts = this.#zoneOf.map((zone) => daypartOf(hours[zone] ?? 0));
    this.#loudness = this.#members.map((members) => {
      let [share, awake] = [0, 0];
      for (const city of members) {
        share += this.#shares[city] ?? 0;
        awake += weights[city] ?? 0;
      }
      return share === 0 ? 0 : Math.sqrt(share * REGIONS.length) * (awake / share);
    });
    this.#perRegion = this.#members.map((members) =>
      members.length > 0 ? new AliasTable(members.map((city) => weights[city] ?? 0)) : null,
    );
  }

  /**
   * How much can be heard of a region now: it grows with the root of the number of its users (or small regions would
   * have no trends), and with how many of them are up. 1 is a region of middling size at its liveliest.
   */
  get loudness(): readonly number[] {
    return this.#loudness;
  }

  /** Some city, livelier ones more often. `update` comes first. */
  city(random: Random): number {
    return this.#cities?.draw(random) ?? 0;
  }

  /** Some city of a region; any city where the region has none. */
  cityIn(region: number, random: Random): number {
    const index = this.#perRegion[region]?.draw(random);
    return index === undefined ? this.city(random) : (this.#members[region]?.[index] ?? 0);
  }

  /** What is looked at in a city at this time of its day: a number in `CATEGORIES`. */
  category(city: number, random: Random): number {
    const table = this.#tastes[(this.regionOf[city] ?? 0) * DAYPART_COUNT + (this.#dayparts[city] ?? 0)];
    return table?.draw(random) ?? random.below(CATEGORIES.length);
  }
}
