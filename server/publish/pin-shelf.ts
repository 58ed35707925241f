import { LRUCache } from 'lru-cache';
import { type PinWords, pinWords } from '../../lib/live/room-match';
import type { Store } from '../store/store';

/** Characters of all words that are kept, some 50 MB at the most; and how many pins. */
const KEPT_LENGTH = 24_000_000;
const KEPT_PINS = 65_536;
/** What an entry takes beside its words, in characters. */
const ENTRY_LENGTH = 100;
/** A pin may be given another title, or another board. */
const KNOWN_TTL_MS = 60_000;
/** A pin that is not known in full may be so a little later. */
const UNKNOWN_TTL_MS = 5_000;
/** What is asked for at a time. */
const PINS_PER_QUESTION = 500;

type Kept = { readonly words: PinWords | null };

/** The words of pins, for all rooms of a process: a pin is looked up once, whoever wants it. */
export class PinShelf {
  readonly #store: Pick<Store, 'findPins'>;
  readonly #pins: LRUCache<string, Kept>;
  readonly #asking = new Map<string, Promise<void>>();

  constructor(store: Pick<Store, 'findPins'>, now: () => number) {
    this.#store = store;
    this.#pins = new LRUCache({
      max: KEPT_PINS,
      maxSize: KEPT_LENGTH,
      sizeCalculation: lengthOf,
      ttl: KNOWN_TTL_MS,
      ttlResolution: 0,
      perf: { now },
    });
  }

  /** null: not known in full; undefined: has to be looked up first. */
  get(pinId: string): PinWords | null | undefined {
    return this.#pins.get(pinId)?.words;
  }

  /** Rejects while the store is away. */
  async lookUp(pinIds: readonly string[]): Promise<void> {
    const wanted = pinIds.filter((pinId) => !this.#asking.has(pinId));
    for (let first = 0; first < wanted.length; first += PINS_PER_QUESTION) {
      const chunk = wanted.slice(first, first + PINS_PER_QUESTION);
      const asked = this.#ask(chunk);
      for (const pinId of chunk) this.#asking.set(pinId, asked);
    }
    await Promise.all(new Set(pinIds.map((pinId) => this.#asking.get(pinId))));
  }

  async #ask(pinIds: readonly string[]): Promise<void> {
    try {
      const found = await this.#store.findPins(pinIds);
      for (const pinId of pinIds) {
        const pin = found.get(pinId)?.pin ?? null;
        this.#pins.set(pinId, { words: pin && pinWords(pin) }, pin ? {} : { ttl: UNKNOWN_TTL_MS });
      }
    } finally {
      for (const pinId of pinIds) this.#asking.delete(pinId);
    }
  }
}

function lengthOf({ words }: Kept, pinId: string): number {
  const boards = words?.boards.reduce((sum, board) => sum + board.length, 0) ?? 0;
  return ENTRY_LENGTH + pinId.length + (words?.text.length ?? 0) + boards;
}
