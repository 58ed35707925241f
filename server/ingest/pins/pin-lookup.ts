import { LRUCache } from 'lru-cache';
import type { EngagementEvent } from '../../../lib/events/event';
import type { PinWrite, Store } from '../../store/store';
import type { PinResolver } from './pin-resolver';

/** What an event needs of its pin; the pin itself stays in the database. */
type KnownPin = { readonly category: string | null; readonly full: boolean };

export type PinLookupOptions = {
  readonly store: Pick<Store, 'findPins'>;
  /** null when none is configured. */
  readonly resolver: Pick<PinResolver, 'resolveAll'> | null;
};

export type PinAnswer = {
  /** Category by pin id, where known. */
  readonly categories: ReadonlyMap<string, string | null>;
  /** Full pins from the stream and the resolver, and placeholders for the rest: to be written with the batch. */
  readonly writes: readonly PinWrite[];
};

/** About 15 MB. */
const MEMORY_ENTRIES = 100_000;
/** Another worker may complete a placeholder at any time, so its absence is believed only so long. */
const PLACEHOLDER_TTL_MS = 30_000;

/**
 * The full pin of each event: from the event; else from memory or the database; else from the resolver; else a
 * placeholder, completed when the full pin comes by. A full pin in the stream is saved at once, which spares the
 * look-up of the repins that follow it.
 */
export class PinLookup {
  readonly counts = { stream: 0, memory: 0, database: 0, resolver: 0, placeholder: 0 };
  readonly #options: PinLookupOptions;
  readonly #memory = new LRUCache<string, KnownPin>({ max: MEMORY_ENTRIES });

  constructor(options: PinLookupOptions) {
    this.#options = options;
  }

  /**
   * Ascending by offset. `filtered` events only save the full pins that they carry. Nothing is remembered before
   * `remember` says that the writes are in the database.
   */
  async lookUp(events: readonly EngagementEvent[], filtered: readonly EngagementEvent[]): Promise<PinAnswer> {
    const writes: PinWrite[] = [];
    const categories = new Map<string, string | null>();
    for (const event of [...events, ...filtered]) {
      if (event.pin === null) continue;
      this.counts.stream++;
      writes.push({ pinId: event.pin.id, pin: event.pin, ts: event.ts, offset: event.offset });
      categories.set(event.pin.id, event.pin.category);
    }
    const unknown = new Map<string, number>();
    for (const { pinId, offset } of events) {
      if (pinId === null || categories.has(pinId)) continue;
      const known = this.#memory.get(pinId);
      if (known) {
        this.counts.memory++;
        categories.set(pinId, known.category);
      } else if (!unknown.has(pinId)) unknown.set(pinId, offset);
    }
    if (unknown.size > 0) await this.#ask(unknown, categories, writes);
    return { categories, writes };
  }

  async #ask(
    unknown: ReadonlyMap<string, number>,
    categories: Map<string, string | null>,
    writes: PinWrite[],
  ): Promise<void> {
    const stored = await this.#options.store.findPins([...unknown.keys()]);
    const unresolved: string[] = [];
    for (const pinId of unknown.keys()) {
      const pin = stored.get(pinId)?.pin;
      if (pin) {
        this.counts.database++;
        categories.set(pinId, pin.category);
        this.#memory.set(pinId, { category: pin.category, full: true });
      } else unresolved.push(pinId);
    }
    if (unresolved.length === 0) return;
    const resolved = await this.#options.resolver?.resolveAll(unresolved);
    for (const pinId of unresolved) {
      const pin = resolved?.get(pinId) ?? null;
      const offset = unknown.get(pinId) ?? 0;
      categories.set(pinId, pin?.category ?? null);
      if (pin) this.counts.resolver++;
      // A placeholder that is there already need not be written again.
      else if (stored.has(pinId)) continue;
      else this.counts.placeholder++;
      writes.push({ pinId, pin, ts: 0, offset });
    }
  }

  /** After the commit: what was written is known from now on. Placeholders are asked for again when there is a resolver. */
  remember(writes: readonly PinWrite[]): void {
    for (const { pinId, pin } of writes) {
      if (pin) this.#memory.set(pinId, { category: pin.category, full: true });
      else if (this.#options.resolver === null && !this.#memory.get(pinId)?.full)
        this.#memory.set(pinId, { category: null, full: false }, { ttl: PLACEHOLDER_TTL_MS });
    }
  }
}
