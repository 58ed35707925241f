import type {
  DeadLetterStore,
  DropAnswer,
  FiledLetter,
  LetterFilter,
  LetterGroup,
  LetterPlace,
  NewestPlace,
  ReplayBatch,
  ReplayTally,
} from '../dead-letter-store';
import type { EmbeddedEngine } from './engine';

export class EmbeddedLetters implements DeadLetterStore {
  readonly #engine: EmbeddedEngine;
  readonly #onAppend: () => void;

  /** `onAppend` is called after a replay that appended to the live log. */
  constructor(engine: EmbeddedEngine, onAppend: () => void) {
    this.#engine = engine;
    this.#onAppend = onAppend;
  }

  groups(filter: LetterFilter): Promise<readonly LetterGroup[]> {
    return this.#engine.call('letterGroups', filter);
  }

  newest(filter: LetterFilter, place: NewestPlace | null, limit: number): Promise<readonly FiledLetter[]> {
    return this.#engine.call('newestLetters', filter, place, limit);
  }

  after(filter: LetterFilter, place: LetterPlace | null, limit: number): Promise<readonly FiledLetter[]> {
    return this.#engine.call('lettersAfter', filter, place, limit);
  }

  async replay(batch: ReplayBatch): Promise<ReplayTally> {
    const tally = await this.#engine.call('replayLetters', batch);
    if (tally.row > 0) this.#onAppend();
    return tally;
  }

  drop(filter: LetterFilter, expected: number, now: number): Promise<DropAnswer> {
    return this.#engine.call('dropLetters', filter, expected, now);
  }

  /** The live log got it in the transaction that stored it. */
  async outbox() {
    return [];
  }

  async published(): Promise<void> {}
}
