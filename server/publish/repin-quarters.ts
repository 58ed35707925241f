import { CountWindow } from '../../lib/view/count-window';
import type { EngagementBucket } from '../store/store';

export const QUARTER_MS = 15 * 60_000;
/** A day of any time zone, and the hour that some days are longer. */
export const QUARTERS = 100;

const quarterOf = (at: number) => Math.floor(at / QUARTER_MS);

/**
 * Repins by quarter of an hour: what the store had counted, and what has come since. Both together are what the totals count:
 * whoever adds leaves out what the store had already.
 */
export class RepinQuarters {
  readonly #counts = new CountWindow(QUARTER_MS, QUARTERS);
  /** The oldest quarter that is known; null before the store told any. */
  #from: number | null = null;

  /** Counts from then on alone: nothing will be learned of what was before. Epoch ms, like all times here. */
  beginAt(at: number): void {
    this.#from = quarterOf(at);
  }

  add(count: number, at: number): void {
    this.#counts.add(count, at);
  }

  /** Quarters as the store has them. Before its first event of any type nothing is known: it may have been let go. */
  learn(buckets: readonly EngagementBucket[]): void {
    const newest = buckets.at(-1);
    if (!newest) return;
    this.#from ??= quarterOf(newest.start);
    for (const { start, pin, repin, comment, login } of buckets) {
      if (pin + repin + comment + login === 0) continue;
      this.#from = Math.min(this.#from, quarterOf(start));
      this.#counts.add(repin, start);
    }
  }

  /** At most 100, oldest first, the last one is the quarter of `now`; null while nothing is known of what was before. */
  series(now: number): readonly number[] | null {
    if (this.#from === null) return null;
    const known = quarterOf(now) - this.#from + 1;
    return this.#counts.series(now).slice(-Math.max(known, 1));
  }
}
