import type { ServerResponse } from 'node:http';
import { formatCursor, type LiveCursor } from '../../lib/live/cursor';
import type { BookMark } from '../../lib/live/place-book';

export type EventStreamOptions = {
  readonly response: ServerResponse;
  /** Nobody looks at it: a frame in two seconds will do. */
  readonly slow: boolean;
  /** Up to where it has seen everything, and what it knows of the book by then. */
  readonly at: LiveCursor | null;
  readonly known: BookMark | null;
  readonly bytesLeft: number;
  readonly until: number;
  readonly now: () => number;
};

/** The answer to one viewer that listens to server-sent events. */
export class EventStream {
  readonly slow: boolean;
  readonly until: number;
  at: LiveCursor | null;
  known: BookMark | null;
  /** held: waits for the source to reach what it has seen elsewhere. ended: says goodbye. */
  state: 'held' | 'follows' | 'ended' = 'follows';
  heldSince = 0;
  readonly #response: ServerResponse;
  readonly #now: () => number;
  #bytesLeft: number;
  #stuckSince: number | null = null;
  #wroteAt: number;

  constructor({ response, slow, at, known, bytesLeft, until, now }: EventStreamOptions) {
    this.#response = response;
    this.slow = slow;
    this.at = at;
    this.known = known;
    this.#bytesLeft = bytesLeft;
    this.until = until;
    this.#now = now;
    this.#wroteAt = now();
  }

  /** Since when it has not taken what it was sent; null when it has. */
  get stuckSince(): number | null {
    return this.#stuckSince;
  }

  get wroteAt(): number {
    return this.#wroteAt;
  }

  /** It was sent as much as one stream carries. */
  get isSpent(): boolean {
    return this.#bytesLeft < 0;
  }

  /** What waits in memory for it to take it. */
  get bufferedBytes(): number {
    return this.#response.writableLength;
  }

  /** To be called when it has taken all that it was sent. */
  drained(): void {
    this.#stuckSince = null;
  }

  write(event: string | Buffer): void {
    if (this.state === 'ended') return;
    this.#bytesLeft -= event.length;
    this.#wroteAt = this.#now();
    if (!this.#response.write(event)) this.#stuckSince ??= this.#wroteAt;
  }

  end(): void {
    if (this.state === 'ended') return;
    this.state = 'ended';
    this.#stuckSince ??= this.#now();
    this.#response.end();
  }

  destroy(): void {
    this.#response.destroy();
  }
}

export const eventOf = (name: string, data: string) => `event: ${name}\ndata: ${data}\n\n`;
/** The cursor rides along as the event's id: an EventSource says it when it comes back. */
export const frameEvent = (frame: string, to: LiveCursor) => `id: ${formatCursor(to)}\ndata: ${frame}\n\n`;
