import type { LiveCursor } from '../../lib/live/cursor';
import type { LiveRing, RingEvent } from './live-ring';

/** Seen at a stretch: a millisecond or so, so that no question holds up a tick. */
const SLICE_EVENTS = 8_192;
/** Between two stretches: questions get no more than a part of the time, however many they are. */
const PAUSE_MS = 6;
const MAX_WAITING = 32;
const MAX_WAITING_PER_ADDRESS = 16;

/** Who asks. */
export type Asker = {
  /** The address that limits hold for. */
  readonly address: string;
  /** False once nobody waits for the answer any more. */
  readonly waits: () => boolean;
};

/** busy: too many wait already. many: too many of this address do. left: the asker has gone. */
export type Unread = 'busy' | 'many' | 'left';

/** Goes through rings for those who ask what lies in them: one after the other, a slice at a time. */
export class RingReader {
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;
  readonly #waitingOf = new Map<string, number>();

  /** Shows the events in (from, to], oldest first. null: all of them; else it was not begun, or left off. */
  async read(
    ring: Pick<LiveRing, 'visit'>,
    from: LiveCursor,
    to: LiveCursor,
    see: (event: RingEvent) => void,
    { address, waits }: Asker,
  ): Promise<Unread | null> {
    const ofAddress = this.#waitingOf.get(address) ?? 0;
    if (ofAddress >= MAX_WAITING_PER_ADDRESS) return 'many';
    if (this.#waiting >= MAX_WAITING) return 'busy';
    this.#waiting++;
    this.#waitingOf.set(address, ofAddress + 1);
    const before = this.#last;
    let done = () => {};
    this.#last = new Promise((resolve) => {
      done = resolve;
    });
    try {
      await before;
      for (let at: LiveCursor | null = from; at; ) {
        if (!waits()) return 'left';
        at = ring.visit(at, to, SLICE_EVENTS, see);
        if (at) await pause();
      }
      return null;
    } finally {
      this.#waiting--;
      const others = (this.#waitingOf.get(address) ?? 1) - 1;
      if (others > 0) this.#waitingOf.set(address, others);
      else this.#waitingOf.delete(address);
      done();
    }
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
