import type { EventType } from '../../lib/events/event';
import { Heat } from '../../lib/live/heat';
import type { PlaceCount, Totals } from '../../lib/live/protocol';
import { CountWindow } from '../../lib/view/count-window';
import { type TopLists, Tops } from '../../lib/view/tops';
import type { RepinCount } from '../store/store';
import type { RingEvent } from './live-ring';
import { PlaceMinutes } from './place-minutes';
import { RepinMinutes } from './repin-minutes';
import { RepinQuarters } from './repin-quarters';

const HEAT_PLACES = 1_000;
const TOP_ITEMS = 50;
const LATE_WINDOW_S = 5;

/** What a snapshot tells besides its cursor: a fold of the live log. Time is when an event was stored, epoch ms. */
export class LiveFold {
  readonly #totals: Record<keyof Totals, number>;
  readonly #heat: Heat;
  readonly #seconds = new CountWindow(1_000, 60);
  readonly #tops = new Tops();
  readonly places: PlaceMinutes;
  readonly minutes = new RepinMinutes();
  readonly quarters = new RepinQuarters();
  /** From which repins came, ISO 3166-1 alpha-2. */
  readonly countries = new Set<string>();
  readonly #all = new CountWindow(1_000, LATE_WINDOW_S);
  readonly #late = new CountWindow(1_000, LATE_WINDOW_S);
  #newestTs = 0;

  constructor(totals: Totals, heatHalfLifeMs: number, maxPlaces?: number) {
    this.places = new PlaceMinutes(maxPlaces);
    this.#totals = { ...totals };
    this.#heat = new Heat(heatHalfLifeMs);
  }

  get totals(): Totals {
    return { ...this.#totals };
  }

  /** `ts` of the newest event; 0 before the first. */
  get newestTs(): number {
    return this.#newestTs;
  }

  /** Counts from then on alone, epoch ms: nothing will be learned of what was before. */
  beginAt(at: number): void {
    this.quarters.knowSince(at);
    this.minutes.knowHour();
  }

  /** What the store had counted when the totals were read, or some of it. */
  learn(counts: readonly RepinCount[]): void {
    this.quarters.learn(counts);
    this.minutes.learn(counts);
  }

  /** `counted`: the event is in the totals already (it was, when they were read from the store). */
  add(event: RingEvent, storedAt: number, counted: boolean): void {
    const { type, place } = event;
    if (!counted) {
      this.#count(type, place === null);
      if (type === 'repin') this.quarters.add(1, storedAt);
    }
    this.#all.add(1, storedAt);
    if (event.late) this.#late.add(1, storedAt);
    if (event.ts > this.#newestTs) this.#newestTs = event.ts;
    if (type !== 'repin') return;
    this.#seconds.add(1, storedAt);
    this.minutes.add(1, storedAt, counted);
    this.#tops.add(place, event.category, 1, storedAt);
    if (place === null) return;
    if (place.country !== '') this.countries.add(place.country);
    this.#heat.add(place, 1, Math.min(event.ts, storedAt));
    this.places.add(place, 1, storedAt);
  }

  #count(type: EventType, unlocated: boolean): void {
    this.#totals[type]++;
    if (type === 'repin' && unlocated) this.#totals.unlocatedRepins++;
  }

  /** True while most of what comes is older than 60 s: somebody works off a backlog. */
  catchingUp(now: number): boolean {
    const all = this.#all.sum(now);
    return all > 0 && this.#late.sum(now) * 2 > all;
  }

  repinsPerSecond(now: number): readonly number[] {
    return this.#seconds.series(now);
  }
  repinsPerMinute(now: number): readonly number[] {
    return this.minutes.series(now);
  }
  heat(now: number): readonly PlaceCount[] {
    return this.#heat.hottest(HEAT_PLACES, now);
  }
  tops(now: number): TopLists {
    return this.#tops.lists(TOP_ITEMS, now);
  }
}
