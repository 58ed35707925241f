import type { EmbeddedLiveRows } from '../store/store';
import type { LiveBounds, LiveLog, LiveMessage, LiveTail } from './live-log';

/** Messages read at a time. */
const PAGE = 200;
const RETRY_MS = 250;

/**
 * The live log as rows of the embedded store, which appends to it in the transaction that stores the events. Its offset
 * is the row's insertion number, so a cursor survives a restart.
 */
export class EmbeddedLiveLog implements LiveLog {
  readonly kind = 'embedded';
  readonly #rows: EmbeddedLiveRows;
  readonly #epoch: number;
  readonly #tails = new Set<RowTail>();

  constructor(options: { readonly rows: EmbeddedLiveRows; readonly epoch: number }) {
    this.#rows = options.rows;
    this.#epoch = options.epoch;
  }

  async open(): Promise<void> {}

  /** The store has appended it already. */
  async publish(): Promise<void> {}

  async bounds(): Promise<LiveBounds> {
    const { first, last } = await this.#rows.liveBounds();
    return { epoch: this.#epoch, first: Math.max(first, 1), next: last + 1 };
  }

  async tail(offset: number, onMessage: (message: LiveMessage) => void): Promise<LiveTail> {
    const tail = new RowTail(this.#rows, offset, onMessage);
    this.#tails.add(tail);
    tail.wake();
    return {
      close: async () => {
        this.#tails.delete(tail);
        await tail.close();
      },
    };
  }

  waitingFor(): string | null {
    return null;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#tails].map((tail) => tail.close()));
    this.#tails.clear();
  }
}

/** Reads page by page whenever the store says that there is more; one reading at a time, so in order. */
class RowTail {
  readonly #rows: EmbeddedLiveRows;
  readonly #onMessage: (message: LiveMessage) => void;
  readonly #unsubscribe: () => void;
  #after: number;
  #reading: Promise<void> | null = null;
  #more = false;
  #closed = false;

  constructor(rows: EmbeddedLiveRows, offset: number, onMessage: (message: LiveMessage) => void) {
    this.#rows = rows;
    this.#onMessage = onMessage;
    this.#after = offset - 1;
    this.#unsubscribe = rows.onLiveAppend(() => this.wake());
  }

  wake(): void {
    this.#more = true;
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
      if (this.#more && !this.#closed) this.wake();
    });
  }

  async #read(): Promise<void> {
    while (this.#more && !this.#closed) {
      this.#more = false;
      try {
        const rows = await this.#rows.liveRows(this.#after, PAGE);
        for (const { seq, batch } of rows) {
          if (this.#closed) return;
          this.#after = seq;
          this.#onMessage({ offset: seq, batch });
        }
        this.#more ||= rows.length === PAGE;
      } catch {
        // The store is busy or closing: asked again, from the same place.
        this.#more = true;
        await new Promise((done) => setTimeout(done, RETRY_MS));
      }
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#unsubscribe();
    await this.#reading;
  }
}
