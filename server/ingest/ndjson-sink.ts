import type { Writable } from 'node:stream';
import type { EventSink, OutgoingEvent } from './event-sink';

/** Writes events as lines. Resolves once the stream has taken them; rejects when its reader went away. */
export class NdjsonSink implements EventSink {
  readonly #out: Writable;

  constructor(out: Writable) {
    this.#out = out;
    // Whoever appends is told; without a listener the process would end.
    out.on('error', () => {});
  }

  append(events: readonly OutgoingEvent[]): Promise<void> {
    const lines = events.map(({ value }) => `${Buffer.from(value).toString()}\n`).join('');
    return new Promise((resolve, reject) => {
      this.#out.write(lines, (error) => (error ? reject(error) : resolve()));
    });
  }

  describe(): string {
    return 'standard output';
  }
}
