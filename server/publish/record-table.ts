import { EVENT_TYPES } from '../../lib/events/event';
import { type Place, placeKey } from '../../lib/geo/place';
import type { FrameRecord } from '../../lib/live/protocol';
import type { RingEvent } from './live-ring';

/** The frame codec counts categories in 16 bits and keeps the last number for "none". */
const MAX_CATEGORIES = 0xfffe;
const NO_CATEGORY = -1;
const TYPE_NUMBER = new Map(EVENT_TYPES.map((type, number) => [type, number]));

type Folded = { -readonly [Field in keyof FrameRecord]: FrameRecord[Field] };

/**
 * The records of one frame with the places and categories that they point to. Events of one place are mostly events of
 * one object, so a place is looked up by identity first and by its key only once per object.
 */
export class RecordTable {
  readonly places: Place[] = [];
  readonly categories: string[] = [];
  readonly records: Folded[] = [];
  readonly #serverTime: number;
  readonly #lateBefore: number;
  readonly #drawnAs: (place: Place) => Place;
  readonly #byObject = new Map<Place, number>();
  readonly #byKey = new Map<string, number>();
  readonly #categoryNumbers = new Map<string, number>();
  /** By place and kind (a dense number), then by category. */
  readonly #folds: (Map<number, Folded> | undefined)[] = [];

  /** `drawnAs`: the place as which an event is drawn, itself or a coarser one. */
  constructor(serverTime: number, lateAfterMs: number, drawnAs: (place: Place) => Place = (place) => place) {
    this.#serverTime = serverTime;
    this.#lateBefore = serverTime - lateAfterMs;
    this.#drawnAs = drawnAs;
  }

  /** One record for this event; nothing for one without a place. */
  add(event: RingEvent): void {
    if (event.place === null) return;
    this.records.push(this.#record(event, this.#placeNumber(event.place), this.#categoryNumber(event)));
  }

  /**
   * Into the record of the same place, type, category and lateness, which takes the newest time and that event's seed.
   * Sums are exact.
   */
  fold(event: RingEvent): void {
    if (event.place === null) return;
    const place = this.#placeNumber(event.place);
    const category = this.#categoryNumber(event);
    const kind = place * 8 + (TYPE_NUMBER.get(event.type) ?? 0) * 2 + (this.#isLate(event) ? 1 : 0);
    let byCategory = this.#folds[kind];
    if (!byCategory) {
      byCategory = new Map();
      this.#folds[kind] = byCategory;
    }
    const known = byCategory.get(category);
    if (!known) {
      const record = this.#record(event, place, category);
      byCategory.set(category, record);
      this.records.push(record);
      return;
    }
    known.count++;
    const ts = Math.min(event.ts, this.#serverTime);
    if (ts < known.ts) return;
    known.ts = ts;
    known.seed = event.seed;
  }

  #isLate(event: RingEvent): boolean {
    return event.late || event.ts < this.#lateBefore;
  }

  #record(event: RingEvent, place: number, category: number): Folded {
    const ts = Math.min(event.ts, this.#serverTime);
    return { type: event.type, place, category, count: 1, ts, late: this.#isLate(event), seed: event.seed };
  }

  #placeNumber(object: Place): number {
    const seen = this.#byObject.get(object);
    if (seen !== undefined) return seen;
    const place = this.#drawnAs(object);
    const key = placeKey(place);
    const number = this.#byKey.get(key) ?? this.places.push(place) - 1;
    this.#byKey.set(key, number);
    this.#byObject.set(object, number);
    return number;
  }

  #categoryNumber({ category }: RingEvent): number {
    if (category === null) return NO_CATEGORY;
    const known = this.#categoryNumbers.get(category);
    if (known !== undefined) return known;
    if (this.categories.length === MAX_CATEGORIES) return NO_CATEGORY;
    const number = this.categories.push(category) - 1;
    this.#categoryNumbers.set(category, number);
    return number;
  }
}
