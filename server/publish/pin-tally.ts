import type { PinCount } from '../../lib/live/details';
import { type CardMaker, pinFace } from './card-maker';
import type { RingEvent } from './live-ring';

type Counted = { readonly pinId: string; count: number; category: string | null };

const mostFirst = (a: Counted, b: Counted) => b.count - a.count || (a.pinId < b.pinId ? -1 : 1);

/** Counts events by their pins. */
export class PinTally {
  readonly #counts = new Map<string, Counted>();

  add({ pinId, category }: RingEvent): void {
    if (pinId === null) return;
    const known = this.#counts.get(pinId);
    if (known) {
      known.count++;
      known.category = category;
    } else this.#counts.set(pinId, { pinId, count: 1, category });
  }

  /** The most counted pins, most first, ties by id; in full, as far as the store has them so. */
  async top(limit: number, maker: CardMaker): Promise<readonly PinCount[]> {
    const most = this.#most(limit);
    const pins = await maker.pins(most.map(({ pinId }) => pinId));
    return most.map(({ pinId, count, category }) => ({
      pinId,
      ...pinFace(pins.get(pinId) ?? null, category),
      count,
    }));
  }

  /** There may be as many pins as events: looked at once, not sorted. */
  #most(limit: number): readonly Counted[] {
    const most: Counted[] = [];
    for (const counted of this.#counts.values()) {
      const last = most[limit - 1];
      if (last && mostFirst(counted, last) > 0) continue;
      const at = most.findIndex((other) => mostFirst(counted, other) < 0);
      most.splice(at < 0 ? most.length : at, 0, counted);
      most.length = Math.min(most.length, limit);
    }
    return most;
  }
}
