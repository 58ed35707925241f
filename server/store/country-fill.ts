import { pause } from '../patience';
import type { Store } from './store';

/** Between two steps, so that writers hardly notice. */
const PAUSE_MS = 50;
const RETRY_MS = 5_000;

export type CountryFillPauses = { readonly pauseMs: number; readonly retryMs: number };

/** Looks through the repins from before their countries were written down, once per database, beside everything else. */
export class CountryFill {
  readonly #store: Pick<Store, 'fillCountries'>;
  readonly #pauses: CountryFillPauses;
  readonly #stopping = new AbortController();
  #running: Promise<void> | null = null;

  constructor(
    store: Pick<Store, 'fillCountries'>,
    pauses: CountryFillPauses = { pauseMs: PAUSE_MS, retryMs: RETRY_MS },
  ) {
    this.#store = store;
    this.#pauses = pauses;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Resolves when all have been looked through, or after the step at which it was stopped. */
  async ended(): Promise<void> {
    await this.#running;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      // A store that is away is the pipeline's to tell.
      const done = await this.#store.fillCountries().catch(() => null);
      if (done === true) return;
      await pause(done === null ? this.#pauses.retryMs : this.#pauses.pauseMs, signal);
    }
  }
}
