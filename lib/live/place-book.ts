import type { Place } from '../geo/place';

/** Above so many places a new book is begun: what a newcomer has to learn stays small. */
export const BOOK_PLACES = 4_096;
/** Numbers 0 to 254; categories beyond are told as unknown. */
export const BOOK_CATEGORIES = 255;

/** How much of a book is known: its id, and how many of its places and categories, from the first on. */
export type BookMark = { readonly id: number; readonly places: number; readonly categories: number };

/** A book, or the beginning of one. */
export type Book = {
  /** u32, another one for each book. */
  readonly id: number;
  readonly places: readonly Place[];
  readonly categories: readonly string[];
};

export const EMPTY_BOOK: Book = { id: 0, places: [], categories: [] };

export const markOf = ({ id, places, categories }: Book): BookMark => ({
  id,
  places: places.length,
  categories: categories.length,
});

/** As it goes over the wire. */
export function formatMark({ id, places, categories }: BookMark): string {
  return `${id}:${places}:${categories}`;
}

const MARK = /^(\d{1,10}):(\d{1,5}):(\d{1,3})$/;

/** Reads a viewer's mark; null for anything malformed. */
export function parseMark(text: unknown): BookMark | null {
  const match = typeof text === 'string' ? MARK.exec(text) : null;
  if (!match) return null;
  return { id: Number(match[1]), places: Number(match[2]), categories: Number(match[3]) };
}

/**
 * Numbers for places and categories, given in order of first use and never again: whoever knows the first n knows all that
 * a frame can name below n. One book per web process; a full one is replaced.
 */
export class PlaceBook implements Book {
  readonly id: number;
  readonly places: Place[] = [];
  readonly categories: string[] = [];
  readonly #numbers = new Map<Place, number>();
  readonly #categoryNumbers = new Map<string, number>();

  constructor(id: number) {
    this.id = id;
  }

  get isFull(): boolean {
    return this.places.length >= BOOK_PLACES;
  }

  knows(place: Place): boolean {
    return this.#numbers.has(place);
  }

  /** The number of this place, by its object: a hub keeps one per place. */
  placeNumber(place: Place): number {
    const known = this.#numbers.get(place);
    if (known !== undefined) return known;
    const number = this.places.push(place) - 1;
    this.#numbers.set(place, number);
    return number;
  }

  /** -1 when there is no room for it. */
  categoryNumber(category: string): number {
    const known = this.#categoryNumbers.get(category);
    if (known !== undefined) return known;
    if (this.categories.length === BOOK_CATEGORIES) return -1;
    const number = this.categories.push(category) - 1;
    this.#categoryNumbers.set(category, number);
    return number;
  }
}
