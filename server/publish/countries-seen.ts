import type { Snapshot } from '../../lib/live/protocol';
import type { Store } from '../store/store';

/** From which countries repins ever came, as the store knows it. Nothing is said before it knows: a guess would be news. */
export class CountriesSeen {
  readonly #store: Pick<Store, 'countriesSeen'>;
  #known: readonly string[] | null = null;

  constructor(store: Pick<Store, 'countriesSeen'>) {
    this.#store = store;
  }

  /** Asks until it is told. */
  async ask(): Promise<void> {
    if (this.#known) return;
    // Away: asked again with the next round.
    this.#known = await this.#store.countriesSeen().catch(() => null);
  }

  /** With those that have come since, in the order of the alphabet. */
  with(since: ReadonlySet<string>): Pick<Snapshot, 'countriesSeen'> {
    return this.#known ? { countriesSeen: [...new Set([...this.#known, ...since])].sort() } : {};
  }
}
