/** Frames are judged in windows of so many, or of so long where they are slow. */
const WINDOW_FRAMES = 50;
const WINDOW_MS = 3_000;
/** A window is judged by its middle frame: a pause in which nobody told us to rest (a lid that was closed) does not count. */
const FEWEST_FRAMES = 5;
/** The start, and what follows a change of size or of visibility, says nothing about the machine. */
const REST_MS = 3_000;
/** Frames this slow leave nothing to be tried: the lowest tier, after one window. */
const HOPELESS_MS = 500;
/** Shares of the display's rate: below the first frames are slow, below the second two steps too slow, above the third good. */
const SLOW = 0.8;
const VERY_SLOW = 0.45;
const GOOD = 0.93;
/** Windows that have to agree. */
const SLOW_WINDOWS = 2;
const GOOD_WINDOWS = 12;
/** So often a better tier is tried in vain; one vain attempt is forgotten after so long a time of good windows. */
const MAX_RETURNS = 3;
const FORGET_AFTER_MS = 600_000;
/** Cheaper pictures that come no faster than this share of the dear ones' interval: the display is not faster. */
const GAIN = 0.9;
/** Displays are at least taken for that, until they show that they are faster. */
const USUAL_REFRESH_MS = 1000 / 60;
/** No display is slower than a film: what is, is the machine. */
const SLOWEST_REFRESH_MS = 42;

export type GovernorOptions = {
  /** The cheapest one; 0 is the best. */
  readonly lowest: number;
  /** Shortest interval between frames that a tier draws by itself, ms; 0: as the display. */
  readonly paceMs: (tier: number) => number;
};

/**
 * Chooses the quality by the frames that were drawn, held against the display's own rate: down when two windows agree that
 * frames are slow, up after many good ones; three vain attempts are enough until much time has gone well. It has no clock:
 * times are passed in.
 */
export class Governor {
  readonly #options: GovernorOptions;
  #tier = 0;
  #refreshMs = USUAL_REFRESH_MS;
  #restUntil: number;
  #lastAt = Number.NaN;
  #windowAt = Number.NaN;
  #intervals: number[] = [];
  #slow = 0;
  #good = 0;
  #goodMs = 0;
  #returns = 0;
  /** The tier is a better one that has not yet had its good windows. */
  #rose = false;
  /** Interval at the best tier, when it was left. */
  #bestMs = Number.POSITIVE_INFINITY;

  constructor(options: GovernorOptions, nowMs: number) {
    this.#options = options;
    this.#restUntil = nowMs + REST_MS;
  }

  get tier(): number {
    return this.#tier;
  }

  /** As estimated: never slower than 60 Hz, unless cheaper pictures came no faster. */
  get refreshMs(): number {
    return this.#refreshMs;
  }

  /** Forgets what it has seen of this window, and does not look for a while: size or visibility have changed. */
  rest(nowMs: number): void {
    this.#restUntil = nowMs + REST_MS;
    this.#begin(Number.NaN);
  }

  /** A frame is drawn now; answers the tier to draw it with. */
  frame(nowMs: number): number {
    const interval = nowMs - this.#lastAt;
    this.#lastAt = nowMs;
    if (nowMs < this.#restUntil) return this.#tier;
    if (Number.isNaN(this.#windowAt)) {
      this.#begin(nowMs);
      return this.#tier;
    }
    this.#intervals.push(interval);
    const full = this.#intervals.length >= WINDOW_FRAMES || nowMs - this.#windowAt >= WINDOW_MS;
    if (full && this.#intervals.length >= FEWEST_FRAMES) {
      this.#judge(middle(this.#intervals), this.#intervals.length);
      this.#begin(nowMs);
    }
    return this.#tier;
  }

  #begin(atMs: number): void {
    this.#intervals = [];
    this.#windowAt = atMs;
    this.#lastAt = atMs;
  }

  #judge(intervalMs: number, frames: number): void {
    const { lowest, paceMs } = this.#options;
    const pace = paceMs(this.#tier);
    if (pace === 0) this.#refreshMs = Math.min(this.#refreshMs, intervalMs);
    const speed = Math.max(this.#refreshMs, pace) / intervalMs;
    this.#slow = speed < SLOW ? this.#slow + 1 : 0;
    if (speed > GOOD) this.#passGood(intervalMs * frames);
    else this.#good = 0;
    if (this.#tier < lowest && intervalMs >= HOPELESS_MS) this.#fallTo(lowest, intervalMs);
    else if (this.#tier < lowest && this.#slow >= SLOW_WINDOWS)
      this.#fall(intervalMs, speed < VERY_SLOW && !this.#rose ? 2 : 1);
    else if (this.#good >= GOOD_WINDOWS && this.#tier > 0 && this.#returns < MAX_RETURNS) this.#rise();
  }

  #passGood(forMs: number): void {
    this.#good++;
    this.#goodMs += forMs;
    // What comes now has nothing to do with the rise.
    if (this.#good >= GOOD_WINDOWS) this.#rose = false;
    if (this.#goodMs < FORGET_AFTER_MS) return;
    this.#goodMs = 0;
    this.#returns = Math.max(0, this.#returns - 1);
  }

  #fall(intervalMs: number, steps: number): void {
    const { lowest, paceMs } = this.#options;
    let tier = this.#tier;
    // The last tier that keeps the display's pace is always looked at: it tells the display from the machine.
    for (let step = 0; step < steps && tier < lowest; step++) {
      if (tier > this.#tier && paceMs(tier + 1) > 0) break;
      tier++;
    }
    const cheapest = this.#tier > 0 && paceMs(this.#tier) === 0 && paceMs(this.#tier + 1) > 0;
    if (cheapest && intervalMs > this.#bestMs * GAIN && intervalMs <= SLOWEST_REFRESH_MS) {
      this.#refreshMs = intervalMs;
      tier = 0;
    }
    this.#fallTo(tier, intervalMs);
  }

  #fallTo(tier: number, intervalMs: number): void {
    if (this.#tier === 0) this.#bestMs = intervalMs;
    if (this.#rose) this.#returns++;
    this.#rose = false;
    this.#goodMs = 0;
    this.#move(tier);
  }

  #rise(): void {
    this.#rose = true;
    this.#move(this.#tier - 1);
  }

  #move(tier: number): void {
    this.#tier = tier;
    this.#slow = 0;
    this.#good = 0;
  }
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
