/** So many batches of a partition may wait behind the one that is being handled: enough that nobody waits for a fetch. */
const AHEAD = 1;

/** One partition's batches, handled one after the other. */
class Lane {
  /** Raised when what waits is not wanted any more. */
  version = 0;
  #queued = 0;
  #tail: Promise<void> = Promise.resolve();
  #wake: (() => void)[] = [];

  /** Handled, or waiting for it. */
  get queued(): number {
    return this.#queued;
  }

  push(work: () => Promise<void>): void {
    const { version } = this;
    this.#queued++;
    this.#tail = this.#tail
      .then(() => (version === this.version ? work() : undefined))
      .catch(() => {})
      .finally(() => {
        this.#queued--;
        for (const wake of this.#wake.splice(0)) wake();
      });
  }

  /** Resolves when the batch at hand is through. */
  next(): Promise<void> {
    return this.#queued === 0 ? Promise.resolve() : new Promise((resolve) => this.#wake.push(resolve));
  }

  settled(): Promise<void> {
    return this.#tail;
  }
}

/**
 * A lane for each partition, so that the next fetch does not wait for the slowest of them; no more than so many are at work
 * at a time. What is pushed must not reject: who pushes deals with its failures.
 */
export class Lanes {
  readonly #lanes = new Map<string, Lane>();
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(concurrency: number) {
    this.#free = concurrency;
  }

  push(key: string, work: () => Promise<void>): void {
    this.#lane(key).push(async () => {
      await this.#enter();
      try {
        await work();
      } finally {
        this.#leave();
      }
    });
  }

  /** What waits in this lane is left out; what is being handled comes to its end. */
  drop(key: string): void {
    this.#lane(key).version++;
  }

  dropAll(): void {
    for (const lane of this.#lanes.values()) lane.version++;
  }

  isFull(key: string): boolean {
    return this.#lane(key).queued > AHEAD;
  }

  next(key: string): Promise<void> {
    return this.#lane(key).next();
  }

  /** Resolves when nothing is being handled any more, and nothing waits. */
  async settled(): Promise<void> {
    await Promise.all([...this.#lanes.values()].map((lane) => lane.settled()));
  }

  #lane(key: string): Lane {
    const known = this.#lanes.get(key);
    if (known) return known;
    const lane = new Lane();
    this.#lanes.set(key, lane);
    return lane;
  }

  #enter(): Promise<void> {
    if (this.#free > 0) {
      this.#free--;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free++;
  }
}
