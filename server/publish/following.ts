import type { LiveBatch } from '../../lib/live/batch';
import type { LiveCursor } from '../../lib/live/cursor';
import type { Frame, Snapshot } from '../../lib/live/protocol';
import type { CardDesk } from './card-desk';
import { buildFrame, LATE_AFTER_MS } from './frame-builder';
import type { LiveFold } from './live-fold';
import type { LiveMessage } from './live-log';
import { LiveMarks } from './live-marks';
import { LiveRing, type RingEvent } from './live-ring';

const RING_EVENTS = 262_144;

/** What is known of the log since the hub's start: marks, ring, fold, and what has not been sent yet. */
export class Following {
  readonly ring: LiveRing;
  readonly fold: LiveFold;
  readonly cards: CardDesk;
  readonly #marks = new LiveMarks();
  readonly #counted: LiveMarks;
  readonly #now: () => number;
  #pending: RingEvent[] = [];
  #head: LiveCursor;
  sent: LiveCursor;
  sentTotals: Snapshot['totals'];
  sentAt = 0;
  /** When the oldest batch of the log that was read had been stored; null before the first. */
  firstStoredAt: number | null = null;

  constructor(start: LiveCursor, fold: LiveFold, counted: LiveMarks, cards: CardDesk, now: () => number) {
    this.ring = new LiveRing(start, RING_EVENTS);
    this.fold = fold;
    this.cards = cards;
    this.#counted = counted;
    this.#now = now;
    this.#head = start;
    this.sent = start;
    this.sentTotals = fold.totals;
  }

  get head(): LiveCursor {
    return this.#head;
  }

  /** Offset of the message that comes next, as far as is known. */
  get next(): number {
    return this.#head.index < 0 ? this.#head.offset : this.#head.offset + 1;
  }

  apply({ offset, batch }: LiveMessage): void {
    this.firstStoredAt ??= batch.storedAt;
    for (const index of this.#marks.takeNew(batch)) {
      const event = ringEvent(batch, offset, index);
      if (!event) continue;
      this.ring.push(event);
      this.#pending.push(event);
      const live = batch.events[index];
      this.fold.add(event, batch.storedAt, live !== undefined && !this.#counted.isAbove(batch, live));
    }
    // A message of repeats alone moves the cursor too: it has been seen.
    this.#head = { epoch: this.#head.epoch, offset, index: Math.max(batch.events.length - 1, 0) };
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

  frame(
    from: LiveCursor,
    to: LiveCursor,
    totals: Snapshot['totals'],
    cards: Snapshot['latest'],
    catchingUp: boolean,
    events: readonly RingEvent[] = this.ring.between(from, to),
  ): Frame {
    const serverTime = this.#now();
    return buildFrame(
      { from, to, serverTime, newestTs: this.fold.newestTs, catchingUp, totals, cards },
      events,
    );
  }
}

function ringEvent(batch: LiveBatch, offset: number, index: number): RingEvent | null {
  const event = batch.events[index];
  if (!event) return null;
  return {
    offset,
    index,
    type: event.type,
    ts: event.ts,
    place: event.place,
    category: event.category,
    pinId: event.pinId,
    late: batch.storedAt - event.ts > LATE_AFTER_MS,
    seed: seedOf(batch, event.offset),
  };
}

/** Stable per event, the same on every hub and for every delivery: from its source coordinates (FNV-1a). */
function seedOf(batch: LiveBatch, offset: number): number {
  let hash = 0x811c9dc5;
  for (const character of `${batch.topic}/${batch.epoch}/${batch.partition}/${offset}`)
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return hash >>> 0;
}
