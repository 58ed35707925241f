import type { EngagementBucket, Store } from '../store/store';
import { QUARTER_MS, QUARTERS } from './repin-quarters';

/** Asked for at a time: a few seconds of a database's work where there are 10,000 events a second. */
const QUARTERS_PER_QUESTION = 4;
const RETRY_MS = 5_000;

export type QuarterHistoryOptions = {
  readonly store: Pick<Store, 'engagement'>;
  /** What happened before, epoch ms. */
  readonly before: number;
  readonly take: (buckets: readonly EngagementBucket[]) => void;
  /** Default 5 s: until it asks again a store that does not answer. */
  readonly retryMs?: number;
};

/**
 * Reads a day back from the store, an hour at a time and the newest first: a large table takes a while, and nobody has to wait
 * for it.
 */
export class QuarterHistory {
  readonly #options: QuarterHistoryOptions;
  readonly #read: Promise<void>;
  #stopped = false;

  /** Begins to read. */
  constructor(options: QuarterHistoryOptions) {
    this.#options = options;
    this.#read = this.#readBack();
  }

  /** Resolves when all is read, or after so long: then it goes on by itself. */
  async within(patienceMs: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((done) => {
      timer = setTimeout(done, patienceMs);
    });
    await Promise.race([this.#read, patience]);
    clearTimeout(timer);
  }

  stop(): void {
    this.#stopped = true;
  }

  async #readBack(): Promise<void> {
    const { store, before, take, retryMs = RETRY_MS } = this.#options;
    const running = before - (before % QUARTER_MS);
    let to = before;
    for (let read = 0; read < QUARTERS && !this.#stopped; ) {
      const from = running - (read + QUARTERS_PER_QUESTION - 1) * QUARTER_MS;
      const buckets = await store.engagement(from, to, QUARTER_MS).catch(() => null);
      if (this.#stopped) return;
      if (!buckets) {
        await new Promise((done) => setTimeout(done, retryMs));
        continue;
      }
      take(buckets);
      to = from;
      read += QUARTERS_PER_QUESTION;
    }
  }
}
