import { CATEGORIES } from './categories';
import { COMMENTS } from './comments';
import { Crowd } from './crowd';
import { malform } from './faults';
import type { Networks } from './networks';
import { cityShares, People, type Person } from './people';
import { Random } from './random';
import { Sessions } from './sessions';
import { Shelf } from './shelf';
import { type Trend, Trends } from './trends';

export type SimulationOptions = {
  /** The same seed, run, start and rate give the same events. */
  readonly seed: number;
  /** Part of every id: another run makes other events. */
  readonly run: number;
  /** Epoch ms of the first event, and of the simulated clock. */
  readonly startTime: number;
  /** Mean events per second. */
  readonly rate: number;
  /** Pace of the simulated day: 1 follows the sun, 0 stops it. Events keep the time at which they are due. */
  readonly speed?: number;
  /** How far the rate swings around its mean: 1 is gentle waves, 0 none. */
  readonly waves?: number;
  /** At least one city. */
  readonly networks: Networks;
  /** Shares of events that come twice, that a broken producer sends, and that are minutes late. */
  readonly duplicateShare?: number;
  readonly malformedShare?: number;
  readonly lateShare?: number;
};

/** `json` is a flat event (docs/events.md), `key` orders it among others: its pin, else its user. */
export type SimulatedEvent = { readonly json: string; readonly key: string };

const LOGIN_SHARE = 0.12;
/** Of what is not a login. */
const REPIN_SHARE = 0.62 / 0.88;
const COMMENT_SHARE = 0.14 / 0.88;
/** Sessions that are open at a time last about a minute. */
const SESSION_S = 8;
const INTEREST = 0.6;
/** How long the first wave of a trend stays with the city where it began. */
const SPARK_MS = 75_000;
const SPARK_SHARE = 0.45;
/** Events reach us after this time at most. */
const JITTER_MS = 300;
const RECENT = 64;

type Wave = { readonly trend: Trend; readonly region: number };

/**
 * People who pin, repin, comment and log in, all over the world: an endless, repeatable stream of events. It has no
 * clock of its own; `dueAt` says when the next event happens, and whoever asks decides when to take it.
 */
export class Simulation {
  readonly #options: Required<SimulationOptions>;
  readonly #random: Random;
  readonly #crowd: Crowd;
  readonly #people: People;
  readonly #shelf: Shelf;
  readonly #sessions: Sessions;
  readonly #trends: Trends;
  readonly #idStart: string;
  readonly #phases: readonly number[];
  readonly #announced: Uint8Array;
  readonly #pinOrder: readonly number[];
  readonly #recent: SimulatedEvent[] = [];
  #pinned = 0;
  #made = 0;
  #dueAt: number;

  constructor(options: SimulationOptions) {
    this.#options = { speed: 1, waves: 1, duplicateShare: 0, malformedShare: 0, lateShare: 0, ...options };
    const { seed, run, startTime, networks, rate } = this.#options;
    const random = new Random('simulation', seed, run);
    this.#random = random;
    const shares = cityShares(networks.cities.map(({ city }) => city));
    this.#crowd = new Crowd(networks.cities, shares);
    this.#people = new People(networks, shares, seed, run);
    this.#shelf = new Shelf(seed);
    this.#announced = new Uint8Array(this.#shelf.pins.length);
    this.#pinOrder = random.shuffled(this.#shelf.pins.map((_, rank) => rank));
    this.#phases = [random.next(), random.next(), random.next()].map((turn) => turn * Math.PI * 2);
    this.#idStart = `{"id":"sim-${seed}-${run}-`;
    this.#dueAt = startTime;
    this.#crowd.update(startTime, startTime);
    this.#sessions = new Sessions(rate * SESSION_S, (1 - LOGIN_SHARE) / LOGIN_SHARE);
    for (let count = 0; count < this.#sessions.target; count++) this.#begin(this.#crowd.city(random));
    this.#trends = new Trends(
      new Random('trends', seed, run),
      startTime,
      () => this.#crowd.loudness,
      (own) => this.#spark(own),
    );
  }

  /** Epoch ms, with fractions, at which the next event is due. */
  get dueAt(): number {
    return this.#dueAt;
  }

  /** Events made, duplicates aside. */
  get made(): number {
    return this.#made;
  }

  /** Moves all that is still to come on by some ms: for a reader that fell behind or slept. */
  delay(ms: number): void {
    this.#dueAt += ms;
  }

  /** The next event. */
  next(): SimulatedEvent {
    const random = this.#random;
    const { duplicateShare, malformedShare, lateShare, startTime, speed } = this.#options;
    const at = this.#dueAt;
    this.#crowd.update(startTime + (at - startTime) * speed, at);
    this.#dueAt += random.exponential(1_000 / this.#rateAt(at));
    if (duplicateShare > 0 && this.#recent.length > 0 && random.chance(duplicateShare))
      return random.pick(this.#recent);
    const late = lateShare > 0 && random.chance(lateShare) ? random.between(90_000, 600_000) : 0;
    const event = this.#make(at, Math.floor(at - random.next() * JITTER_MS - late));
    this.#made++;
    if (duplicateShare > 0) this.#recent[this.#made % RECENT] = event;
    if (malformedShare > 0 && random.chance(malformedShare))
      return { key: event.key, json: malform(event.json, random) };
    return event;
  }

  /** Gentle waves around the mean, events per second. */
  #rateAt(at: number): number {
    const [a = 0, b = 0, c = 0] = this.#phases;
    const turn = ((at - this.#options.startTime) / 1_000) * Math.PI * 2;
    const wave =
      0.16 * Math.sin(turn / 53 + a) + 0.09 * Math.sin(turn / 17 + b) + 0.07 * Math.sin(turn / 229 + c);
    return this.#options.rate * (1 + wave * this.#options.waves);
  }

  #make(at: number, ts: number): SimulatedEvent {
    const random = this.#random;
    const kind = random.next();
    if (kind < LOGIN_SHARE) {
      const wave = this.#trends.draw(at, random);
      return this.#login(wave ? this.#cityOf(wave, at) : this.#crowd.city(random), ts);
    }
    const action = (kind - LOGIN_SHARE) / (1 - LOGIN_SHARE);
    if (action >= REPIN_SHARE + COMMENT_SHARE) return this.#pin(ts);
    const wave = this.#trends.draw(at, random);
    const sparked = wave !== null && this.#sparks(wave, at);
    const city = sparked ? wave.trend.city : this.#crowd.city(random);
    const region = wave?.region ?? this.#crowd.regionOf[city] ?? 0;
    const session = sparked ? null : this.#sessions.draw(region, random);
    if (!sparked && session === null) return this.#login(this.#crowd.cityIn(region, random), ts);
    const person = session ?? this.#people.someone(city, random);
    const category =
      session && random.chance(INTEREST)
        ? session.category
        : this.#crowd.category(session?.city ?? city, random);
    const rank = wave?.trend.pin ?? this.#shelf.draw(category, random);
    return action < REPIN_SHARE
      ? this.#event('repin', ts, person, rank, '')
      : this.#event('comment', ts, person, rank, this.#comment(session?.city ?? city, rank));
  }

  #login(city: number, ts: number): SimulatedEvent {
    const { userId, ip } = this.#begin(city);
    return {
      key: userId,
      json: `${this.#idStart}${this.#made}","type":"login","ts":${ts},"userId":"${userId}","ip":"${ip}"}`,
    };
  }

  #begin(city: number): Person {
    const person = this.#people.someone(city, this.#random);
    const category = this.#crowd.category(city, this.#random);
    this.#sessions.begin(this.#crowd.regionOf[city] ?? 0, { ...person, city, category });
    return person;
  }

  /** The next pin in an order of its own, so that every pin is pinned before the first one is pinned again. */
  #pin(ts: number): SimulatedEvent {
    const city = this.#crowd.city(this.#random);
    const person =
      this.#sessions.draw(this.#crowd.regionOf[city] ?? 0, this.#random) ??
      this.#people.someone(city, this.#random);
    const rank = this.#pinOrder[this.#pinned++ % this.#pinOrder.length] ?? 0;
    this.#announced[rank] = 0;
    return this.#event('pin', ts, person, rank, '');
  }

  /** The first event of a run that names a pin carries it in full; later ones rely on the database. */
  #event(type: string, ts: number, { userId, ip }: Person, rank: number, more: string): SimulatedEvent {
    const pin = this.#shelf.pins[rank] ?? this.#shelf.pins[0];
    if (!pin) throw new Error('the catalogue is empty');
    const full = this.#announced[rank] === 0 ? `,${pin.full}` : '';
    this.#announced[rank] = 1;
    const saved = type === 'repin' ? (pin.saved[this.#random.below(pin.saved.length)] ?? '') : pin.saved[0];
    return {
      key: pin.id,
      json: `${this.#idStart}${this.#made}","type":"${type}","ts":${ts},"userId":"${userId}","ip":"${ip}",${saved}${more}${full}}`,
    };
  }

  #comment(city: number, rank: number): string {
    const language = this.#options.networks.cities[city]?.city.country.language ?? 'en';
    const category = CATEGORIES[this.#shelf.pins[rank]?.category ?? 0] ?? 'food';
    return `,"text":${this.#random.pick(COMMENTS(language, category))}`;
  }

  #spark(random: Random): Pick<Trend, 'pin' | 'origin' | 'city'> {
    const city = this.#crowd.city(random);
    return { pin: random.below(this.#shelf.pins.length), origin: this.#crowd.regionOf[city] ?? 0, city };
  }

  #sparks({ trend, region }: Wave, at: number): boolean {
    return region === trend.origin && at - trend.born < SPARK_MS && this.#random.chance(SPARK_SHARE);
  }

  #cityOf(wave: Wave, at: number): number {
    return this.#sparks(wave, at) ? wave.trend.city : this.#crowd.cityIn(wave.region, this.#random);
  }
}
