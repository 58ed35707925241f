import type { LiveBounds, LiveLog, LiveMessage, LiveTail } from '../publish/live-log';

/** A live log that tells of each message that is new to its reader when the reader gets it; what is read back is not. */
export class ObservedLiveLog implements LiveLog {
  readonly kind: LiveLog['kind'];
  readonly #inner: LiveLog;
  readonly #onMessage: (message: LiveMessage) => void;
  /** Where the log ended when its reader last asked: before it asks, nothing is new. */
  #end = Number.POSITIVE_INFINITY;

  constructor(inner: LiveLog, onMessage: (message: LiveMessage) => void) {
    this.kind = inner.kind;
    this.#inner = inner;
    this.#onMessage = onMessage;
  }

  async bounds(): Promise<LiveBounds> {
    const bounds = await this.#inner.bounds();
    this.#end = bounds.next;
    return bounds;
  }

  tail(offset: number, onMessage: (message: LiveMessage) => void): Promise<LiveTail> {
    return this.#inner.tail(offset, (message) => {
      if (message.offset >= this.#end) this.#onMessage(message);
      onMessage(message);
    });
  }

  open(): Promise<void> {
    return this.#inner.open();
  }
  publish(batch: Parameters<LiveLog['publish']>[0]): Promise<void> {
    return this.#inner.publish(batch);
  }
  waitingFor(): string | null {
    return this.#inner.waitingFor();
  }
  close(): Promise<void> {
    return this.#inner.close();
  }
}
