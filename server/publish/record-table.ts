import { EVENT_TYPES, type EventType } from '../../lib/events/event';
import type { Place } from '../../lib/geo/place';
import { placeKey } from '../../lib/geo/place';
import { FOLDED_BYTES, FOLDED_PLACE_BYTES, NEW_PLACE_BYTES, SINGLE_BYTES } from '../../lib/live/frame-codec';
import type { PlaceBook } from '../../lib/live/place-book';
import type { FrameRecord } from '../../lib/live/protocol';
import type { RingEvent } from './live-ring';

const TYPE_NUMBER = new Map(EVENT_TYPES.map((type, number) => [type, number]));

/** A record before its place and category have their numbers. */
type Draft = Omit<FrameRecord, 'place' | 'category' | 'count' | 'ts' | 'seed'> & {
  readonly place: Place;
  readonly category: string | null;
  count: number;
  ts: number;
  readonly seed: number;
};

/** The records of one frame: an event each, or folds of one place, type, category and lateness. Sums are exact. */
export class RecordTable {
  readonly drafts: Draft[] = [];
  #places = 0;
  readonly #objects = new Map<Place, number>();
  readonly #byKey = new Map<string, number>();
  /** By category, of which there are few, then by place and kind, a dense number. */
  readonly #folds = new Map<string | null, Map<number, Draft>>();

  /** One record for this event; nothing for one without a place. */
  add(event: RingEvent, ts: number, late: boolean): void {
    const { place, type, category, seed } = event;
    if (place !== null) this.drafts.push({ place, type, category, late, count: 1, ts, seed });
  }

  /** Into the fold of its place, type, category and lateness; nothing for one without a place. */
  addFolded(event: RingEvent, ts: number, late: boolean): void {
    const { place, type, category, seed } = event;
    if (place !== null) this.fold(place, type, category, late, 1, ts, seed);
  }

  /** Into the record of the same place, type, category and lateness, which takes the newest time. A fold has no seed: on the wire it has its place's. */
  fold(
    place: Place,
    type: EventType,
    category: string | null,
    late: boolean,
    count: number,
    ts: number,
    seed: number,
  ): void {
    const kind = this.#placeNumber(place) * 8 + (TYPE_NUMBER.get(type) ?? 0) * 2 + (late ? 1 : 0);
    let ofCategory = this.#folds.get(category);
    if (!ofCategory) {
      ofCategory = new Map();
      this.#folds.set(category, ofCategory);
    }
    const known = ofCategory.get(kind);
    if (!known) {
      const made = { place, type, category, late, count, ts, seed };
      ofCategory.set(kind, made);
      this.drafts.push(made);
      return;
    }
    known.count += count;
    known.ts = Math.max(known.ts, ts);
  }

  /** About what it weighs in a frame that builds on this book. */
  bytes(book: PlaceBook): number {
    const records =
      this.#places === 0
        ? this.drafts.length * SINGLE_BYTES
        : this.drafts.length * FOLDED_BYTES + this.#places * FOLDED_PLACE_BYTES;
    const named = new Set<Place>();
    for (const { place } of this.drafts) if (!book.knows(place)) named.add(place);
    return records + named.size * NEW_PLACE_BYTES;
  }

  /** With the numbers of this book, which learns what it does not know. */
  records(book: PlaceBook): FrameRecord[] {
    // Field by field: spreading takes several times as long.
    return this.drafts.map(({ type, place, category, count, ts, late, seed }) => ({
      type,
      place: book.placeNumber(place),
      category: category === null ? -1 : book.categoryNumber(category),
      count,
      ts,
      late,
      seed,
    }));
  }

  /** Places of one key are one, whatever objects stand for them. */
  #placeNumber(place: Place): number {
    const seen = this.#objects.get(place);
    if (seen !== undefined) return seen;
    const key = placeKey(place);
    const number = this.#byKey.get(key) ?? this.#places++;
    this.#byKey.set(key, number);
    this.#objects.set(place, number);
    return number;
  }
}
