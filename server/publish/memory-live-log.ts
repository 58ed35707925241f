import type { LiveBatch } from '../../lib/live/batch';
import type { LiveBounds, LiveLog, LiveMessage, LiveTail } from './live-log';

export type MemoryLiveLogOptions = {
  /** Tells the runs of this process apart, e.g. its start in epoch seconds: what is in memory ends with it. */
  readonly epoch: number;
  /** The oldest messages go first. */
  readonly maxEvents?: number;
};

const MAX_EVENTS = 500_000;

type Reader = { next: number; readonly onMessage: (message: LiveMessage) => void; draining: boolean };

/** A live log in memory, for one process that is worker and web: a ring of messages, bounded by their events. */
export class MemoryLiveLog implements LiveLog {
  readonly kind = 'memory';
  readonly #epoch: number;
  readonly #maxEvents: number;
  readonly #readers = new Set<Reader>();
  #messages: LiveMessage[] = [];
  /** Where the ring begins in `#messages`; what lies before has been dropped. */
  #head = 0;
  #events = 0;
  #next = 0;

  constructor(options: MemoryLiveLogOptions) {
    this.#epoch = options.epoch;
    this.#maxEvents = options.maxEvents ?? MAX_EVENTS;
  }

  async open(): Promise<void> {}

  async publish(batch: LiveBatch): Promise<void> {
    this.#messages.push({ offset: this.#next++, batch });
    this.#events += batch.events.length;
    this.#trim();
    for (const reader of this.#readers) this.#drain(reader);
  }

  async bounds(): Promise<LiveBounds> {
    return { epoch: this.#epoch, first: this.#first(), next: this.#next };
  }

  async tail(offset: number, onMessage: (message: LiveMessage) => void): Promise<LiveTail> {
    const reader: Reader = { next: offset, onMessage, draining: false };
    this.#readers.add(reader);
    this.#drain(reader);
    return {
      close: async () => {
        this.#readers.delete(reader);
      },
    };
  }

  waitingFor(): string | null {
    return null;
  }

  async close(): Promise<void> {
    this.#readers.clear();
  }

  #first(): number {
    return this.#next - (this.#messages.length - this.#head);
  }

  /** The newest message stays, however large. */
  #trim(): void {
    while (this.#events > this.#maxEvents && this.#messages.length - this.#head > 1) {
      this.#events -= this.#messages[this.#head]?.batch.events.length ?? 0;
      this.#head++;
    }
    // Moving the rest down now and then keeps dropping cheap on average.
    if (this.#head > 1_024 && this.#head * 2 > this.#messages.length) {
      this.#messages = this.#messages.slice(this.#head);
      this.#head = 0;
    }
  }

  /** Hands over in order, also when a listener publishes in its turn. */
  #drain(reader: Reader): void {
    if (reader.draining) return;
    reader.draining = true;
    try {
      while (this.#readers.has(reader) && reader.next < this.#next) {
        reader.next = Math.max(reader.next, this.#first());
        const message = this.#messages[this.#head + reader.next - this.#first()];
        if (message === undefined) return;
        reader.next = message.offset + 1;
        reader.onMessage(message);
      }
    } finally {
      reader.draining = false;
    }
  }
}
