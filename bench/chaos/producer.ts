import kafkajs, { type Producer } from 'kafkajs';
import { registerCodecs } from '../../server/kafka/codecs';
import type { ChaosRecord } from './numbered-events';

const LZ4 = 3;
/** So many records in one request of each partition. */
const PER_SEND = 1_000;

/** A producer that never gives up: what it has resolved was acknowledged. It may write a record twice, as producers do. */
export class PatientProducer {
  readonly #topic: string;
  readonly #producer: Producer;

  constructor(brokers: string, topic: string) {
    registerCodecs();
    this.#topic = topic;
    this.#producer = new kafkajs.Kafka({
      brokers: [brokers],
      clientId: 'chaos',
      logLevel: kafkajs.logLevel.NOTHING,
      retry: { initialRetryTime: 100, maxRetryTime: 500, retries: 10_000 },
    }).producer({
      allowAutoTopicCreation: false,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
  }

  /** Resolves once the broker has them all. */
  async send(records: readonly ChaosRecord[]): Promise<void> {
    for (let at = 0; at < records.length; at += PER_SEND)
      await this.#sendUntilTaken(records.slice(at, at + PER_SEND));
  }

  async #sendUntilTaken(records: readonly ChaosRecord[]): Promise<void> {
    for (;;) {
      try {
        await this.#producer.connect();
        await this.#producer.send({
          topic: this.#topic,
          acks: -1,
          compression: LZ4,
          messages: records.map(({ partition, value }) => ({ partition, value })),
        });
        return;
      } catch {
        await new Promise((again) => setTimeout(again, 100));
      }
    }
  }

  async close(): Promise<void> {
    await this.#producer.disconnect();
  }
}
