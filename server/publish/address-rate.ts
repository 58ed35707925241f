import { LRUCache } from 'lru-cache';

/** Buckets kept; one that is pushed out is full again. Who has more addresses than this is not held by a limit per address. */
const KEPT_ADDRESSES = 10_000;
const MINUTE_MS = 60_000;

type Bucket = { tokens: number; at: number };

/** So many of something a minute for one address, a minute’s worth of them at once: all viewers of an office may come back. */
export class AddressRate {
  readonly #perMinute: number;
  readonly #now: () => number;
  readonly #buckets = new LRUCache<string, Bucket>({ max: KEPT_ADDRESSES });

  constructor(perMinute: number, now: () => number) {
    this.#perMinute = perMinute;
    this.#now = now;
  }

  /** False when this one is too many. */
  take(address: string): boolean {
    const now = this.#now();
    const bucket = this.#buckets.get(address) ?? { tokens: this.#perMinute, at: now };
    const gained = (Math.max(0, now - bucket.at) * this.#perMinute) / MINUTE_MS;
    bucket.tokens = Math.min(bucket.tokens + gained, this.#perMinute);
    bucket.at = now;
    this.#buckets.set(address, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens--;
    return true;
  }
}
