import { CountWindow } from '../../lib/view/count-window';
import type { RepinCount } from '../store/store';

const MINUTE_MS = 60_000;
const MINUTES = 60;

/**
 * Repins per minute of the last hour, by when they were stored: what the store had counted, and what has come since. Until the
 * store has told its hour, what the log has of it.
 */
export class RepinMinutes {
  readonly #ofLog = new CountWindow(MINUTE_MS, MINUTES);
  readonly #ofAll = new CountWindow(MINUTE_MS, MINUTES);
  #logSince: number | null = null;
  #knowsHour = false;

  /** The store has told its hour, or nothing of before is meant to count. */
  knowHour(): void {
    this.#knowsHour = true;
  }

  /** `counted`: the store has it too. Epoch ms, like all times here. */
  add(count: number, at: number, counted: boolean): void {
    this.#logSince = Math.min(at, this.#logSince ?? at);
    this.#ofLog.add(count, at);
    if (!counted) this.#ofAll.add(count, at);
  }

  /** What the store had counted, or some of it. */
  learn(counts: readonly RepinCount[]): void {
    for (const { start, repins } of counts) this.#ofAll.add(repins, start);
  }

  /** Oldest first, the last one is the minute of `now`: 60, or fewer where nothing is known of the others. */
  series(now: number): readonly number[] {
    if (this.#knowsHour) return this.#ofAll.series(now);
    const known = Math.floor(now / MINUTE_MS) - Math.floor((this.#logSince ?? now) / MINUTE_MS) + 1;
    return this.#ofLog.series(now).slice(-Math.max(known, 1));
  }
}
