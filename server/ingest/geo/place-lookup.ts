import { createHmac } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { networkOf, publicAddress } from '../../../lib/geo/ip';
import type { Place } from '../../../lib/geo/place';
import type { GeoCacheEntry, Store } from '../../store/store';
import type { GeoLocator } from '../geo-locator';

export type PlaceLookupOptions = {
  readonly store: Pick<Store, 'findGeo' | 'saveGeo'>;
  /** null when the geo file is missing or damaged: then the database's cache answers alone. */
  readonly locator: GeoLocator | null;
  /** Secret that keys the hash of a network; never stored. */
  readonly cacheKey: string;
  /** How long an answer in the database holds. */
  readonly ttlMs: number;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
};

/** Addresses kept in memory: about 15 MB. */
const MEMORY_ENTRIES = 50_000;
/** A network is written at most once in this time. */
const REWRITE_AFTER_MS = 3_600_000;
/** Answers waiting to be written; above this the oldest network waits for its next visit. */
const MAX_PENDING = 20_000;

type Known = { readonly place: Place | null };

/**
 * Address to place. In front an LRU; behind it the local geo file, which answers in 4 µs; the database's cache is
 * write-behind (an LRU miss never waits for it) and answers when the file cannot. Addresses rest nowhere: the
 * database holds a keyed hash of the network.
 */
export class PlaceLookup {
  readonly counts = { memory: 0, file: 0, database: 0, notFound: 0 };
  readonly #options: PlaceLookupOptions;
  readonly #memory = new LRUCache<string, Known>({ max: MEMORY_ENTRIES });
  readonly #written = new LRUCache<string, true>({ max: MEMORY_ENTRIES });
  #pending = new Map<string, GeoCacheEntry>();
  #flushing: Promise<void> | null = null;

  constructor(options: PlaceLookupOptions) {
    this.#options = options;
  }

  /** Places of the addresses as producers sent them, in order; null where there is none. */
  async locateAll(ips: readonly (string | null)[]): Promise<readonly (Place | null)[]> {
    const places: (Place | null)[] = [];
    const unanswered: { readonly index: number; readonly text: string; readonly hash: string }[] = [];
    for (const [index, raw] of ips.entries()) {
      const known = raw === null ? undefined : this.#memory.get(raw);
      if (raw === null) places.push(null);
      else if (known) {
        this.counts.memory++;
        places.push(known.place);
      } else {
        const address = publicAddress(raw);
        const place = address && this.#options.locator ? this.#options.locator.locate(address.text) : null;
        places.push(place);
        if (address === null || this.#options.locator) this.#remember(raw, place);
        if (address && this.#options.locator) this.#writeBehind(networkOf(address), place);
        else if (address) unanswered.push({ index, text: raw, hash: this.#hash(networkOf(address)) });
        if (place) this.counts.file++;
        else this.counts.notFound++;
      }
    }
    if (unanswered.length > 0) await this.#fromDatabase(unanswered, places);
    return places;
  }

  async #fromDatabase(
    asked: readonly { readonly index: number; readonly text: string; readonly hash: string }[],
    places: (Place | null)[],
  ): Promise<void> {
    const { store, now } = this.#options;
    const found = await store.findGeo([...new Set(asked.map(({ hash }) => hash))], now());
    for (const { index, text, hash } of asked) {
      const place = found.get(hash);
      if (!place) continue;
      places[index] = place;
      this.counts.database++;
      this.counts.notFound--;
      this.#remember(text, place);
    }
  }

  #remember(text: string, place: Place | null): void {
    this.#memory.set(text, { place });
  }

  #hash(network: string): string {
    return createHmac('sha256', this.#options.cacheKey).update(network).digest('hex').slice(0, 32);
  }

  #writeBehind(network: string, place: Place | null): void {
    if (this.#pending.size >= MAX_PENDING || this.#written.has(network)) return;
    this.#written.set(network, true, { ttl: REWRITE_AFTER_MS });
    const expiresAt = this.#options.now() + this.#options.ttlMs;
    this.#pending.set(network, { hash: this.#hash(network), place, expiresAt });
  }

  /** Writes what waits; called by a timer and at the stop. A failed write is forgotten: it is only a cache. */
  flush(): Promise<void> {
    this.#flushing ??= this.#write().finally(() => {
      this.#flushing = null;
    });
    return this.#flushing;
  }

  async #write(): Promise<void> {
    if (this.#pending.size === 0) return;
    const entries = [...this.#pending.values()];
    this.#pending = new Map();
    try {
      await this.#options.store.saveGeo(entries);
    } catch (error) {
      this.#options.onError(error);
    }
  }
}
