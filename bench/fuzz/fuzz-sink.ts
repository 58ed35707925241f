import kafkajs, { type Message, type Producer } from 'kafkajs';
import type { FuzzMessage } from './mutations';

const PER_SEND = 500;
/** A request with everything in it stays below what a broker takes. */
const MAX_SEND_BYTES = 900_000;

/** Writes messages to a topic as they are, each once; throws where the broker does not take one. */
export class FuzzSink {
  readonly #topic: string;
  readonly #partitions: number;
  readonly #producer: Producer;
  #pending: Message[] = [];
  #bytes = 0;
  #sent = 0;

  constructor(brokers: string, topic: string, partitions: number) {
    this.#topic = topic;
    this.#partitions = partitions;
    this.#producer = new kafkajs.Kafka({ brokers: [brokers], logLevel: kafkajs.logLevel.NOTHING }).producer({
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
  }

  async send({ value, headers, timestamp }: FuzzMessage): Promise<void> {
    const bytes = (value?.length ?? 0) + 100;
    if (this.#pending.length === PER_SEND || this.#bytes + bytes > MAX_SEND_BYTES) await this.#flush();
    this.#bytes += bytes;
    const partition = this.#sent++ % this.#partitions;
    // A broker refuses times below 0 but for -1, "none"; kafkajs takes now for 0.
    const at = timestamp > 0 ? { timestamp: String(timestamp) } : {};
    this.#pending.push({ partition, value, headers: { ...headers }, ...at });
  }

  async close(): Promise<void> {
    await this.#flush();
    await this.#producer.disconnect();
  }

  async #flush(): Promise<void> {
    const messages = this.#pending;
    this.#pending = [];
    this.#bytes = 0;
    if (messages.length === 0) return;
    await this.#producer.connect();
    await this.#producer.send({ topic: this.#topic, acks: -1, messages });
  }
}
