import type { EventType } from '../events/event';
import { AliasTable } from './alias-table';
import { CATALOGUE, type CataloguePin } from './catalogue';
import { activityAt, localHour } from './daytime';
import { addressIn, type CityNetworks, type Networks, privateAddress } from './networks';
import { Random } from './random';
import { REMARKS } from './remarks';
import { Trends } from './trends';

export type SimulationOptions = {
  readonly seed: number;
  /** Part of every id: another run makes other events. */
  readonly run: number;
  /** Epoch ms at which the simulated day begins to run. */
  readonly startAt: number;
  /** How fast the simulated day runs: 60 is an hour a minute. */
  readonly speed: number;
  readonly networks: Networks;
  /** Shares of a test's or a bench's stream; a demo has none. */
  readonly duplicateShare?: number;
  readonly malformedShare?: number;
};

export type SimulatedEvent = { readonly key: string; readonly value: Uint8Array };

/** How often each type happens. */
const TYPE_SHARES: readonly (readonly [EventType, number])[] = [
  ['repin', 0.62],
  ['comment', 0.14],
  ['login', 0.12],
  ['pin', 0.12],
];
const VAGUE_SHARE = 0.08;
const NOWHERE_SHARE = 0.012;
const NEW_USER_SHARE = 0.06;
/** Popularity of pins falls with rank^-s. */
const ZIPF = 0.9;
/** People of one country whom we know; some of them come often. */
const REGULARS = 4_000;
/** The audience is weighed anew after so much simulated time. */
const REWEIGH_MS = 5 * 60_000;
/** An event is told of within this time. */
const MAX_DELAY_MS = 300;

const encoder = new TextEncoder();

/**
 * The simulated world: who is awake where, what is popular, what goes viral. Event n of (seed, run, startAt) is the same
 * each time that the events are taken at the same times.
 */
export class Simulation {
  readonly #options: SimulationOptions;
  readonly #random: Random;
  readonly #cities: readonly CityNetworks[];
  readonly #weights: Float64Array;
  readonly #types = new AliasTable(TYPE_SHARES.map(([, share]) => share));
  readonly #ranked: readonly CataloguePin[];
  readonly #popularity: AliasTable;
  readonly #trends: Trends;
  readonly #prefix: string;
  /** A full pin as JSON, once per pin. */
  readonly #pinJson = new Map<string, string>();
  readonly #told = new Set<string>();
  #audience: AliasTable | null = null;
  #weighedAt = Number.NEGATIVE_INFINITY;
  #made = 0;
  #newUsers = 0;
  #last: SimulatedEvent | null = null;

  constructor(options: SimulationOptions) {
    const { seed, run, networks } = options;
    this.#options = options;
    this.#random = new Random('simulation', seed, run);
    this.#cities = networks.cities;
    this.#weights = cityWeights(networks.cities);
    this.#ranked = new Random('ranks', seed).shuffled(CATALOGUE);
    this.#popularity = new AliasTable(this.#ranked.map((_, rank) => (rank + 1) ** -ZIPF));
    this.#trends = new Trends(new Random('trends', seed, run), this.#ranked.slice(0, 200));
    this.#prefix = `sim-${seed}-${run}-`;
  }

  /** The next `count` events. `now`: epoch ms of telling; none lies after it. */
  take(count: number, now: number): SimulatedEvent[] {
    const { startAt, speed } = this.#options;
    const day = startAt + (now - startAt) * speed;
    if (Math.abs(day - this.#weighedAt) >= REWEIGH_MS) {
      this.#audience = this.#weigh(day);
      this.#weighedAt = day;
    }
    // Trends live in the time of the viewer, whatever the pace of the day.
    this.#trends.advance(now);
    return Array.from({ length: count }, () => this.#next(now));
  }

  #weigh(day: number): AliasTable {
    const hours = new Map<string, number>();
    return new AliasTable(
      this.#cities.map(({ city }, index) => {
        let activity = hours.get(city.timeZone);
        if (activity === undefined) {
          activity = activityAt(localHour(day, city.timeZone));
          hours.set(city.timeZone, activity);
        }
        return (this.#weights[index] ?? 0) * activity;
      }),
    );
  }

  #next(now: number): SimulatedEvent {
    const random = this.#random;
    const { duplicateShare = 0, malformedShare = 0 } = this.#options;
    if (duplicateShare > 0 && this.#last && random.chance(duplicateShare)) return this.#last;
    if (malformedShare > 0 && random.chance(malformedShare))
      return { key: 'malformed', value: encoder.encode(`{"id":"${this.#prefix}${this.#made++}","type":`) };
    const at = this.#cities[this.#audience?.draw(random) ?? 0];
    if (!at) throw new RangeError('a simulation needs cities');
    const [type = 'repin'] = TYPE_SHARES[this.#types.draw(random)] ?? [];
    const user = this.#user(at.city.country.code);
    const ts = now - random.below(MAX_DELAY_MS);
    const head = `{"id":"${this.#prefix}${this.#made++}","type":"${type}","ts":${ts},"userId":"${user}","ip":"${this.#address(at)}"`;
    if (type === 'login') return { key: user, value: encoder.encode(`${head}}`) };
    const pin = this.#pin(type, at, now);
    const board = random.pick(pin.boardIds);
    const tail = this.#tail(type, at, pin);
    const text = `${head},"pinId":"${pin.id}","boardId":"${board}"${tail}}`;
    this.#last = { key: pin.id, value: encoder.encode(text) };
    return this.#last;
  }

  #tail(type: EventType, { city }: CityNetworks, pin: CataloguePin): string {
    // Whoever tells of a pin for the first time tells all of it; later on its id is enough.
    if (type === 'pin' || (type === 'repin' && !this.#told.has(pin.id))) {
      this.#told.add(pin.id);
      return `,"pin":${this.#fullPin(pin)}`;
    }
    if (type === 'comment')
      return `,"text":${JSON.stringify(this.#random.pick(REMARKS[city.country.language]))}`;
    return '';
  }

  #fullPin(pin: CataloguePin): string {
    let json = this.#pinJson.get(pin.id);
    if (json === undefined) {
      const { boardIds: _, ...full } = pin;
      json = JSON.stringify(full);
      this.#pinJson.set(pin.id, json);
    }
    return json;
  }

  #pin(type: EventType, { city }: CityNetworks, now: number): CataloguePin {
    const trending = type === 'pin' ? null : this.#trends.pick(city.country.region, now);
    // New pins come from the whole catalogue, so that soon every one of them is known in full.
    const rank =
      type === 'pin' ? this.#random.below(this.#ranked.length) : this.#popularity.draw(this.#random);
    return trending ?? this.#ranked[rank] ?? (this.#ranked[0] as CataloguePin);
  }

  /** A few come often, most seldom, some for the first time. */
  #user(country: string): string {
    const random = this.#random;
    if (random.chance(NEW_USER_SHARE))
      return `${country.toLowerCase()}-n${this.#options.run}-${this.#newUsers++}`;
    return `${country.toLowerCase()}-${Math.floor(REGULARS * random.next() ** 3)}`;
  }

  #address({ city, prefixes }: CityNetworks): string {
    const random = this.#random;
    const host = random.below(0xffff_ffff);
    const dice = random.next();
    if (dice < NOWHERE_SHARE) return privateAddress(host);
    const vague =
      dice < NOWHERE_SHARE + VAGUE_SHARE ? this.#options.networks.vague[city.country.code] : undefined;
    return addressIn(random.pick(vague && vague.length > 0 ? vague : prefixes), host);
  }
}

/** People online by city: the country's, shared out by the size of its cities that we know. */
function cityWeights(cities: readonly CityNetworks[]): Float64Array {
  const people = new Map<string, number>();
  for (const { city } of cities)
    people.set(city.country.code, (people.get(city.country.code) ?? 0) + city.population);
  return Float64Array.from(cities, ({ city }) => {
    const { code, online, uptake } = city.country;
    return (online * uptake * city.population) / (people.get(code) ?? 1);
  });
}
