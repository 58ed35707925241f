import { AliasTable } from './alias-table';
import { REGIONS } from './countries';
import type { Random } from './random';
import { TRAVEL_S } from './travels';

/** A pin that goes viral. */
export type Trend = {
  readonly pin: number;
  /** Number in `REGIONS`. */
  readonly origin: number;
  /** Where it begins: number of the city. */
  readonly city: number;
  /** Epoch ms. */
  readonly born: number;
  readonly strength: number;
  /** How long it takes in one region from its arrival to its peak, in ms. */
  readonly rise: number;
  /** How much slower or faster it travels than others. */
  readonly pace: number;
};

/** One region that a trend has reached, with its weight among all trends. */
type Wave = { readonly trend: Trend; readonly region: number; readonly weight: number };

const MEAN_GAP_MS = 70_000;
const MOST = 10;
/** Beyond so many rises after its last arrival a trend is over. */
const RISES = 8;
const REFRESH_MS = 500;
/** Share of repins and comments that trends may take at most. */
const MOST_SHARE = 0.45;
/** One trend at its height in a region of middling size, against all that goes on without trends. */
const WEIGHT = 0.028;

/**
 * Pins that go viral: each begins in one city, takes its region, travels to regions that are near or share a language,
 * is weaker the farther it comes, and fades. Times are those of the schedule, in epoch ms.
 */
export class Trends {
  readonly #random: Random;
  readonly #loudness: () => readonly number[];
  readonly #choose: (random: Random) => Pick<Trend, 'pin' | 'origin' | 'city'>;
  #live: Trend[] = [];
  #nextBirth: number;
  #refreshed = Number.NEGATIVE_INFINITY;
  #waves: readonly Wave[] = [];
  #table: AliasTable | null = null;
  #share = 0;

  /** `choose` says where the next trend begins and with which pin, `loudness` how loud regions are now (`Crowd`). */
  constructor(
    random: Random,
    start: number,
    loudness: () => readonly number[],
    choose: (random: Random) => Pick<Trend, 'pin' | 'origin' | 'city'>,
  ) {
    this.#random = random;
    this.#loudness = loudness;
    this.#choose = choose;
    this.#nextBirth = start;
    // The world did not begin with us: some trends are on their way already.
    for (let age = 4; age > 0; age--) this.#bear(start - age * 45_000);
  }

  get live(): readonly Trend[] {
    return this.#live;
  }

  #bear(at: number): void {
    const random = this.#random;
    this.#live.push({
      ...this.#choose(random),
      born: at,
      strength: 0.6 + random.next() * random.next() * 1.8,
      rise: random.between(45_000, 100_000),
      pace: random.between(0.7, 1.5),
    });
    this.#nextBirth = at + random.exponential(MEAN_GAP_MS);
  }

  /** How strong a trend is in a region at a time; 0 before it arrives. */
  static weight(trend: Trend, region: number, at: number): number {
    const way = (TRAVEL_S[trend.origin]?.[region] ?? Number.POSITIVE_INFINITY) * trend.pace;
    const age = (at - trend.born - way * 1_000) / trend.rise;
    return age <= 0 ? 0 : trend.strength * Math.exp(-way / 110) * age * Math.exp(1 - age);
  }

  #refresh(at: number): void {
    this.#refreshed = at;
    while (this.#nextBirth <= at) {
      if (this.#live.length >= MOST) this.#nextBirth += this.#random.exponential(MEAN_GAP_MS);
      else this.#bear(this.#nextBirth);
    }
    this.#live = this.#live.filter(({ born, rise, pace }) => at - born < rise * RISES + pace * 200_000);
    const loudness = this.#loudness();
    const waves: Wave[] = [];
    let sum = 0;
    for (const trend of this.#live)
      for (const region of REGIONS.keys()) {
        const weight = Trends.weight(trend, region, at) * (loudness[region] ?? 0);
        if (weight < 0.01) continue;
        waves.push({ trend, region, weight });
        sum += weight;
      }
    this.#waves = waves;
    this.#table = waves.length > 0 ? new AliasTable(waves.map(({ weight }) => weight)) : null;
    this.#share = Math.min((sum * WEIGHT) / (1 + sum * WEIGHT), MOST_SHARE);
  }

  /** The wave that the next repin or comment belongs to, or null for one of its own. */
  draw(at: number, random: Random): { readonly trend: Trend; readonly region: number } | null {
    if (at - this.#refreshed >= REFRESH_MS) this.#refresh(at);
    if (this.#table === null || random.next() >= this.#share) return null;
    return this.#waves[this.#table.draw(random)] ?? null;
  }
}
