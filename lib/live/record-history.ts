import { EVENT_TYPES, type EventType } from '../events/event';
import type { Place } from '../geo/place';
import type { Card, Frame } from './protocol';

/** Kept so long, or as long as there is room for: what a filter is applied to when it is set. */
const KEPT_MS = 10 * 60_000;
const MAX_RECORDS = 150_000;
const MAX_CARDS = 400;
/** Cards are cut back to the most when there are so many more. */
const CARDS_SLACK = 50;

/** What is kept of a record. `at`: server time of its frame, epoch ms. */
export type KeptRecord = {
  readonly at: number;
  readonly type: EventType;
  readonly place: Place;
  readonly category: string | null;
  readonly count: number;
};

/**
 * The records and cards of the last minutes as a viewer got them, oldest first. Records lie in columns that are there from
 * the first one on, written in a circle: memory is bounded, and a page that runs for days holds what it held at first.
 */
export class RecordHistory {
  readonly #capacity: number;
  readonly #ats: Float64Array;
  readonly #types: Uint8Array;
  readonly #counts: Uint32Array;
  /** Places and categories are the book's own objects. */
  readonly #places: (Place | null)[];
  readonly #categories: (string | null)[];
  /** Records are numbered from 0; number n lies at n modulo the capacity. */
  #first = 0;
  #next = 0;
  #cards: Card[] = [];
  #since: number;

  /** `since`: server time from which on everything is here, epoch ms. `latest`: cards from before, newest first. */
  constructor(since: number, latest: readonly Card[], capacity = MAX_RECORDS) {
    this.#capacity = capacity;
    this.#ats = new Float64Array(capacity);
    this.#types = new Uint8Array(capacity);
    this.#counts = new Uint32Array(capacity);
    this.#places = new Array<Place | null>(capacity).fill(null);
    this.#categories = new Array<string | null>(capacity).fill(null);
    this.#since = since;
    this.#cards = [...latest].reverse();
  }

  /** Server time from which on everything is here. */
  get since(): number {
    return this.#since;
  }

  /** Newest first. */
  get cards(): readonly Card[] {
    return [...this.#cards].reverse();
  }

  add({ serverTime, book, records, cards }: Frame): void {
    this.#letGo(serverTime - KEPT_MS, records.length);
    for (const { type, place: index, category, count } of records) {
      const place = book.places[index];
      if (!place) continue;
      if (this.#next - this.#first === this.#capacity) this.#letGoOldest();
      const slot = this.#next++ % this.#capacity;
      this.#ats[slot] = serverTime;
      this.#types[slot] = EVENT_TYPES.indexOf(type);
      this.#counts[slot] = count;
      this.#places[slot] = place;
      this.#categories[slot] = book.categories[category] ?? null;
    }
    this.#since = Math.max(this.#since, serverTime - KEPT_MS);
    this.#cards.push(...cards);
    if (this.#cards.length > MAX_CARDS + CARDS_SLACK) this.#cards = this.#cards.slice(-MAX_CARDS);
  }

  *[Symbol.iterator](): Generator<KeptRecord> {
    for (let number = this.#first; number < this.#next; number++) {
      const slot = number % this.#capacity;
      const place = this.#places[slot];
      const type = EVENT_TYPES[this.#types[slot] ?? -1];
      if (place && type)
        yield {
          at: this.#ats[slot] ?? 0,
          type,
          place,
          category: this.#categories[slot] ?? null,
          count: this.#counts[slot] ?? 0,
        };
    }
  }

  /** Frames go as a whole: of the rest of one of which a record is gone nothing can be said any more. */
  #letGo(before: number, wanted: number): void {
    while (this.#first < this.#next) {
      const at = this.#ats[this.#first % this.#capacity] ?? 0;
      if (at > before && this.#next - this.#first + wanted <= this.#capacity) return;
      while (this.#first < this.#next && this.#ats[this.#first % this.#capacity] === at) this.#letGoOldest();
    }
  }

  #letGoOldest(): void {
    const slot = this.#first++ % this.#capacity;
    this.#places[slot] = null;
    this.#categories[slot] = null;
    this.#since = Math.max(this.#since, (this.#ats[slot] ?? 0) + 1);
  }
}
