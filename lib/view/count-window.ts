/**
 * Counts over time in a ring of equal buckets: constant memory, exact sums. Times are epoch ms of one clock; buckets
 * are aligned to multiples of `bucketMs`.
 */
export class CountWindow {
  readonly #counts: Float64Array;
  /** Number (time / bucketMs) of the newest bucket that was written; -1 before the first. */
  #newest = -1;

  readonly bucketMs: number;
  readonly buckets: number;

  constructor(bucketMs: number, buckets: number) {
    this.bucketMs = bucketMs;
    this.buckets = buckets;
    this.#counts = new Float64Array(buckets);
  }

  /** Starts over. `counts` are oldest first, the last one is the running bucket at `now`. */
  seed(counts: readonly number[], now: number): void {
    this.#counts.fill(0);
    this.#newest = this.#bucket(now);
    const kept = counts.slice(-this.buckets);
    kept.forEach((count, index) => {
      this.#counts[this.#slot(this.#newest - kept.length + 1 + index)] = count;
    });
  }

  /** Older than the window: dropped. Newer than the newest bucket: the window moves on. */
  add(count: number, at: number): void {
    const bucket = this.#bucket(at);
    this.#moveTo(bucket);
    if (bucket > this.#newest - this.buckets) {
      const slot = this.#slot(bucket);
      this.#counts[slot] = (this.#counts[slot] ?? 0) + count;
    }
  }

  /** Spreads a whole number evenly over (from, to], in whole numbers whose sum is `count`. */
  addOver(count: number, from: number, to: number): void {
    const first = this.#bucket(from);
    const steps = this.#bucket(to) - first;
    if (steps <= 0) {
      this.add(count, to);
      return;
    }
    let given = 0;
    for (let step = 1; step <= steps; step++) {
      const due = Math.round((count * step) / steps);
      this.add(due - given, (first + step) * this.bucketMs);
      given = due;
    }
  }

  /** Sum of the window that ends with the running bucket at `now`. */
  sum(now: number): number {
    let total = 0;
    for (const count of this.series(now)) total += count;
    return total;
  }

  /** Sum of the buckets that begin at `since` or later, up to the running one at `now`; no more than the window holds. */
  sumSince(since: number, now: number): number {
    const series = this.series(now);
    const wanted = Math.max(this.#bucket(now), this.#newest) - Math.ceil(since / this.bucketMs) + 1;
    let total = 0;
    for (const count of wanted > 0 ? series.slice(-wanted) : []) total += count;
    return total;
  }

  /** `buckets` counts, oldest first, the last one is the running bucket at `now`. */
  series(now: number): number[] {
    const last = Math.max(this.#bucket(now), this.#newest);
    return Array.from({ length: this.buckets }, (_, index) => {
      const bucket = last - this.buckets + 1 + index;
      return bucket > this.#newest || bucket <= this.#newest - this.buckets
        ? 0
        : (this.#counts[this.#slot(bucket)] ?? 0);
    });
  }

  #bucket(at: number): number {
    return Math.floor(at / this.bucketMs);
  }

  #slot(bucket: number): number {
    return ((bucket % this.buckets) + this.buckets) % this.buckets;
  }

  #moveTo(bucket: number): void {
    if (this.#newest < 0) this.#newest = bucket;
    if (bucket <= this.#newest) return;
    const empty = Math.min(bucket - this.#newest, this.buckets);
    for (let step = 0; step < empty; step++) this.#counts[this.#slot(bucket - step)] = 0;
    this.#newest = bucket;
  }
}

/** Per second over the last `seconds` completed seconds of a window of one-second buckets. */
export function ratePerSecond(series: readonly number[], seconds: number): number {
  const completed = series.slice(-seconds - 1, -1);
  let total = 0;
  for (const count of completed) total += count;
  return completed.length === 0 ? 0 : total / completed.length;
}
