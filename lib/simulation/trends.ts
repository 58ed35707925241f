import type { CataloguePin } from './catalogue';
import { REGIONS, type Region } from './countries';
import type { Random } from './random';

/** Where a trend goes next: neighbours and those who speak the same, nearest first. */
const NEXT: Readonly<Record<Region, readonly Region[]>> = {
  'north-america': ['british-isles', 'mexico-caribbean', 'oceania', 'western-europe', 'japan-korea'],
  'mexico-caribbean': ['andes', 'north-america', 'iberia', 'southern-cone'],
  andes: ['southern-cone', 'mexico-caribbean', 'brazil', 'iberia'],
  brazil: ['southern-cone', 'iberia', 'andes', 'north-america'],
  'southern-cone': ['brazil', 'andes', 'iberia', 'italy-balkans'],
  'british-isles': ['north-america', 'western-europe', 'nordics', 'oceania', 'south-asia'],
  'western-europe': ['central-europe', 'british-isles', 'iberia', 'north-africa', 'west-africa'],
  iberia: ['western-europe', 'mexico-caribbean', 'brazil', 'italy-balkans'],
  'central-europe': ['western-europe', 'nordics', 'italy-balkans', 'eastern-europe'],
  nordics: ['central-europe', 'british-isles', 'western-europe'],
  'italy-balkans': ['central-europe', 'western-europe', 'turkey-levant'],
  'eastern-europe': ['central-europe', 'central-asia', 'turkey-levant'],
  'turkey-levant': ['gulf', 'italy-balkans', 'central-europe', 'north-africa'],
  gulf: ['south-asia', 'north-africa', 'turkey-levant', 'southeast-asia'],
  'north-africa': ['western-europe', 'gulf', 'west-africa'],
  'west-africa': ['south-east-africa', 'western-europe', 'british-isles'],
  'south-east-africa': ['west-africa', 'british-isles', 'south-asia'],
  'central-asia': ['eastern-europe', 'turkey-levant', 'china'],
  'south-asia': ['gulf', 'southeast-asia', 'british-isles', 'oceania'],
  'southeast-asia': ['japan-korea', 'south-asia', 'oceania', 'china'],
  china: ['southeast-asia', 'japan-korea', 'north-america'],
  'japan-korea': ['southeast-asia', 'north-america', 'china', 'oceania'],
  oceania: ['british-isles', 'north-america', 'southeast-asia'],
};

const TRENDS_AT_ONCE = 5;
const STEP_MS = 90_000;
const RISE_MS = 60_000;
const LIFE_MS = { least: 4 * 60_000, most: 12 * 60_000 };
/** At the height of one, so many repins of a region are of it. */
const PEAK_SHARE = { least: 0.12, most: 0.3 };

type Trend = {
  readonly pin: CataloguePin;
  readonly startedAt: number;
  readonly lifeMs: number;
  readonly peak: number;
  /** When it reaches a region, ms after its start. */
  readonly reaches: ReadonlyMap<Region, number>;
};

/** Steps from the region where it began, breadth first; what it never reaches is left out. */
function journey(home: Region, random: Random): ReadonlyMap<Region, number> {
  const reaches = new Map<Region, number>([[home, 0]]);
  const queue: Region[] = [home];
  for (let region = queue.shift(); region !== undefined; region = queue.shift()) {
    const at = reaches.get(region) ?? 0;
    if (at > 4 * STEP_MS) continue;
    for (const next of NEXT[region]) {
      if (reaches.has(next) || random.chance(0.35)) continue;
      reaches.set(next, at + STEP_MS * random.between(0.6, 1.4));
      queue.push(next);
    }
  }
  return reaches;
}

/** Pins that go viral: each begins in one region, travels to near and related ones, and fades. Times are simulated ms. */
export class Trends {
  readonly #random: Random;
  readonly #pins: readonly CataloguePin[];
  #trends: Trend[] = [];

  constructor(random: Random, pins: readonly CataloguePin[]) {
    this.#random = random;
    this.#pins = pins;
  }

  /** Lets old ones go and new ones begin. */
  advance(at: number): void {
    this.#trends = this.#trends.filter(({ startedAt, lifeMs }) => at < startedAt + lifeMs + 5 * STEP_MS);
    while (this.#trends.length < TRENDS_AT_ONCE) this.#trends.push(this.#begin(at));
  }

  #begin(at: number): Trend {
    const random = this.#random;
    return {
      pin: random.pick(this.#pins),
      // The first ones are in full swing: a demo does not begin with nothing.
      startedAt: at - (this.#trends.length === 0 ? 2 * STEP_MS : 0),
      lifeMs: random.between(LIFE_MS.least, LIFE_MS.most),
      peak: random.between(PEAK_SHARE.least, PEAK_SHARE.most),
      reaches: journey(random.pick(REGIONS), random),
    };
  }

  /** The trending pin that somebody of this region repins now, or null for something else. */
  pick(region: Region, at: number): CataloguePin | null {
    let dice = this.#random.next();
    for (const trend of this.#trends) {
      dice -= share(trend, region, at);
      if (dice < 0) return trend.pin;
    }
    return null;
  }
}

/** Rises within a minute after it has reached the region, and fades over its life. */
function share(trend: Trend, region: Region, at: number): number {
  const reached = trend.reaches.get(region);
  const age = at - trend.startedAt - (reached ?? Number.POSITIVE_INFINITY);
  if (age <= 0 || age >= trend.lifeMs) return 0;
  return trend.peak * Math.min(age / RISE_MS, 1) * (1 - age / trend.lifeMs);
}
