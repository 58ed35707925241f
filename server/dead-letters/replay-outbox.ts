import type { LiveLog } from '../publish/live-log';
import type { DeadLetterStore } from '../store/dead-letter-store';

const MESSAGES_PER_READ = 50;

/**
 * Brings replayed events from the store to the live log, in the order of their stream: whoever replayed them, and whoever
 * died over it. Several workers may do so at once; what is published twice lies below the marks of every reader.
 */
export class ReplayOutbox {
  readonly #letters: DeadLetterStore;
  readonly #liveLog: LiveLog;
  readonly #log: { warn(text: string): void };
  #running: Promise<void> | null = null;
  #told = false;

  constructor(letters: DeadLetterStore, liveLog: LiveLog, log: { warn(text: string): void }) {
    this.#letters = letters;
    this.#liveLog = liveLog;
    this.#log = log;
  }

  /** Resolves when all that was there has been published, or it failed: the next time goes on. One at a time, whoever asks. */
  flush(): Promise<void> {
    this.#running ??= this.#flush()
      .then(
        () => {
          this.#told = false;
        },
        (error: Error) => {
          if (!this.#told) this.#log.warn(`replayed events are not published yet: ${error.message}`);
          this.#told = true;
        },
      )
      .finally(() => {
        this.#running = null;
      });
    return this.#running;
  }

  async #flush(): Promise<void> {
    for (;;) {
      const messages = await this.#letters.outbox(MESSAGES_PER_READ);
      const last = messages.at(-1);
      if (!last) return;
      for (const { batch } of messages) await this.#liveLog.publish(batch);
      await this.#letters.published(last.seq);
    }
  }
}
