import { CountWindow } from '../../lib/view/count-window';
import type { RepinCount } from '../store/store';

export const QUARTER_MS = 15 * 60_000;
/** A day of any time zone, and the hour that some days are longer. */
export const QUARTERS = 100;

/** Number of the quarter of an hour in which `at` (epoch ms) lies. */
export const quarterOf = (at: number) => Math.floor(at / QUARTER_MS);

/**
 * Repins by quarter of an hour, by when they were stored: what the store had counted, and what has come since. Both together
 * are what the totals count: whoever adds leaves out what the store had already.
 */
export class RepinQuarters {
  readonly #counts = new CountWindow(QUARTER_MS, QUARTERS);
  /** The oldest quarter that is known; null until all of them are. */
  #from: number | null = null;

  /** All is known since then, or, without it, as long as this counts. Epoch ms, like all times here. */
  knowSince(at: number | null): void {
    this.#from = at === null ? 0 : quarterOf(at);
  }

  add(count: number, at: number): void {
    this.#counts.add(count, at);
  }

  /** What the store had counted, or some of it. */
  learn(counts: readonly RepinCount[]): void {
    for (const { start, repins } of counts) this.#counts.add(repins, start);
  }

  /** At most 100, oldest first, the last one is the quarter of `now`; null while only a part is known. */
  series(now: number): readonly number[] | null {
    if (this.#from === null) return null;
    const known = quarterOf(now) - this.#from + 1;
    return this.#counts.series(now).slice(-Math.max(known, 1));
  }
}
