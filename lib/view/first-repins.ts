import type { Place } from '../geo/place';
import type { Frame, Snapshot } from '../live/protocol';

/** Tells the first repin that ever came from a country, from the countries that a snapshot knows and the frames since. */
export class FirstRepins {
  /** null: the server does not tell which countries it has seen. */
  #seen: Set<string> | null = null;

  snapshot({ countriesSeen }: Pick<Snapshot, 'countriesSeen'>): void {
    this.#seen = countriesSeen ? new Set(countriesSeen) : null;
  }

  /** Places of new countries, one each. What came while the viewer was away is marked as seen and not told. */
  frame({ records, book, away }: Frame): readonly Place[] {
    const firsts: Place[] = [];
    for (const { type, place: index } of records) {
      const place = book.places[index];
      if (type !== 'repin' || !place || place.country === '' || this.#seen?.has(place.country) !== false)
        continue;
      this.#seen.add(place.country);
      if (!away) firsts.push(place);
    }
    return firsts;
  }
}
