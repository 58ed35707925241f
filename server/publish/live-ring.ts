import type { EventType } from '../../lib/events/event';
import type { Place } from '../../lib/geo/place';
import type { LiveCursor } from '../../lib/live/cursor';

/** One event as the hub keeps it. (offset, index) is its place in the live log. */
export type RingEvent = {
  readonly offset: number;
  readonly index: number;
  readonly type: EventType;
  readonly ts: number;
  readonly place: Place | null;
  readonly category: string | null;
  readonly pinId: string | null;
  readonly boardId: string | null;
  /** Older than 60 s when it was stored. */
  readonly late: boolean;
  readonly seed: number;
};

type LogPlace = { readonly offset: number; readonly index: number };

/** Within one epoch; negative when `a` comes before `b`. */
const order = (a: LogPlace, b: LogPlace) => a.offset - b.offset || a.index - b.index;

/** Recent events of one epoch of the live log, in order, bounded by their number. */
export class LiveRing {
  readonly #epoch: number;
  readonly #capacity: number;
  readonly #events: RingEvent[] = [];
  /** Number of events ever pushed; event k lies at k % capacity. */
  #pushed = 0;
  #floor: LiveCursor;

  /** `start`: the cursor after which the ring knows everything. */
  constructor(start: LiveCursor, capacity: number) {
    this.#epoch = start.epoch;
    this.#floor = start;
    this.#capacity = capacity;
  }

  /** The oldest cursor from which a viewer can go on without a gap. */
  get floor(): LiveCursor {
    return this.#floor;
  }

  get size(): number {
    return this.#events.length;
  }

  get capacity(): number {
    return this.#capacity;
  }

  push(event: RingEvent): void {
    const slot = this.#pushed % this.#capacity;
    const evicted = this.#events[slot];
    if (evicted) this.#floor = { epoch: this.#epoch, offset: evicted.offset, index: evicted.index };
    this.#events[slot] = event;
    this.#pushed++;
  }

  /** The events in (from, to], oldest first. `from` must not lie before the floor. */
  between(from: LiveCursor, to: LiveCursor): RingEvent[] {
    const first = this.#firstAfter(from);
    const events: RingEvent[] = [];
    for (let position = first; position < this.#pushed; position++) {
      const event = this.#at(position);
      if (order(event, to) > 0) break;
      events.push(event);
    }
    return events;
  }

  /** How many events lie in (from, to]; of what lies before the floor those that are still there. */
  count(from: LiveCursor, to: LiveCursor): number {
    return Math.max(this.#firstAfter(to) - this.#firstAfter(from), 0);
  }

  /**
   * Shows the first `most` events of (from, to], oldest first. Returns the cursor to go on from; null when no more are left.
   * Of what lies before the floor it shows what is still there.
   */
  visit(from: LiveCursor, to: LiveCursor, most: number, see: (event: RingEvent) => void): LiveCursor | null {
    const first = this.#firstAfter(from);
    for (let position = first; position < this.#pushed; position++) {
      const event = this.#at(position);
      if (order(event, to) > 0) return null;
      if (position === first + most) {
        const { offset, index } = this.#at(position - 1);
        return { epoch: this.#epoch, offset, index };
      }
      see(event);
    }
    return null;
  }

  /** The cursor before the newest `count` events; the floor when there are no more of them. */
  before(count: number): LiveCursor {
    if (this.#events.length <= count) return this.#floor;
    const { offset, index } = this.#at(this.#pushed - count - 1);
    return { epoch: this.#epoch, offset, index };
  }

  /** The newest `count` events that `wanted` accepts, newest first. */
  newest(count: number, wanted: (event: RingEvent) => boolean): RingEvent[] {
    const found: RingEvent[] = [];
    for (let position = this.#pushed - 1; position >= this.#oldest && found.length < count; position--) {
      const event = this.#at(position);
      if (wanted(event)) found.push(event);
    }
    return found;
  }

  get #oldest(): number {
    return this.#pushed - this.#events.length;
  }

  #at(position: number): RingEvent {
    const event = this.#events[position % this.#capacity];
    if (!event) throw new RangeError(`no event ${position} in the ring`);
    return event;
  }

  /** Binary search: the position of the first event after `cursor`. */
  #firstAfter(cursor: LiveCursor): number {
    let [low, high] = [this.#oldest, this.#pushed];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (order(this.#at(middle), cursor) > 0) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
