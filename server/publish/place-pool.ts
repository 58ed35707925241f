import type { Place } from '../../lib/geo/place';

/** Places of which one object is kept for all their events. */
const CAPACITY = 50_000;

/** One object for all events of a place: what is kept of them stays small, and counts find their places by identity. */
export class PlacePool {
  /** By point: a number is found several times as fast as the text of a whole place. */
  readonly #byPoint = new Map<number, Place[]>();
  #size = 0;

  /** The object that stands for this place. */
  one(place: Place): Place {
    const point = Math.round(place.lat * 1e4) * 4e6 + Math.round(place.lng * 1e4);
    const there = this.#byPoint.get(point);
    const known = there?.find((other) => isSame(other, place));
    if (known) return known;
    if (this.#size >= CAPACITY) {
      this.#byPoint.clear();
      this.#size = 0;
    }
    this.#size++;
    const kept = this.#byPoint.get(point);
    if (kept) kept.push(place);
    else this.#byPoint.set(point, [place]);
    return place;
  }
}

const isSame = (a: Place, b: Place) =>
  a.lat === b.lat &&
  a.lng === b.lng &&
  a.accuracyKm === b.accuracyKm &&
  a.precision === b.precision &&
  a.country === b.country &&
  a.region === b.region &&
  a.city === b.city;
