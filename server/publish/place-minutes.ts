import type { Place } from '../../lib/geo/place';
import { wireNameKey } from '../../lib/live/wire-point';
import { CountWindow } from '../../lib/view/count-window';

export const MINUTES = 60;
export const MINUTE_MS = 60_000;
/** About 7 MB. */
const MAX_PLACES = 10_000;

type Counted = { readonly since: number; readonly minutes: CountWindow; lastAt: number };

/**
 * Repins by minute of the last hour for each place, as `wireNameKey` tells places apart. Memory is bounded: when there are too
 * many, the half that has been quiet for the longest is let go, and a place that comes then says since when it is counted.
 * Time is when an event was stored, epoch ms.
 */
export class PlaceMinutes {
  readonly #places = new Map<string, Counted>();
  readonly #maxPlaces: number;
  #since = 0;

  constructor(maxPlaces = MAX_PLACES) {
    this.#maxPlaces = maxPlaces;
  }

  add(place: Place, count: number, at: number): void {
    const key = wireNameKey(place);
    let counted = this.#places.get(key);
    if (!counted) {
      if (this.#places.size >= this.#maxPlaces) this.#letGo();
      counted = { since: this.#since, minutes: new CountWindow(MINUTE_MS, MINUTES), lastAt: at };
      this.#places.set(key, counted);
    }
    counted.minutes.add(count, at);
    counted.lastAt = Math.max(counted.lastAt, at);
  }

  /** 60 counts, oldest first, the last one is the minute of `now`; whole from `since` on, 0: as long as this counts. */
  of(key: string, now: number): { readonly since: number; readonly perMinute: readonly number[] } {
    const counted = this.#places.get(key);
    return counted
      ? { since: counted.since, perMinute: counted.minutes.series(now) }
      : { since: this.#since, perMinute: new Array<number>(MINUTES).fill(0) };
  }

  #letGo(): void {
    const quietFirst = [...this.#places].sort(([, a], [, b]) => a.lastAt - b.lastAt);
    for (const [key, { lastAt }] of quietFirst.slice(0, Math.ceil(this.#maxPlaces / 2))) {
      this.#places.delete(key);
      this.#since = Math.max(this.#since, lastAt + 1);
    }
  }
}
