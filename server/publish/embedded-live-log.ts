import { setImmediate as turn } from 'node:timers/promises';
import type { EmbeddedLiveRows } from '../store/store';
import type { LiveBounds, LiveLog, LiveMessage, LiveTail } from './live-log';

export type EmbeddedLiveLogOptions = {
  /** The embedded store: it appends to the log in the transaction of each write. */
  readonly rows: EmbeddedLiveRows;
  /** Belongs to the file, so that a cursor of another file is told from ours. */
  readonly epoch: number;
  readonly retryMs?: number;
};

const ROWS_PER_READ = 32;
const RETRY_MS = 500;

/**
 * The live log of the embedded mode: rows of the same file. An offset is the row's insertion number, so that a cursor
 * survives a restart.
 */
export class EmbeddedLiveLog implements LiveLog {
  readonly kind = 'embedded';
  readonly #options: EmbeddedLiveLogOptions;
  readonly #tails = new Set<Tail>();

  constructor(options: EmbeddedLiveLogOptions) {
    this.#options = options;
  }

  async open(): Promise<void> {}

  /** The store has appended it already, in the transaction that stored it. */
  async publish(): Promise<void> {}

  async bounds(): Promise<LiveBounds> {
    const { rows, epoch } = this.#options;
    const { first, next } = await rows.liveBounds();
    return { epoch, first: first === 0 ? next : first, next };
  }

  async tail(offset: number, onMessage: (message: LiveMessage) => void): Promise<LiveTail> {
    const tail = new Tail(this.#options.rows, offset, onMessage, this.#options.retryMs ?? RETRY_MS);
    this.#tails.add(tail);
    tail.start();
    return {
      close: async () => {
        this.#tails.delete(tail);
        await tail.close();
      },
    };
  }

  waitingFor(): string | null {
    for (const tail of this.#tails) if (tail.trouble !== null) return tail.trouble;
    return null;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#tails].map((tail) => tail.close()));
    this.#tails.clear();
  }
}

/** One reader: reads until there is no more, then sleeps until the store appends. */
class Tail {
  trouble: string | null = null;
  readonly #rows: EmbeddedLiveRows;
  readonly #onMessage: (message: LiveMessage) => void;
  readonly #retryMs: number;
  #after: number;
  #closed = false;
  #pending = true;
  #wake: (() => void) | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(
    rows: EmbeddedLiveRows,
    offset: number,
    onMessage: (message: LiveMessage) => void,
    retryMs: number,
  ) {
    this.#rows = rows;
    this.#after = offset - 1;
    this.#onMessage = onMessage;
    this.#retryMs = retryMs;
  }

  start(): void {
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#wake?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    const stop = this.#rows.onLiveAppend(() => {
      this.#pending = true;
      this.#wake?.();
    });
    try {
      while (!this.#closed) {
        if (this.#pending) await this.#read();
        else await this.#sleep(null);
      }
    } finally {
      stop();
    }
  }

  async #read(): Promise<void> {
    // Set before the read: what is appended during it is read by the next one.
    this.#pending = false;
    try {
      const rows = await this.#rows.liveRows(this.#after, ROWS_PER_READ);
      this.trouble = null;
      for (const { seq, batch } of rows) {
        if (this.#closed) return;
        this.#onMessage({ offset: seq, batch });
        this.#after = seq;
        // Sockets, timers and the other parts of the process: a backlog must not hold them up.
        await turn();
      }
      if (rows.length === ROWS_PER_READ) this.#pending = true;
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error);
      this.#pending = true;
      await this.#sleep(this.#retryMs);
    }
  }

  #sleep(ms: number | null): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = ms === null ? null : setTimeout(() => this.#wake?.(), ms);
      this.#wake = () => {
        if (timer !== null) clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
    });
  }
}
