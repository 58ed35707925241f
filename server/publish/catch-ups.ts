import { formatCursor, type LiveCursor } from '../../lib/live/cursor';
import { encodeFrame } from '../../lib/live/frame-codec';
import type { Following } from './following';

/** Viewers that lost the same connection ask from the same cursor: so many answers are kept until the next frame. */
const KEPT = 64;

export type CatchUp = {
  readonly frame: string;
  /** Events that had to be gone through for it: what it cost; 0 for one that was there. */
  readonly events: number;
};

/** Frames for viewers that were away, from their cursor to where the live room stands; encoded once per cursor. */
export class CatchUps {
  readonly #kept = new Map<string, string>();

  /** To be called when the live room moves on. */
  forget(): void {
    this.#kept.clear();
  }

  from(following: Following, cursor: LiveCursor, catchingUp: boolean): CatchUp {
    const key = formatCursor(cursor);
    const known = this.#kept.get(key);
    if (known !== undefined) return { frame: known, events: 0 };
    const { sent, sentTotals } = following;
    const events = following.ring.between(cursor, sent);
    const frame = encodeFrame(following.frame(cursor, sent, sentTotals, [], catchingUp, events));
    if (this.#kept.size < KEPT) this.#kept.set(key, frame);
    return { frame, events: events.length };
  }
}
