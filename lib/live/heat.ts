import { type Place, placeKey } from '../geo/place';
import type { PlaceCount } from './protocol';

type Warmth = { readonly place: Place; weight: number; at: number };

/** Places kept before the colder half is let go, unless told otherwise. */
const MAX_PLACES = 20_000;
/** Below this weight a place is cold. */
const COLD = 0.05;

/** Counts by place that decay with a half-life, computed when they are looked at: no timer, memory bounded. */
export class Heat {
  readonly halfLifeMs: number;
  readonly #places = new Map<string, Warmth>();
  readonly #maxPlaces: number;

  constructor(halfLifeMs: number, maxPlaces = MAX_PLACES) {
    this.halfLifeMs = halfLifeMs;
    this.#maxPlaces = maxPlaces;
  }

  /** `at`: epoch ms; an `at` before the last one counts as that one. */
  add(place: Place, count: number, at: number): void {
    const key = placeKey(place);
    const warmth = this.#places.get(key);
    if (!warmth) {
      if (this.#places.size >= this.#maxPlaces) this.#letGo(at);
      this.#places.set(key, { place, weight: count, at });
      return;
    }
    const now = Math.max(at, warmth.at);
    warmth.weight = this.#decayed(warmth, now) + count;
    warmth.at = now;
  }

  /** Hottest first, with the decay applied at `now`. */
  hottest(limit: number, now: number): PlaceCount[] {
    return [...this.#places.values()]
      .map((warmth) => ({ place: warmth.place, count: this.#decayed(warmth, now) }))
      .filter(({ count }) => count >= COLD)
      .sort((a, b) => b.count - a.count)
      .slice(0, limit)
      .map(({ place, count }) => ({ place, count: Math.round(count * 100) / 100 }));
  }

  #decayed({ weight, at }: Warmth, now: number): number {
    return weight * 2 ** (-Math.max(now - at, 0) / this.halfLifeMs);
  }

  /** Lets the colder half go. */
  #letGo(now: number): void {
    const sorted = [...this.#places.entries()].sort(
      ([, a], [, b]) => this.#decayed(a, now) - this.#decayed(b, now),
    );
    for (const [key] of sorted.slice(0, this.#maxPlaces / 2)) this.#places.delete(key);
  }
}
