import type { EventType } from '../events/event';
import type { Place } from '../geo/place';
import type { Card, Frame } from './protocol';

/** Kept so long, or as long as there is room for: what a filter is applied to when it is set. */
const KEPT_MS = 10 * 60_000;
const MAX_RECORDS = 150_000;
const MAX_CARDS = 400;

/** What is kept of a record. `at`: server time of its frame, epoch ms. */
export type KeptRecord = {
  readonly at: number;
  readonly type: EventType;
  readonly place: Place;
  readonly category: string | null;
  readonly count: number;
};

/** The records and cards of the last minutes as a viewer got them, oldest first. Memory is bounded. */
export class RecordHistory {
  #records: KeptRecord[] = [];
  /** Records before this one have been let go. */
  #first = 0;
  #cards: Card[] = [];
  #since: number;

  /** `since`: server time from which on everything is here, epoch ms. `latest`: cards from before, newest first. */
  constructor(since: number, latest: readonly Card[]) {
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
    for (const { type, place: index, category, count } of records) {
      const place = book.places[index];
      if (place)
        this.#records.push({
          at: serverTime,
          type,
          place,
          category: book.categories[category] ?? null,
          count,
        });
    }
    this.#cards.push(...cards);
    if (this.#cards.length > 2 * MAX_CARDS) this.#cards = this.#cards.slice(-MAX_CARDS);
    this.#letGo(serverTime);
  }

  *[Symbol.iterator](): Generator<KeptRecord> {
    for (let at = this.#first; at < this.#records.length; at++) yield this.#records[at] as KeptRecord;
  }

  #letGo(now: number): void {
    const records = this.#records;
    const tooMany = records.length - MAX_RECORDS;
    let first = this.#first;
    while (first < records.length) {
      const at = records[first]?.at ?? 0;
      if (at > now - KEPT_MS && first >= tooMany) break;
      first++;
      // Frames go as a whole: of the rest of this one nothing can be said any more.
      while (records[first]?.at === at) first++;
      this.#since = Math.max(this.#since, at + 1);
    }
    this.#since = Math.max(this.#since, now - KEPT_MS);
    this.#first = first;
    if (first > MAX_RECORDS / 2) {
      this.#records = records.slice(first);
      this.#first = 0;
    }
  }
}
