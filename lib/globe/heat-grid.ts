import { DEGREE } from './sphere';

/** Above this exponent the store is brought back to the present: float32 ends at 2^127. */
const REBASE_AT = 40;
/** The weight shown at full strength is never below this. */
const LEAST_FULL = 24;
/** A splat reaches this many sigmas. */
const REACH = 2.6;
/** e^-x in steps of 1/256: an exponential for each cell of each event would be most of the cost. */
const BELL_STEPS = 256;
const BELL = Float32Array.from({ length: BELL_STEPS * 4 }, (_, index) => Math.exp(-index / BELL_STEPS));

/**
 * Weights on a grid of latitude and longitude that decay with a half-life, at a cost that no number of events raises:
 * a new weight is stored larger the later it comes, and reading scales all of it down. Nothing is ever swept.
 */
export class HeatGrid {
  readonly width: number;
  readonly height: number;
  /** Row by row from the south, from -180° eastward. True weight = stored × `scaleAt(now)`. */
  readonly stored: Float32Array;
  #halfLifeMs: number;
  #base: number;
  #most = 0;
  #changes = 0;
  #scales = 0;

  constructor(width: number, height: number, halfLifeMs: number, nowMs: number) {
    this.width = width;
    this.height = height;
    this.stored = new Float32Array(width * height);
    this.#halfLifeMs = halfLifeMs;
    this.#base = nowMs;
  }

  /** Forgets everything, and takes another half-life. */
  reset(halfLifeMs: number, nowMs: number): void {
    this.stored.fill(0);
    this.#most = 0;
    this.#halfLifeMs = halfLifeMs;
    this.#base = nowMs;
    this.#scales++;
  }

  /** Another number whenever `stored` is another. */
  get changes(): number {
    return this.#changes + this.#scales;
  }

  /** Another number whenever `scaleAt` is of another scale: older copies of `stored` are worth nothing from then on. */
  get scales(): number {
    return this.#scales;
  }

  /** What a stored weight has to be multiplied with at `nowMs`. */
  scaleAt(nowMs: number): number {
    return 2 ** (-(nowMs - this.#base) / this.#halfLifeMs);
  }

  /**
   * Adds a bell of `weight` at its peak around a place. `sigma`: degrees of arc. Wider bells of one event are lower:
   * `weight` is for the caller to scale.
   */
  add(lat: number, lng: number, weight: number, sigma: number, nowMs: number): void {
    if ((nowMs - this.#base) / this.#halfLifeMs > REBASE_AT) this.#rebase(nowMs);
    const amount = weight / this.scaleAt(nowMs);
    const { width, height, stored } = this;
    let most = this.#most;
    const perRow = 180 / height;
    const perColumn = 360 / width;
    const reach = REACH * sigma;
    const firstRow = Math.max(0, Math.ceil((lat - reach + 90) / perRow - 0.5));
    const lastRow = Math.min(height - 1, Math.floor((lat + reach + 90) / perRow - 0.5));
    const narrow = BELL_STEPS / (2 * sigma * sigma);
    for (let row = firstRow; row <= lastRow; row++) {
      const rowLat = (row + 0.5) * perRow - 90;
      const dLat = rowLat - lat;
      // A degree of longitude shrinks toward the poles: the bell is widened so that it stays round on the sphere.
      const shrink = Math.max(Math.cos(rowLat * DEGREE), 0.06);
      const span = Math.min(Math.sqrt(Math.max(reach * reach - dLat * dLat, 0)) / shrink, 180);
      const first = Math.ceil((lng - span + 180) / perColumn - 0.5);
      const last = Math.min(Math.floor((lng + span + 180) / perColumn - 0.5), first + width - 1);
      const start = row * width;
      const far = dLat * dLat;
      let column = ((first % width) + width) % width;
      let dLng = ((first + 0.5) * perColumn - 180 - lng) * shrink;
      const step = perColumn * shrink;
      for (let left = last - first; left >= 0; left--) {
        const cell = start + column;
        const sum = (stored[cell] ?? 0) + amount * (BELL[((far + dLng * dLng) * narrow) | 0] ?? 0);
        stored[cell] = sum;
        if (sum > most) most = sum;
        dLng += step;
        if (++column === width) column = 0;
      }
    }
    this.#most = most;
    this.#changes++;
  }

  /** The weight at a place, read as the GPU reads it: bilinear between the cells' centres. */
  at(lat: number, lng: number, nowMs: number): number {
    const x = ((lng + 180) / 360) * this.width - 0.5;
    const y = Math.min(Math.max(((lat + 90) / 180) * this.height - 0.5, 0), this.height - 1);
    const column = Math.floor(x);
    const row = Math.min(Math.floor(y), this.height - 2);
    const across = (r: number) =>
      this.#cell(r, column) * (1 - (x - column)) + this.#cell(r, column + 1) * (x - column);
    return (across(row) * (1 - (y - row)) + across(row + 1) * (y - row)) * this.scaleAt(nowMs);
  }

  /** The largest weight at `nowMs`. What is stored only grows, so that the largest is always known. */
  peak(nowMs: number): number {
    return this.#most * this.scaleAt(nowMs);
  }

  /** log2(1 + the weight to be shown at full strength): the hottest place's, so that a quiet and a busy stream both read. */
  fullOctaves(nowMs: number): number {
    return Math.log2(1 + Math.max(LEAST_FULL, this.peak(nowMs)));
  }

  #cell(row: number, column: number): number {
    return this.stored[row * this.width + (((column % this.width) + this.width) % this.width)] ?? 0;
  }

  #rebase(nowMs: number): void {
    const scale = this.scaleAt(nowMs);
    for (let cell = 0; cell < this.stored.length; cell++)
      this.stored[cell] = (this.stored[cell] ?? 0) * scale;
    this.#most *= scale;
    this.#base = nowMs;
    this.#scales++;
  }
}
