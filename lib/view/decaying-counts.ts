/** Below this a place is cold: it is forgotten. */
const COLD = 0.5;
const PRUNE_ABOVE = 4_096;
/** It walks all of them. */
const PRUNE_EVERY_MS = 10_000;

/**
 * Counts by key that halve every `halfLifeMs`. Kept in units of one reference time, so that time passing costs nothing.
 * Times are epoch ms of one clock.
 */
export class DecayingCounts {
  readonly #values = new Map<string, number>();
  #halfLifeMs = 300_000;
  #reference = 0;
  #prunedAt = Number.NEGATIVE_INFINITY;

  /** Starts over from counts that already decayed until `now`. */
  seed(counts: Iterable<readonly [string, number]>, halfLifeMs: number, now: number): void {
    this.#values.clear();
    this.#halfLifeMs = halfLifeMs;
    this.#reference = now;
    this.#prunedAt = Number.NEGATIVE_INFINITY;
    for (const [key, count] of counts) this.#values.set(key, count);
  }

  add(key: string, count: number, at: number): void {
    this.#rebase(at);
    this.#values.set(
      key,
      (this.#values.get(key) ?? 0) + count * 2 ** ((at - this.#reference) / this.#halfLifeMs),
    );
    if (this.#values.size > PRUNE_ABOVE && at - this.#prunedAt >= PRUNE_EVERY_MS) this.#prune(at);
  }

  /** The highest count there is at `now`; 0 when nothing is warm. */
  highest(now: number): number {
    let highest = 0;
    for (const value of this.#values.values()) if (value > highest) highest = value;
    return highest * this.#decay(now);
  }

  #decay(now: number): number {
    return 2 ** ((this.#reference - now) / this.#halfLifeMs);
  }

  /** Numbers in units of a time long past grow without end: move the reference after 64 half-lives. */
  #rebase(now: number): void {
    if (now - this.#reference < 64 * this.#halfLifeMs) return;
    const decay = this.#decay(now);
    for (const [key, value] of this.#values) this.#values.set(key, value * decay);
    this.#reference = now;
  }

  #prune(now: number): void {
    this.#prunedAt = now;
    const decay = this.#decay(now);
    for (const [key, value] of this.#values) if (value * decay < COLD) this.#values.delete(key);
  }
}
