import type { LiveCursor } from '../../lib/live/cursor';
import type { LiveRing, RingEvent } from './live-ring';

/** Seen at a stretch: a millisecond or so, so that no question holds up a tick. */
const SLICE_EVENTS = 8_192;
/** Between two stretches: questions get no more than a part of the time, however many they are. */
const PAUSE_MS = 6;
const MAX_WAITING = 32;

/** Goes through rings for those who ask what lies in them: one after the other, a slice at a time. */
export class RingReader {
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;

  /** Shows the events in (from, to], oldest first. False, and nothing is shown, when too many wait already. */
  async read(
    ring: Pick<LiveRing, 'visit'>,
    from: LiveCursor,
    to: LiveCursor,
    see: (event: RingEvent) => void,
  ): Promise<boolean> {
    if (this.#waiting >= MAX_WAITING) return false;
    this.#waiting++;
    const before = this.#last;
    let done = () => {};
    this.#last = new Promise((resolve) => {
      done = resolve;
    });
    try {
      await before;
      for (let at: LiveCursor | null = from; at; ) {
        at = ring.visit(at, to, SLICE_EVENTS, see);
        if (at) await pause();
      }
      return true;
    } finally {
      this.#waiting--;
      done();
    }
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
