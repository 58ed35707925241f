import type { Place } from '../../lib/geo/place';
import { fnv } from '../../lib/hash';
import type { LiveBatch } from '../../lib/live/batch';
import type { LiveCursor } from '../../lib/live/cursor';
import { type Book, PlaceBook } from '../../lib/live/place-book';
import type { Frame, Snapshot } from '../../lib/live/protocol';
import type { CardDesk } from './card-desk';
import { buildFrame, LATE_AFTER_MS } from './frame-builder';
import type { LiveFold } from './live-fold';
import type { LiveMessage } from './live-log';
import { LiveMarks } from './live-marks';
import { LiveRing, type RingEvent } from './live-ring';
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

/** What is known of the log since the hub's start: marks, ring, fold, and what has not been sent yet. */
export class Following {
  readonly ring: LiveRing;
  readonly fold: LiveFold;
  readonly cards: CardDesk;
  readonly #marks = new LiveMarks();
  readonly #start: FollowingStart;
  #book = new PlaceBook(newBookId());
  readonly #places = new PlacePool();
  #raised = false;
  #pending: RingEvent[] = [];
  #head: LiveCursor;
  sent: LiveCursor;
  sentTotals: Snapshot['totals'];
  sentAt = 0;
  /** When the oldest batch of the log that was read had been stored; null before the first. */
  firstStoredAt: number | null = null;

  constructor(start: FollowingStart) {
    this.ring = new LiveRing(start.cursor, RING_EVENTS);
    this.fold = start.fold;
    this.cards = start.cards;
    this.#start = start;
    this.#head = start.cursor;
    this.sent = start.cursor;
    this.sentTotals = start.fold.totals;
  }

  get head(): LiveCursor {
    return this.#head;
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
    this.firstStoredAt ??= batch.storedAt;
    const isUncounted = this.#start.counted.above(batch);
    const interned = new Map<Place, Place>();
    const seedStart = fnv(`${batch.topic}/${batch.epoch}/${batch.partition}/`);
    for (const index of this.#marks.takeNew(batch)) {
      const event = ringEvent(batch, offset, index, seedStart, (place) => this.#intern(place, interned));
      if (!event) continue;
      this.ring.push(event);
      this.#pending.push(event);
      const live = batch.events[index];
      const counted = live !== undefined && !isUncounted(live);
      this.fold.add(event, batch.storedAt, counted);
    }
    // A message of repeats alone moves the cursor too: it has been seen.
    this.#head = { epoch: this.#head.epoch, offset, index: Math.max(batch.events.length - 1, 0) };
    return true;
  }

  #intern(place: Place, ofBatch: Map<Place, Place>): Place {
    const seen = ofBatch.get(place);
    if (seen) return seen;
    const kept = this.#places.one(place);
    ofBatch.set(place, kept);
    return kept;
  }

  /** The end of the reading back: from here on frames are sent. */
  settle(): void {
    this.#pending = [];
    this.sent = this.#head;
    this.sentTotals = this.fold.totals;
  }

  takePending(): readonly RingEvent[] {
    const pending = this.#pending;
    this.#pending = [];
    return pending;
  }

  /** The frame of these events, which builds on the book and adds to it. */
  frame(
    span: Pick<Frame, 'from' | 'to' | 'totals' | 'cards' | 'catchingUp' | 'away'>,
    events: readonly RingEvent[],
    budgetBytes: number,
  ): Frame {
    const serverTime = this.#start.now();
    return buildFrame({ ...span, serverTime, newestTs: this.fold.newestTs }, events, this.#book, budgetBytes);
  }

  get book(): Book {
    return this.#book;
  }

  /** To be called between two frames: a full book is replaced by an empty one. */
  turnBook(): void {
    if (this.#book.isFull) this.#book = new PlaceBook(newBookId());
  }
}

/** Any number will do that no other web process is likely to have. */
const newBookId = () => Math.floor(Math.random() * 2 ** 32);

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
    late: batch.storedAt - event.ts > LATE_AFTER_MS,
    // Stable per event, the same on every hub and for every delivery: from its source coordinates.
    seed: fnv(String(event.offset), seedStart) >>> 0,
  };
}
