import { formatCursor, type LiveCursor } from '../../lib/live/cursor';
import { encodeFrame, NOTHING_KNOWN } from '../../lib/live/frame-codec';
import type { Book, BookMark } from '../../lib/live/place-book';
import type { Frame } from '../../lib/live/protocol';
import type { RingEvent } from './live-ring';

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

export type CatchUpQuestion = {
  readonly cursor: LiveCursor;
  /** What the viewer knows of a book, ours or another one; the frame tells it the rest of ours. */
  readonly known: BookMark | null;
  readonly book: Book;
  readonly now: number;
  /** All that came after the cursor, oldest first. */
  readonly events: () => readonly RingEvent[];
  readonly frame: (events: readonly RingEvent[], away: boolean, budgetBytes: number) => Frame;
};

/** Frames for viewers that were away, from their cursor to where the live room stands; encoded once per question. */
export class CatchUps {
  readonly #kept = new Map<string, string>();

  /** To be called when the live room moves on. */
  forget(): void {
    this.#kept.clear();
  }

  get({ cursor, known, book, now, events: find, frame: make }: CatchUpQuestion): CatchUp {
    const ours = known && known.id === book.id && isBeginningOf(known, book) ? known : NOTHING_KNOWN;
    const key = `${formatCursor(cursor)}/${ours.places}/${ours.categories}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined) return { frame: kept, events: 0 };
    const events = find();
    const away = events.length > RINGS_AT_MOST || now - (events[0]?.ts ?? now) > RINGS_WITHIN_MS;
    const frame = encodeFrame(make(events, away, BUDGET_BYTES), ours);
    if (this.#kept.size < KEPT) this.#kept.set(key, frame);
    return { frame, events: events.length };
  }
}

function isBeginningOf(mark: BookMark, book: Book): boolean {
  return mark.places <= book.places.length && mark.categories <= book.categories.length;
}
