import { pause } from '../patience';
import type { Position, RepinCount, Store } from '../store/store';
import { Gate } from './gate';
import { QUARTER_MS, QUARTERS, quarterOf } from './repin-quarters';

/** Asked for at a time; the first question is of an hour at least. */
const QUARTERS_PER_QUESTION = 5;
/** Once the store has not answered: the question may have been too large for the time that a statement has. */
const QUARTERS_PER_SMALL_QUESTION = 1;
const HOUR_QUARTERS = 5;
const STEP_MS = 60_000;
const RETRY_MS = 5_000;

export type RepinHistoryOptions = {
  readonly store: Pick<Store, 'repinCounts' | 'oldestEventAt'>;
  /** The positions that the totals came with: what they account for is asked for, and nothing else. */
  readonly upTo: readonly Position[];
  /** Repins of the totals. */
  readonly repins: number;
  /** When the totals were read, epoch ms. */
  readonly at: number;
  /** By minutes. */
  readonly take: (counts: readonly RepinCount[]) => void;
  /** What happened in the last hour has been taken. */
  readonly onHour: () => void;
  /** All has been taken; `since` (epoch ms): what was before may have been let go. null: nothing was. */
  readonly onDay: (since: number | null) => void;
  /** Default 5 s: until it asks again a store that does not answer. */
  readonly retryMs?: number;
};

/**
 * Reads a day back from the store, an hour and more at a time and the newest first: a large table takes a while, and nobody
 * has to wait for it.
 */
export class RepinHistory {
  readonly #options: RepinHistoryOptions;
  readonly #hour = new Gate();
  readonly #day = new Gate();
  readonly #stopping = new AbortController();

  /** Begins to read. */
  constructor(options: RepinHistoryOptions) {
    this.#options = options;
    void this.#readBack().then(() => this.#day.open());
  }

  /** Each resolves when so much is read, or after so long: then it goes on by itself. */
  hourWithin(patienceMs: number): Promise<void> {
    return this.#hour.within(patienceMs);
  }
  dayWithin(patienceMs: number): Promise<void> {
    return this.#day.within(patienceMs);
  }

  stop(): void {
    this.#stopping.abort();
    this.#hour.open();
  }

  async #readBack(): Promise<void> {
    const { store, upTo, repins, at, take, onHour, onDay } = this.#options;
    const { signal } = this.#stopping;
    const running = quarterOf(at) * QUARTER_MS;
    let perQuestion = QUARTERS_PER_QUESTION;
    let counted = 0;
    // Of clocks that are ahead of ours, too.
    let to: number | null = null;
    for (let read = 0; read < QUARTERS; ) {
      const next = Math.min(read + perQuestion, QUARTERS);
      const from = running - (next - 1) * QUARTER_MS;
      const counts = await this.#ask(() => store.repinCounts({ from, to, stepMs: STEP_MS }, upTo));
      if (signal.aborted) return;
      if (!counts) {
        perQuestion = QUARTERS_PER_SMALL_QUESTION;
        continue;
      }
      take(counts.map(({ start, repins: some }) => ({ start: Math.min(start, at), repins: some })));
      for (const { repins: some } of counts) counted += some;
      if (read < HOUR_QUARTERS && next >= HOUR_QUARTERS) {
        onHour();
        this.#hour.open();
      }
      [to, read] = [from, next];
    }
    // Where these are all that were ever counted, nothing older was let go.
    if (counted >= repins) return onDay(null);
    let oldest: { readonly ts: number | null } | null = null;
    while (!oldest && !signal.aborted)
      oldest = await this.#ask(async () => ({ ts: await store.oldestEventAt() }));
    if (oldest && !signal.aborted) onDay(Math.min(oldest.ts ?? at, at));
  }

  /** null when the store does not answer, after a pause. */
  async #ask<T>(question: () => Promise<T>): Promise<T | null> {
    const answer = await question().catch(() => null);
    if (answer === null) await pause(this.#options.retryMs ?? RETRY_MS, this.#stopping.signal);
    return answer;
  }
}
