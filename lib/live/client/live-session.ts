import { compareCursors, formatCursor, type LiveCursor, parseCursor } from '../cursor';
import { type Frame, type Hello, LIVE_VERSION, type Snapshot } from '../protocol';

/**
 * What a frame is to a viewer at `cursor`:
 * - `next`: goes on where the viewer is;
 * - `seen`: lies wholly behind it, a repeat;
 * - `gap`: begins beyond it, something between them is missing;
 * - `torn`: overlaps it in part, or belongs to another epoch: no order can be made of it.
 */
export function placeFrame(
  cursor: LiveCursor,
  frame: Pick<Frame, 'from' | 'to'>,
): 'next' | 'seen' | 'gap' | 'torn' {
  if (frame.from.epoch !== cursor.epoch || frame.to.epoch !== cursor.epoch) return 'torn';
  const from = compareCursors(frame.from, cursor);
  const to = compareCursors(frame.to, cursor);
  if (from === 0 && to >= 0) return 'next';
  if (to <= 0) return 'seen';
  return from > 0 ? 'gap' : 'torn';
}

/**
 * What the client has to do next:
 * - `apply`: hand the frame on; `ignore`: nothing;
 * - `resume`: ask the server to go on from our cursor; `snapshot`: fetch a new one, it starts everything over;
 * - `reload`: the server speaks another version.
 */
export type SessionAnswer = 'apply' | 'ignore' | 'resume' | 'snapshot' | 'reload';

/**
 * The viewer's side of the live protocol, without socket, clock or timer: from what arrives it decides what is applied,
 * so that each event is applied exactly once in whatever order, and however often, frames come.
 */
export class LiveSession {
  #cursor: LiveCursor | null = null;
  #wanting: 'snapshot' | 'resume' | 'nothing' = 'snapshot';
  #head: LiveCursor | null = null;

  /** The cursor up to which everything has been applied; null before the first snapshot. */
  get cursor(): LiveCursor | null {
    return this.#cursor;
  }

  /** The cursor as it goes over the wire; '' before the first snapshot. */
  get cursorText(): string {
    return this.#cursor ? formatCursor(this.#cursor) : '';
  }

  /** True from the moment a snapshot is needed until it has come. Frames mean nothing in between. */
  get wantsSnapshot(): boolean {
    return this.#wanting === 'snapshot';
  }

  /** True while the viewer has not yet reached the head that the server named when it connected. */
  get behindHead(): boolean {
    const [cursor, head] = [this.#cursor, this.#head];
    return head !== null && (cursor === null || compareCursors(cursor, head) < 0);
  }

  /** A snapshot: everything starts over from it (`apply`), unless it cannot be read. */
  onSnapshot(snapshot: Snapshot): 'apply' | 'reload' {
    const cursor = snapshot.v === LIVE_VERSION ? parseCursor(snapshot.cursor) : null;
    if (!cursor) return 'reload';
    this.#cursor = cursor;
    this.#wanting = 'nothing';
    return 'apply';
  }

  /** The server's greeting after each connect. */
  onHello(hello: Hello): 'ignore' | 'reload' {
    if (hello.v !== LIVE_VERSION) return 'reload';
    this.#head = parseCursor(hello.head);
    if (this.#wanting === 'resume') this.#wanting = 'nothing';
    return 'ignore';
  }

  /** The server cannot go on from our cursor. */
  onReset(): 'snapshot' | 'ignore' {
    if (this.#wanting === 'snapshot') return 'ignore';
    this.#wanting = 'snapshot';
    return 'snapshot';
  }

  /** A frame that builds on what this viewer has not been told: the server has to go on from our cursor. */
  onUnreadFrame(): 'resume' | 'ignore' {
    if (!this.#cursor || this.#wanting !== 'nothing') return 'ignore';
    this.#wanting = 'resume';
    return 'resume';
  }

  onFrame(frame: Frame): SessionAnswer {
    if (!this.#cursor || this.#wanting === 'snapshot') return 'ignore';
    switch (placeFrame(this.#cursor, frame)) {
      case 'next':
        this.#cursor = frame.to;
        this.#wanting = 'nothing';
        return 'apply';
      case 'seen':
        return 'ignore';
      case 'gap':
        // One question for all the frames that arrive until it is answered.
        if (this.#wanting === 'resume') return 'ignore';
        this.#wanting = 'resume';
        return 'resume';
      case 'torn':
        return this.onReset();
    }
  }

  /** An asked resume was not answered in time: only a snapshot helps. */
  onResumeOverdue(): SessionAnswer {
    return this.#wanting === 'resume' ? this.onReset() : 'ignore';
  }
}
