import type { Card } from '../../lib/live/protocol';

export type CardQueueOptions = {
  /** Cards shown at most. */
  readonly shown: number;
  /** Cards that wait at most; beyond it the oldest waiting one is passed over. */
  readonly waiting: number;
  /** A new card at most this often, ms. */
  readonly everyMs: number;
};

/** The latest cards, newest first, let in one by one so that they can be read. Times are of one clock, ms. */
export class CardQueue {
  #shown: readonly Card[] = [];
  #waiting: Card[] = [];
  #lastAt = Number.NEGATIVE_INFINITY;
  readonly #options: CardQueueOptions;

  constructor(options: CardQueueOptions) {
    this.#options = options;
  }

  /** The same array until it changes. */
  get cards(): readonly Card[] {
    return this.#shown;
  }

  /** Starts over. `latest` is newest first. */
  seed(latest: readonly Card[]): void {
    this.#shown = latest.slice(0, this.#options.shown);
    this.#waiting = [];
  }

  /** Newest last. */
  add(cards: readonly Card[]): void {
    this.#waiting.push(...cards);
    this.#waiting = this.#waiting.slice(-this.#options.waiting);
  }

  /** Lets the next one in, if one waits and the last came long enough ago. */
  tick(now: number): void {
    if (this.#waiting.length === 0 || now - this.#lastAt < this.#options.everyMs) return;
    // One that has something to tell goes before those of unknown pins; what it passes is passed over, to keep the order.
    const told = this.#waiting.findIndex(({ title }) => title !== null);
    const next = this.#waiting.splice(0, Math.max(told, 0) + 1).at(-1);
    if (!next || this.#shown.some(({ handle }) => handle === next.handle)) return;
    this.#lastAt = now;
    this.#shown = [next, ...this.#shown].slice(0, this.#options.shown);
  }
}
