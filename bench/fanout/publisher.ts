import type { LiveEvent } from '../../lib/live/batch';
import { Traffic } from './traffic';

const EVERY_MS = 10;
/** A server that cannot keep up still gets to its sockets. */
const AT_A_STRETCH_MS = 20;

/** Hands out events at a rate, and counts those with a place by type and category. */
export class Publisher {
  readonly #traffic = new Traffic();
  readonly #take: (events: readonly LiveEvent[]) => void;
  readonly #together: boolean;
  #timer: ReturnType<typeof setTimeout> | null = null;
  published = 0;
  readonly sums = new Map<string, number>();

  /** `together`: all that is due in one call, as a worker's batch comes; else one by one. */
  constructor(together: boolean, take: (events: readonly LiveEvent[]) => void) {
    this.#together = together;
    this.#take = take;
  }

  /** From now on so many a second; 0: none. */
  rate(perSecond: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (perSecond === 0) return;
    const began = performance.now();
    let done = 0;
    const run = () => {
      const began0 = performance.now();
      const due = Math.floor(((began0 - began) / 1_000) * perSecond);
      while (done < due && performance.now() - began0 < AT_A_STRETCH_MS) {
        const count = this.#together ? due - done : 1;
        done += count;
        this.#publish(count);
      }
      this.#timer = setTimeout(run, done < due ? 0 : EVERY_MS);
    };
    run();
  }

  #publish(count: number): void {
    const now = Date.now();
    const events = Array.from({ length: count }, () => this.#traffic.next(now));
    for (const { place, type, category } of events) {
      if (!place) continue;
      const key = `${type}|${category ?? ''}`;
      this.sums.set(key, (this.sums.get(key) ?? 0) + 1);
    }
    this.published += count;
    this.#take(events);
  }
}
