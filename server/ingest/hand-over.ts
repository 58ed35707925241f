import { setTimeout as pause } from 'node:timers/promises';
import type { BatchHandler, RawMessage } from './source';

const RETRY_FIRST_MS = 250;
const RETRY_MAX_MS = 3_000;
/** How long a running batch may take at the stop, before it is abandoned. */
const PATIENCE_MS = 6_000;

/**
 * Hands the batches of one partition to the pipeline, one at a time; a batch whose handling fails comes again until it
 * is through or we stop.
 */
export class HandOver {
  readonly #topic: string;
  readonly #partition: number;
  readonly #handler: BatchHandler;
  readonly #stopping = new AbortController();
  #stale = false;

  constructor(topic: string, partition: number, handler: BatchHandler) {
    this.#topic = topic;
    this.#partition = partition;
    this.#handler = handler;
  }

  /** Aborted once `stop` was called: no more batches. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /**
   * True when the batch went through, false when we stopped before. `onFailure` looks at a failed try: when it throws,
   * that is the end.
   */
  async deliver(messages: readonly RawMessage[], onFailure?: () => Promise<void>): Promise<boolean> {
    const batch = {
      topic: this.#topic,
      partition: this.#partition,
      messages,
      highWatermark: (messages.at(-1)?.offset ?? -1) + 1,
      heartbeat: async () => {},
      isStale: () => this.#stale,
    };
    for (let wait = RETRY_FIRST_MS; ; wait = Math.min(wait * 2, RETRY_MAX_MS)) {
      try {
        await this.#handler(batch);
        return true;
      } catch {
        if (this.signal.aborted) return false;
        await onFailure?.();
        await this.rest(wait);
        if (this.signal.aborted) return false;
      }
    }
  }

  /** Waits, but not beyond the stop. */
  async rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.signal }).catch(() => {});
  }

  /** Lets the running batch finish, for a while; then it is abandoned and comes again after the next start. */
  async stop(running: Promise<unknown>): Promise<void> {
    this.#stopping.abort();
    const patience = setTimeout(() => {
      this.#stale = true;
    }, PATIENCE_MS);
    await running;
    clearTimeout(patience);
  }
}
