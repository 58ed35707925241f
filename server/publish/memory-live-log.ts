import type { LiveBatch } from '../../lib/live/batch';
import type { LiveBounds, LiveLog, LiveMessage, LiveTail } from './live-log';

const KEPT_MESSAGES = 20_000;
const KEPT_EVENTS = 500_000;

/** The live log of a single process without Kafka: bounded, and new at each start (so is its epoch). */
export class MemoryLiveLog implements LiveLog {
  readonly kind = 'memory';
  readonly #epoch: number;
  #messages: LiveMessage[] = [];
  #events = 0;
  #next = 0;
  readonly #tails = new Set<(message: LiveMessage) => void>();

  constructor(options: { readonly epoch: number }) {
    this.#epoch = options.epoch;
  }

  async open(): Promise<void> {}

  async publish(batch: LiveBatch): Promise<void> {
    const message = { offset: this.#next++, batch };
    this.#messages.push(message);
    this.#events += batch.events.length;
    while (this.#messages.length > KEPT_MESSAGES || (this.#events > KEPT_EVENTS && this.#messages.length > 1))
      this.#events -= this.#messages.shift()?.batch.events.length ?? 0;
    for (const tail of this.#tails) tail(message);
  }

  async bounds(): Promise<LiveBounds> {
    return { epoch: this.#epoch, first: this.#messages[0]?.offset ?? this.#next, next: this.#next };
  }

  async tail(offset: number, onMessage: (message: LiveMessage) => void): Promise<LiveTail> {
    for (const message of this.#messages) if (message.offset >= offset) onMessage(message);
    // A function of its own, so that the same listener may tail twice.
    const listener = (message: LiveMessage) => onMessage(message);
    this.#tails.add(listener);
    return {
      close: async () => {
        this.#tails.delete(listener);
      },
    };
  }

  waitingFor(): string | null {
    return null;
  }

  async close(): Promise<void> {
    this.#tails.clear();
    this.#messages = [];
  }
}
