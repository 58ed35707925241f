import { LRUCache } from 'lru-cache';

/** Wrong keys of one address in a window, before it is not listened to any more. */
const MAX_WRONG = 10;
const WINDOW_MS = 60_000;
/** Who has more addresses than this is held by the length of the key alone. */
const KEPT_ADDRESSES = 10_000;

type Window = { wrong: number; readonly until: number };

/** Keeps guessing slow: after ten wrong keys an address gets no answer about any key until its minute is over. */
export class WrongKeys {
  readonly #windows = new LRUCache<string, Window>({ max: KEPT_ADDRESSES });
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Seconds until keys of this address are looked at again; 0: they are now. */
  shutFor(address: string): number {
    const window = this.#windows.get(address);
    if (!window || window.wrong < MAX_WRONG) return 0;
    return Math.max(0, Math.ceil((window.until - this.#now()) / 1_000));
  }

  add(address: string): void {
    const window = this.#windows.get(address);
    if (window && window.until > this.#now()) window.wrong++;
    else this.#windows.set(address, { wrong: 1, until: this.#now() + WINDOW_MS });
  }
}
