import { placeKey } from '../../lib/geo/place';
import type { CardsQuestion } from '../../lib/live/details';
import { SEED_BITS } from '../../lib/live/frame-codec';
import { BOOK_CATEGORIES, type Book } from '../../lib/live/place-book';
import { CELLS, wireDegrees } from '../../lib/live/wire-point';
import { coarsePlace } from './coarse-place';
import type { RingEvent } from './live-ring';

type Found = { readonly isThere: boolean; count: number; readonly newest: RingEvent[] };

const SEED_MASK = 2 ** SEED_BITS - 1;

/**
 * The events that a frame drew as one ring: what `frame-builder.ts` and `record-table.ts` put into one record, found again by
 * what the record tells. Shown the events of its span, oldest first. A fold holds all points of its place's key, and bears
 * that of the first of them.
 */
export class BehindRing {
  readonly #question: CardsQuestion;
  readonly #book: Pick<Book, 'categories'>;
  readonly #most: number;
  readonly #cell: (typeof CELLS)[number] | undefined;
  readonly #byPlace = new Map<string, Found>();

  /** `most`: events that are kept, the newest. `book`: of the frames. */
  constructor(question: CardsQuestion, book: Pick<Book, 'categories'>, most: number) {
    this.#question = question;
    this.#book = book;
    this.#most = most;
    this.#cell = CELLS.find((degrees) => degrees === question.cellDegrees);
  }

  see(event: RingEvent): void {
    const { type, seed } = this.#question;
    // What is late makes no ring.
    if (event.place === null || event.type !== type || event.late) return;
    if (seed !== null && (event.seed & SEED_MASK) !== seed) return;
    if (!this.#isOfCategory(event.category)) return;
    const place = this.#cell === undefined ? event.place : coarsePlace(event.place, this.#cell);
    const isThere =
      wireDegrees(place.lat) === this.#question.lat && wireDegrees(place.lng) === this.#question.lng;
    // One event is at its own point, whatever else has the same key.
    if (seed !== null && !isThere) return;
    const key = placeKey(place);
    let found = this.#byPlace.get(key);
    if (!found) {
      found = { isThere, count: 0, newest: [] };
      this.#byPlace.set(key, found);
    }
    found.count++;
    found.newest.push(event);
    if (found.newest.length > this.#most) found.newest.shift();
  }

  /** Newest first. */
  get newest(): readonly RingEvent[] {
    return this.#there()
      .flatMap(({ newest }) => newest)
      .sort((a, b) => b.offset - a.offset || b.index - a.index)
      .slice(0, this.#most);
  }

  get count(): number {
    return this.#there().reduce((sum, { count }) => sum + count, 0);
  }

  #there(): readonly Found[] {
    return [...this.#byPlace.values()].filter(({ isThere }) => isThere);
  }

  /** What found no room in the book was told as unknown. */
  #isOfCategory(category: string | null): boolean {
    const asked = this.#question.category;
    if (category === null || asked !== null) return category === asked;
    const { categories } = this.#book;
    return categories.length === BOOK_CATEGORIES && !categories.includes(category);
  }
}
