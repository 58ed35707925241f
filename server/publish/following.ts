import type { Place } from '../../lib/geo/place';
import { fnv } from '../../lib/hash';
import type { LiveBatch } from '../../lib/live/batch';
import type { LiveCursor } from '../../lib/live/cursor';
import { Broadcast } from './broadcast';
import type { CardDesk } from './card-desk';
import { LATE_AFTER_MS } from './frame-builder';
import type { LiveFold } from './live-fold';
import type { LiveMessage } from './live-log';
import { LiveMarks } from './live-marks';
import type { RingEvent } from './live-ring';
import { PlacePool } from './place-pool';

const RING_EVENTS = 262_144;

export type FollowingStart = {
  /** The cursor after which everything is read. */
  readonly cursor: LiveCursor;
  /** Offset that the log's next message had: what comes before it is read back. */
  readonly end: number;
  readonly fold: LiveFold;
  readonly cards: CardDesk;
  /** What the fold's totals have counted already. */
  readonly counted: LiveMarks;
  /** What was published before `end`. */
  readonly published: LiveMarks;
  readonly now: () => number;
};

/** What is known of the log since the hub's start: marks, and what is sent of it. */
export class Following {
  readonly broadcast: Broadcast;
  readonly #marks = new LiveMarks();
  readonly #start: FollowingStart;
  readonly #places = new PlacePool();
  #raised = false;

  constructor(start: FollowingStart) {
    const { cursor, fold, cards, now } = start;
    this.#start = start;
    this.broadcast = new Broadcast({
      start: cursor,
      ringEvents: RING_EVENTS,
      fold,
      cards,
      now,
      totals: 'all',
    });
  }

  get #head(): LiveCursor {
    return this.broadcast.head;
  }

  /** Offset of the message that comes next, as far as is known. */
  get next(): number {
    return this.#head.index < 0 ? this.#head.offset : this.#head.offset + 1;
  }

  /** Everything up to where the log ended when this began has been read. */
  get isAtEnd(): boolean {
    return this.next >= this.#start.end;
  }

  /**
   * Takes the log's next message. False, and nothing is taken, when it does not go on where the last one ended: messages
   * are missing, or the log was made anew.
   */
  apply({ offset, batch }: LiveMessage): boolean {
    // What is read back may have holes: messages that were left out, or pruned meanwhile.
    if (offset < this.next || (this.isAtEnd && offset !== this.next)) return false;
    if (offset >= this.#start.end && !this.#raised) {
      // What was published before the part that was read back: coming again, it is a repeat.
      this.#marks.raiseTo(this.#start.published);
      this.#raised = true;
    }
    const isUncounted = this.#start.counted.above(batch);
    const interned = new Map<Place, Place>();
    const seedStart = fnv(`${batch.topic}/${batch.epoch}/${batch.partition}/`);
    for (const index of this.#marks.takeNew(batch)) {
      const event = ringEvent(batch, offset, index, seedStart, (place) => this.#intern(place, interned));
      if (!event) continue;
      const live = batch.events[index];
      const counted = live !== undefined && !isUncounted(live);
      this.broadcast.add(event, batch.storedAt, counted);
    }
    // A message of repeats alone moves the cursor too: it has been seen.
    this.broadcast.moveTo({ epoch: this.#head.epoch, offset, index: Math.max(batch.events.length - 1, 0) });
    return true;
  }

  #intern(place: Place, ofBatch: Map<Place, Place>): Place {
    const seen = ofBatch.get(place);
    if (seen) return seen;
    const kept = this.#places.one(place);
    ofBatch.set(place, kept);
    return kept;
  }
}

function ringEvent(
  batch: LiveBatch,
  offset: number,
  index: number,
  seedStart: number,
  intern: (place: Place) => Place,
): RingEvent | null {
  const event = batch.events[index];
  if (!event) return null;
  return {
    offset,
    index,
    type: event.type,
    ts: event.ts,
    place: event.place && intern(event.place),
    category: event.category,
    pinId: event.pinId,
    boardId: event.boardId,
    late: batch.storedAt - event.ts > LATE_AFTER_MS,
    // Stable per event, the same on every hub and for every delivery: from its source coordinates.
    seed: fnv(String(event.offset), seedStart) >>> 0,
  };
}
