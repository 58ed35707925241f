import type { EventSink, OutgoingEvent } from './event-sink';
import type { BatchHandler, PartitionLedger, RawMessage, Source } from './source';

const TOPIC = 'collector';
const PARTITION = 0;
/** Events of concurrent requests that go through the pipeline together. */
const MAX_BATCH = 5_000;
/** Events that wait; above this a request is refused and the sender tries again. */
const MAX_WAITING = 50_000;
const RETRY_MS = 250;

type Waiting = {
  readonly events: readonly OutgoingEvent[];
  readonly done: () => void;
  readonly failed: (error: Error) => void;
};

/**
 * The collector's way into the pipeline where there is no Kafka: `append` resolves after the commit. Offsets go on
 * from where the store stands.
 */
export class CollectorSource implements Source, EventSink {
  readonly kind = 'collector';
  readonly #ledger: PartitionLedger;
  readonly #now: () => number;
  #queue: Waiting[] = [];
  #waiting = 0;
  #next = 0;
  #handler: BatchHandler | null = null;
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(ledger: PartitionLedger, now: () => number) {
    this.#ledger = ledger;
    this.#now = now;
  }

  async start(handler: BatchHandler): Promise<void> {
    const position = await this.#ledger.position(TOPIC, PARTITION);
    this.#next = (position?.storedTo ?? -1) + 1;
    this.#handler = handler;
    this.#wake();
  }

  append(events: readonly OutgoingEvent[]): Promise<void> {
    if (this.#stopped) return Promise.reject(new Error('the process is stopping'));
    if (this.#waiting + events.length > MAX_WAITING)
      return Promise.reject(new Error('too many events are waiting'));
    this.#waiting += events.length;
    return new Promise((done, failed) => {
      this.#queue.push({ events, done, failed });
      this.#wake();
    });
  }

  #wake(): void {
    if (this.#handler === null || this.#running !== null) return;
    this.#running = this.#drain(this.#handler).finally(() => {
      this.#running = null;
      if (this.#queue.length > 0 && !this.#stopped) this.#wake();
    });
  }

  async #drain(handler: BatchHandler): Promise<void> {
    while (this.#queue.length > 0) {
      const taken: Waiting[] = [];
      let count = 0;
      while (this.#queue[0] && (count === 0 || count + this.#queue[0].events.length <= MAX_BATCH)) {
        const waiting = this.#queue.shift();
        if (!waiting) break;
        taken.push(waiting);
        count += waiting.events.length;
      }
      const first = this.#next;
      const timestamp = this.#now();
      const messages: RawMessage[] = taken
        .flatMap(({ events }) => events)
        .map(({ value }, index) => ({ offset: first + index, timestamp, key: null, value, headers: {} }));
      try {
        await this.#handle(handler, messages);
        this.#next = first + count;
        for (const { done } of taken) done();
      } catch (error) {
        for (const { failed } of taken) failed(error as Error);
      }
      this.#waiting -= count;
    }
  }

  /** The same batch again until it is through: its offsets are given, so a second try changes nothing. */
  async #handle(handler: BatchHandler, messages: readonly RawMessage[]): Promise<void> {
    for (;;) {
      try {
        return await handler({
          topic: TOPIC,
          partition: PARTITION,
          messages,
          highWatermark: this.#next + messages.length,
          heartbeat: async () => {},
          isStale: () => this.#stopped,
        });
      } catch (error) {
        if (this.#stopped) throw error;
        await new Promise((done) => setTimeout(done, RETRY_MS));
      }
    }
  }

  async stop(): Promise<void> {
    const running = this.#running;
    // What is being written is finished; what only waits is refused, and its sender knows.
    for (const { failed, events } of this.#queue.splice(0)) {
      this.#waiting -= events.length;
      failed(new Error('the process is stopping'));
    }
    const patience = setTimeout(() => {
      this.#stopped = true;
    }, 5_000);
    await running;
    clearTimeout(patience);
    this.#stopped = true;
  }

  describe(): string {
    return 'POST /api/events';
  }
  waitingFor(): string | null {
    return null;
  }
}
