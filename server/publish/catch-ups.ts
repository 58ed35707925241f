import { formatCursor, type LiveCursor } from '../../lib/live/cursor';
import { encodeFrame, NOTHING_KNOWN } from '../../lib/live/frame-codec';
import type { BookMark } from '../../lib/live/place-book';
import type { Following } from './following';

/** Viewers that lost the same connection ask from the same cursor: so many answers are kept until the next frame. */
const KEPT = 64;
/** What a viewer missed comes in one frame, once: it may weigh more than a tick. */
const BUDGET_BYTES = 64 * 1024;
/** A viewer that was away for less sees its rings; what is older comes as counts, so that a return is no flood. */
const RINGS_WITHIN_MS = 2_000;
const RINGS_AT_MOST = 2_000;

export type CatchUp = {
  readonly frame: string;
  /** Events that had to be gone through for it: what it cost; 0 for one that was there. */
  readonly events: number;
};

/** Frames for viewers that were away, from their cursor to where the live room stands; encoded once per question. */
export class CatchUps {
  readonly #kept = new Map<string, string>();

  /** To be called when the live room moves on. */
  forget(): void {
    this.#kept.clear();
  }

  /** `known`: what the viewer knows of a book, ours or another one; the frame tells it the rest of ours. */
  from(
    following: Following,
    cursor: LiveCursor,
    known: BookMark | null,
    now: number,
    catchingUp: boolean,
  ): CatchUp {
    const { sent, sentTotals } = following;
    const ours =
      known && known.id === following.book.id && isBeginningOf(known, following) ? known : NOTHING_KNOWN;
    const key = `${formatCursor(cursor)}/${ours.places}/${ours.categories}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined) return { frame: kept, events: 0 };
    const events = following.ring.between(cursor, sent);
    const away = events.length > RINGS_AT_MOST || now - (events[0]?.ts ?? now) > RINGS_WITHIN_MS;
    const span = { from: cursor, to: sent, totals: sentTotals, cards: [], catchingUp, away };
    const frame = encodeFrame(following.frame(span, events, BUDGET_BYTES), ours);
    if (this.#kept.size < KEPT) this.#kept.set(key, frame);
    return { frame, events: events.length };
  }
}

function isBeginningOf(mark: BookMark, { book }: Following): boolean {
  return mark.places <= book.places.length && mark.categories <= book.categories.length;
}
