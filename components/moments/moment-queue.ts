import type { Place } from '../../lib/geo/place';
import type { LiveFeed } from '../../lib/live/feed';
import { FirstRepins } from '../../lib/view/first-repins';
import { milestoneBetween } from '../../lib/view/milestone';

/** Something that happens once. `places`: the first repins ever from their countries, in the order in which they came. */
export type Moment =
  | { readonly kind: 'first'; readonly places: readonly Place[] }
  | { readonly kind: 'milestone'; readonly repins: number };

/**
 * What waits to be told. Short by its nature: countries that come while another moment is shown become one moment, and of
 * milestones only the last is worth telling.
 */
export class MomentQueue {
  #waiting: Moment[] = [];

  add(moment: Moment): void {
    const at = this.#waiting.findIndex(({ kind }) => kind === moment.kind);
    const before = this.#waiting[at];
    if (!before) this.#waiting.push(moment);
    else if (before.kind === 'first' && moment.kind === 'first')
      this.#waiting[at] = { kind: 'first', places: [...before.places, ...moment.places] };
    else this.#waiting[at] = moment;
  }

  next(): Moment | null {
    return this.#waiting.shift() ?? null;
  }

  clear(): void {
    this.#waiting = [];
  }
}

/** Hears the moments of a feed, what a viewer missed left out. Returns how to end it. */
export function watchMoments(feed: LiveFeed, onMoment: (moment: Moment) => void): () => void {
  const firsts = new FirstRepins();
  let repins: number | null = null;
  const leave = [
    feed.onSnapshot((snapshot) => {
      firsts.snapshot(snapshot);
      repins = snapshot.totals.repin;
    }),
    feed.onFrame((frame) => {
      const places = firsts.frame(frame);
      if (places.length > 0) onMoment({ kind: 'first', places });
      const milestone = repins === null || frame.away ? null : milestoneBetween(repins, frame.totals.repin);
      if (milestone !== null) onMoment({ kind: 'milestone', repins: milestone });
      repins = frame.totals.repin;
    }),
  ];
  return () => {
    for (const each of leave) each();
  };
}
