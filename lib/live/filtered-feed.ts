import type { Place } from '../geo/place';
import { CountWindow } from '../view/count-window';
import { type Filter, isNarrowed, NO_FILTER, passes } from '../view/filter';
import { type TopLists, Tops } from '../view/tops';
import type { LiveFeed } from './feed';
import { Heat } from './heat';
import { EMPTY_BOOK } from './place-book';
import type { Frame, Snapshot, Totals } from './protocol';
import { RecordHistory } from './record-history';
import { NO_TOTALS } from './totals';

const HEAT_PLACES = 2_000;
/** Of which the warmest are asked for: what a page that is left open remembers is soon as much as it will ever be. */
const KEPT_PLACES = 4_096;
const TOP_ITEMS = 50;
const LATEST = 30;
const MINUTES = 60;
const QUARTER_MS = 15 * 60_000;
/** A day may have 25 hours. */
const QUARTERS = 100;

/**
 * A feed of what passes a filter, made of another feed. Setting a filter is a new snapshot to its listeners, made of the
 * last minutes as this viewer got them: rings, heat, numbers and cards start over from it at once. While nothing is left
 * out, what comes is handed on as it is.
 */
export class FilteredFeed implements LiveFeed {
  readonly #feed: LiveFeed;
  readonly #snapshots = new Set<(snapshot: Snapshot) => void>();
  readonly #frames = new Set<(frame: Frame) => void>();
  #filter: Filter = NO_FILTER;
  #begun: Snapshot | null = null;
  #last: Frame | null = null;
  #history = new RecordHistory(0, [], 1);
  /** All heat, whatever the filter. */
  #heat = new Heat(1);
  #totals: Totals = NO_TOTALS;
  #since = 0;
  #unsorted = 0;
  #known = { places: -1, categories: [] as readonly string[], countries: [] as readonly string[] };

  constructor(feed: LiveFeed) {
    this.#feed = feed;
    feed.onSnapshot((snapshot) => this.#begin(snapshot));
    feed.onFrame((frame) => this.#take(frame));
  }

  serverNow(): number {
    return this.#feed.serverNow();
  }

  onSnapshot(listener: (snapshot: Snapshot) => void): () => void {
    this.#snapshots.add(listener);
    const picture = this.#picture();
    if (picture) listener(picture);
    return () => void this.#snapshots.delete(listener);
  }

  onFrame(listener: (frame: Frame) => void): () => void {
    this.#frames.add(listener);
    return () => void this.#frames.delete(listener);
  }

  /** Server time from which on everything that passes is counted, epoch ms; null while nothing is left out. */
  get since(): number | null {
    if (!this.#begun) return null;
    return isNarrowed(this.#filter) ? this.#since : (this.#begun.room?.since ?? null);
  }

  /** Events since then that nobody could sort: they came folded into cells of more than one country. */
  get unsorted(): number {
    return this.#unsorted;
  }

  /** What can be filtered by, as far as this viewer has seen, in the order of the alphabet. */
  known(): { readonly categories: readonly string[]; readonly countries: readonly string[] } {
    const { places, categories } = this.#last?.book ?? this.#begun?.book ?? EMPTY_BOOK;
    if (this.#known.places !== places.length || this.#known.categories.length !== categories.length) {
      const countries = new Set(places.map(({ country }) => country).filter((country) => country !== ''));
      this.#known = {
        places: places.length,
        categories: [...categories].sort(),
        countries: [...countries].sort(),
      };
    }
    return this.#known;
  }

  setFilter(filter: Filter): void {
    const [before, after] = [JSON.stringify(keysOf(this.#filter)), JSON.stringify(keysOf(filter))];
    this.#filter = filter;
    if (before === after) return;
    const picture = this.#picture();
    if (picture) for (const listener of this.#snapshots) listener(picture);
  }

  #begin(snapshot: Snapshot): void {
    this.#begun = snapshot;
    this.#last = null;
    this.#history = new RecordHistory(snapshot.serverTime, snapshot.latest);
    this.#heat = new Heat(snapshot.heatHalfLifeMs, KEPT_PLACES);
    for (const { place, count } of snapshot.heat) this.#heat.add(place, count, snapshot.serverTime);
    const picture = this.#picture();
    if (picture) for (const listener of this.#snapshots) listener(picture);
  }

  #take(frame: Frame): void {
    this.#last = frame;
    this.#history.add(frame);
    for (const { type, place: index, count } of frame.records) {
      const place = frame.book.places[index];
      if (type === 'repin' && place) this.#heat.add(place, count, frame.serverTime);
    }
    const passed = isNarrowed(this.#filter) ? this.#narrow(frame) : frame;
    for (const listener of this.#frames) listener(passed);
  }

  #narrow(frame: Frame): Frame {
    const totals = { ...this.#totals };
    const records = frame.records.filter(({ type, place: index, category, count }) => {
      const place = frame.book.places[index];
      if (!place || !this.#passes(place, frame.book.categories[category] ?? null, count)) return false;
      totals[type] += count;
      return true;
    });
    this.#totals = totals;
    const cards = frame.cards.filter(({ category, place }) =>
      passes(this.#filter, category, place?.country ?? ''),
    );
    return { ...frame, totals, records, cards };
  }

  #passes(place: Place, category: string | null, count: number): boolean {
    if (place.country === '' && this.#filter.countries.length > 0) this.#unsorted += count;
    return passes(this.#filter, category, place.country);
  }

  /** What a listener starts from: as of the last frame. */
  #picture(): Snapshot | null {
    const begun = this.#begun;
    if (!begun) return null;
    const now = this.#last?.serverTime ?? begun.serverTime;
    const newestTs = Math.max(begun.newestTs, this.#last?.newestTs ?? 0);
    const book = this.#last?.book ?? begun.book;
    if (isNarrowed(this.#filter)) return { ...begun, ...this.#sum(now), serverTime: now, newestTs, book };
    if (!this.#last) return begun;
    const heat = this.#heat.hottest(HEAT_PLACES, now);
    const latest = this.#history.cards.slice(0, LATEST);
    return { ...begun, serverTime: now, newestTs, book, totals: this.#last.totals, heat, latest };
  }

  #sum(
    now: number,
  ): Pick<
    Snapshot,
    'totals' | 'repinsPerSecond' | 'repinsPerMinute' | 'repinsPerQuarter' | 'heat' | 'latest'
  > &
    TopLists {
    const filter = this.#filter;
    const totals = { ...NO_TOTALS };
    const seconds = new CountWindow(1_000, 60);
    const minutes = new CountWindow(60_000, MINUTES);
    const quarters = new CountWindow(QUARTER_MS, QUARTERS);
    const narrow = new Heat(this.#heat.halfLifeMs);
    const tops = new Tops();
    this.#since = this.#history.since;
    this.#unsorted = 0;
    for (const { at, type, place, category, count } of this.#history) {
      if (!this.#passes(place, category, count)) continue;
      totals[type] += count;
      if (type !== 'repin') continue;
      seconds.add(count, at);
      minutes.add(count, at);
      quarters.add(count, at);
      narrow.add(place, count, at);
      tops.add(place, category, count, at);
    }
    this.#totals = totals;
    // Of the heat from before the page nobody knows the categories, only the places.
    const heat = filter.categories.length > 0 ? narrow : this.#heat;
    return {
      totals,
      repinsPerSecond: seconds.series(now),
      repinsPerMinute: minutes.series(now),
      repinsPerQuarter: quarters.series(now),
      heat: heat
        .hottest(HEAT_PLACES, now)
        .filter(({ place }) => filter.countries.length === 0 || filter.countries.includes(place.country)),
      ...tops.lists(TOP_ITEMS, now),
      latest: this.#history.cards
        .filter(({ category, place }) => passes(filter, category, place?.country ?? ''))
        .slice(0, LATEST),
    };
  }
}

const keysOf = ({ categories, countries }: Filter) => [[...categories].sort(), [...countries].sort()];
