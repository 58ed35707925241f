import { nameKey, type Place } from '../geo/place';
import type { KeyCount, PlaceCount } from '../live/protocol';
import { TopWindow } from './top-window';

const WINDOW_MS = 5 * 60_000;
const BUCKETS = 30;

/** The most repinned of the last five minutes, each most first. */
export type TopLists = {
  readonly topPlaces: readonly PlaceCount[];
  /** By ISO 3166-1 alpha-2. */
  readonly topCountries: readonly KeyCount[];
  readonly topCategories: readonly KeyCount[];
};

/** Repins of the last five minutes by place, country and category. Times are epoch ms of one clock. */
export class Tops {
  readonly #places = new TopWindow<Place>(nameKey, WINDOW_MS, BUCKETS);
  readonly #countries = new TopWindow<string>(itself, WINDOW_MS, BUCKETS);
  readonly #categories = new TopWindow<string>(itself, WINDOW_MS, BUCKETS);

  /** Starts over from the lists of another one at `now`. */
  seed({ topPlaces, topCountries = [], topCategories = [] }: Partial<TopLists>, now: number): void {
    this.#places.seed(topPlaces?.map(({ place, count }) => ({ item: place, count })) ?? [], now);
    this.#countries.seed(topCountries.map(asItem), now);
    this.#categories.seed(topCategories.map(asItem), now);
  }

  /** What has no place has no country; what is of no known category is in no list of categories. */
  add(place: Place | null, category: string | null, count: number, at: number): void {
    if (place !== null) this.#places.add(place, count, at);
    if (place !== null && place.country !== '') this.#countries.add(place.country, count, at);
    if (category !== null) this.#categories.add(category, count, at);
  }

  /** All places of the last five minutes, in no order. */
  places(now: number): PlaceCount[] {
    return this.#places.all(now).map(({ item, count }) => ({ place: item, count }));
  }

  /** At most `limit` of each. */
  lists(limit: number, now: number): TopLists {
    return {
      topPlaces: this.#places.top(limit, now).map(({ item, count }) => ({ place: item, count })),
      topCountries: this.#countries.top(limit, now).map(asKey),
      topCategories: this.#categories.top(limit, now).map(asKey),
    };
  }
}

const itself = (key: string) => key;
const asItem = ({ key, count }: KeyCount) => ({ item: key, count });
const asKey = ({ item, count }: { readonly item: string; readonly count: number }) => ({ key: item, count });
