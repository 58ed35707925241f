type Bucket = { readonly number: number; readonly counts: Map<string, number> };

export type Counted<Item> = { readonly item: Item; readonly count: number };

/**
 * Counts by item over a rolling window, in buckets that fall out whole. Items of one key are one. Memory is bounded by the
 * items seen within the window. Times are epoch ms of one clock.
 */
export class TopWindow<Item> {
  readonly #keyOf: (item: Item) => string;
  readonly #bucketMs: number;
  readonly #length: number;
  #buckets: Bucket[] = [];
  #totals = new Map<string, { item: Item; count: number }>();

  constructor(keyOf: (item: Item) => string, windowMs: number, buckets: number) {
    this.#keyOf = keyOf;
    this.#bucketMs = windowMs / buckets;
    this.#length = buckets;
  }

  /**
   * Starts over from counts of the whole window at `now`. When within the window they happened is not known: they are
   * laid evenly over it, so that they age out evenly, and their sum is exact at the start.
   */
  seed(counts: readonly Counted<Item>[], now: number): void {
    this.#buckets = [];
    this.#totals = new Map();
    const newest = Math.floor(now / this.#bucketMs);
    for (let index = 0; index < this.#length; index++) {
      for (const { item, count } of counts) {
        const share =
          Math.round((count * (index + 1)) / this.#length) - Math.round((count * index) / this.#length);
        if (share > 0) this.#count(item, share, newest - this.#length + 1 + index);
      }
    }
  }

  /** Counts older than the newest bucket go into it: they were learnt now. */
  add(item: Item, count: number, at: number): void {
    const newest = this.#buckets.at(-1)?.number ?? Number.NEGATIVE_INFINITY;
    this.#count(item, count, Math.max(Math.floor(at / this.#bucketMs), newest));
  }

  /** Most first, ties by name; at most `limit`. */
  top(limit: number, now: number): Counted<Item>[] {
    this.#expire(Math.floor(now / this.#bucketMs));
    return [...this.#totals.entries()]
      .sort(([a, { count: x }], [b, { count: y }]) => y - x || (a < b ? -1 : 1))
      .slice(0, limit)
      .map(([, { item, count }]) => ({ item, count }));
  }

  /** All of them, in no order. */
  all(now: number): Counted<Item>[] {
    this.#expire(Math.floor(now / this.#bucketMs));
    return [...this.#totals.values()];
  }

  #count(item: Item, count: number, number: number): void {
    let bucket = this.#buckets.at(-1);
    if (bucket?.number !== number) {
      bucket = { number, counts: new Map() };
      this.#buckets.push(bucket);
      this.#expire(number);
    }
    const key = this.#keyOf(item);
    bucket.counts.set(key, (bucket.counts.get(key) ?? 0) + count);
    const total = this.#totals.get(key);
    if (total) total.count += count;
    else this.#totals.set(key, { item, count });
  }

  #expire(newest: number): void {
    while (this.#buckets[0] && this.#buckets[0].number <= newest - this.#length) {
      for (const [key, count] of this.#buckets.shift()?.counts ?? []) {
        const total = this.#totals.get(key);
        if (!total) continue;
        total.count -= count;
        if (total.count <= 0) this.#totals.delete(key);
      }
    }
  }
}
