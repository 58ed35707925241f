import kafkajs, { type Producer } from 'kafkajs';
import type { LiveBatch } from '../../lib/live/batch';
import { decodeLiveBatch, splitLiveBatch } from '../../lib/live/batch-codec';
import { backoffMs, messageOf, pause } from '../patience';
import type { KafkaConnection } from './connection';

/** A broker takes messages of 1,048,588 bytes by default, with everything around them. */
const MAX_SEND_BYTES = 900 * 1024;
const MIN_SEND_BYTES = 16 * 1024;
/** A send that is not acknowledged for so long makes us look whether the topic is there. */
const SLOW_AFTER_MS = 3_000;

/** One message to be sent; the promise of `publish` waits for all of its batch. */
type Message = { readonly text: string; readonly bytes: number; readonly owner: Owner };
type Owner = { open: number; readonly resolve: () => void; readonly reject: (error: Error) => void };

/**
 * Sends live batches to the one partition of the live topic: acks=all, one send in flight, sent again until it is
 * acknowledged (readers drop repeats). What is waiting goes out together with the next send. Not kafkajs' idempotent
 * producer: after a failed send that takes its sequence back, and the broker may then acknowledge what it never stored.
 */
export class LivePublisher {
  readonly #connection: KafkaConnection;
  readonly #topic: string;
  readonly #untilTopic: () => Promise<void>;
  readonly #closing = new AbortController();
  #queue: Message[] = [];
  #running: Promise<void> | null = null;
  #producer: Producer | null = null;
  #maxBytes = MAX_SEND_BYTES;
  #waiting: string | null = null;

  /** `untilTopic` makes sure that the topic is there: asked when the brokers take their time. */
  constructor(connection: KafkaConnection, topic: string, untilTopic: () => Promise<void>) {
    this.#connection = connection;
    this.#topic = topic;
    this.#untilTopic = untilTopic;
  }

  waitingFor(): string | null {
    return this.#waiting;
  }

  /** Resolves once all of it is acknowledged; rejects only when closed before. */
  async publish(batch: LiveBatch): Promise<void> {
    if (this.#closing.signal.aborted) throw new Error('the live log is closed');
    await new Promise<void>((resolve, reject) => {
      const parts = splitLiveBatch(batch, this.#maxBytes);
      const owner = { open: parts.length, resolve, reject };
      for (const text of parts) this.#queue.push({ text, bytes: Buffer.byteLength(text), owner });
      this.#running ??= this.#run().finally(() => {
        this.#running = null;
      });
    });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
    // A broker that is away would keep it waiting.
    await Promise.race([this.#producer?.disconnect().catch(() => {}), pause(1_000)]);
    this.#producer = null;
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0 && !this.#closing.signal.aborted) {
      const messages = this.#take();
      if (!(await this.#sendUntilAcknowledged(messages))) break;
      for (const { owner } of messages) if (--owner.open === 0) owner.resolve();
    }
    const left = this.#queue;
    this.#queue = [];
    for (const { owner } of left) owner.reject(new Error('the live log was closed before it could publish'));
  }

  /** The next messages that go out in one send. They stay in the queue until they are acknowledged. */
  #take(): readonly Message[] {
    let bytes = 0;
    let count = 0;
    for (const message of this.#queue) {
      bytes += message.bytes;
      if (count > 0 && bytes > this.#maxBytes) break;
      count++;
    }
    return this.#queue.slice(0, count);
  }

  async #sendUntilAcknowledged(messages: readonly Message[]): Promise<boolean> {
    const { signal } = this.#closing;
    for (let tries = 1; !signal.aborted; tries++) {
      const patience = setInterval(() => this.#lookAfterTopic(), SLOW_AFTER_MS);
      try {
        await this.#untilClosed(this.#send(messages));
        this.#queue.splice(0, messages.length);
        this.#waiting = null;
        return true;
      } catch (error) {
        if (signal.aborted) break;
        this.#waiting = `the live topic ${this.#topic}, try ${tries}: ${messageOf(error)}`;
        if (tries === 1)
          this.#connection.log.warn(
            `kafka: could not publish to ${this.#topic}, again (${messageOf(error)})`,
          );
        if (isTooLarge(error) && this.#maxBytes > MIN_SEND_BYTES) {
          this.#shrink();
          messages = this.#take();
        } else await pause(backoffMs(tries, 100, 3_000), signal);
      } finally {
        clearInterval(patience);
      }
    }
    return false;
  }

  /** kafkajs sends again for ever to a topic that is gone, and tells nobody. */
  #lookAfterTopic(): void {
    this.#waiting ??= `the live topic ${this.#topic}: the brokers do not acknowledge what is sent to it`;
    this.#untilTopic().catch((error: unknown) => {
      this.#waiting = `the live topic ${this.#topic}: ${messageOf(error)}`;
    });
  }

  async #send(messages: readonly Message[]): Promise<void> {
    if (!this.#producer) {
      const producer = this.#connection.kafka.producer({
        allowAutoTopicCreation: false,
        maxInFlightRequests: 1,
        createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      });
      this.#connection.watch(producer);
      this.#producer = producer;
    }
    await this.#producer.connect();
    await this.#producer.send({
      topic: this.#topic,
      acks: -1,
      messages: messages.map(({ text }) => ({ value: text, partition: 0 })),
    });
  }

  async #untilClosed<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.#closing;
    return await new Promise<T>((resolve, reject) => {
      const closed = () => reject(new Error('closed'));
      signal.addEventListener('abort', closed, { once: true });
      work.then(resolve, reject).finally(() => signal.removeEventListener('abort', closed));
    });
  }

  /** The topic takes less than we thought: halves the limit and cuts what is waiting anew. */
  #shrink(): void {
    this.#maxBytes = Math.max(MIN_SEND_BYTES, this.#maxBytes >> 1);
    this.#queue = this.#queue.flatMap((message) => {
      const batch = message.bytes > this.#maxBytes ? decodeLiveBatch(message.text) : null;
      if (!batch) return [message];
      const parts = splitLiveBatch(batch, this.#maxBytes);
      message.owner.open += parts.length - 1;
      return parts.map((text) => ({ text, bytes: Buffer.byteLength(text), owner: message.owner }));
    });
  }
}

function isTooLarge(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause)
    if (['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'].includes(String((one as { type?: unknown }).type)))
      return true;
  return false;
}
