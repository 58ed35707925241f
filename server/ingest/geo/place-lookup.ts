import { createHmac } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { networkOf, plainV4, plainV6Half, publicAddress } from '../../../lib/geo/ip';
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

/** Networks and single addresses kept in memory: about 15 MB. */
const NETWORK_ENTRIES = 65_536;
const ADDRESS_ENTRIES = 16_384;
/** Different places kept, so that events of one place share one object: the live codec tells them by it. */
const PLACE_ENTRIES = 32_768;
/** A network is written at most once in this time. */
const REWRITE_AFTER_MS = 3_600_000;
/** Answers waiting to be written; above this the oldest network waits for its next visit. */
const MAX_PENDING = 20_000;

type Known = { readonly place: Place | null };
type Asked = { readonly index: number; readonly raw: string; readonly hash: string };

/**
 * Address to place. In front an LRU of networks (a /24 whose answer is one and the same) and one of single addresses;
 * behind it the local geo file, which answers in 4 µs; the database's cache is write-behind (an LRU miss never waits
 * for it) and answers when the file cannot. Addresses rest nowhere: the database holds a keyed hash of the network.
 */
export class PlaceLookup {
  readonly counts = { memory: 0, file: 0, database: 0, notFound: 0 };
  readonly #options: PlaceLookupOptions;
  /** By the first 24 bits of IPv4, or the first half of IPv6 as it was written. */
  readonly #networks = new LRUCache<number | string, Known>({ max: NETWORK_ENTRIES });
  readonly #addresses = new LRUCache<string, Known>({ max: ADDRESS_ENTRIES });
  readonly #places = new LRUCache<string, Place>({ max: PLACE_ENTRIES });
  readonly #written = new LRUCache<string, true>({ max: NETWORK_ENTRIES });
  #pending = new Map<string, GeoCacheEntry>();
  #flushing: Promise<void> | null = null;

  constructor(options: PlaceLookupOptions) {
    this.#options = options;
  }

  /** Places of the addresses as producers sent them, in order; null where there is none. */
  async locateAll(ips: readonly (string | null)[]): Promise<readonly (Place | null)[]> {
    const places: (Place | null)[] = new Array(ips.length);
    const unanswered: Asked[] = [];
    for (let index = 0; index < ips.length; index++) {
      const raw = ips[index] ?? null;
      if (raw === null) {
        places[index] = null;
        continue;
      }
      const v4 = plainV4(raw);
      const network = v4 < 0 ? plainV6Half(raw) : Math.floor(v4 / 256);
      // Peeking leaves the order alone: that costs more than now and then asking the file for a network again.
      const known = (network === '' ? undefined : this.#networks.peek(network)) ?? this.#addresses.get(raw);
      if (known) {
        this.counts.memory++;
        places[index] = known.place;
      } else places[index] = this.#ask(raw, index, network, unanswered);
    }
    if (unanswered.length > 0) await this.#fromDatabase(unanswered, places);
    return places;
  }

  /** Not in memory: the file, or for want of one later the database. */
  #ask(raw: string, index: number, network: number | string, unanswered: Asked[]): Place | null {
    const { locator } = this.#options;
    const address = publicAddress(raw);
    const found = address && locator ? locator.locateNetwork(address.text) : null;
    const place = found?.place ? this.#shared(found.place) : null;
    // An IPv4 address inside an IPv6 one (mapped, NAT64) says nothing about the /64 that it is written in.
    const asWritten = address?.version === (typeof network === 'number' ? 4 : 6);
    if (found?.whole && asWritten && network !== '') this.#networks.set(network, { place });
    else if (address === null || locator) this.#addresses.set(raw, { place });
    if (address && locator) this.#writeBehind(networkOf(address), place);
    else if (address) {
      unanswered.push({ index, raw, hash: this.#hash(networkOf(address)) });
      return null;
    }
    if (place) this.counts.file++;
    else this.counts.notFound++;
    return place;
  }

  /** The object that stands for this place. */
  #shared(place: Place): Place {
    const key = `${place.lat},${place.lng},${place.accuracyKm},${place.country},${place.region},${place.city}`;
    const known = this.#places.get(key);
    if (known) return known;
    this.#places.set(key, place);
    return place;
  }

  async #fromDatabase(asked: readonly Asked[], places: (Place | null)[]): Promise<void> {
    const { store, now } = this.#options;
    const found = await store.findGeo([...new Set(asked.map(({ hash }) => hash))], now());
    for (const { index, raw, hash } of asked) {
      const place = found.get(hash);
      if (!place) {
        this.counts.notFound++;
        continue;
      }
      places[index] = place;
      this.counts.database++;
      this.#addresses.set(raw, { place });
    }
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
