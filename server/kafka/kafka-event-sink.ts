import kafkajs, { type CompressionTypes, type Message, type Producer } from 'kafkajs';
import type { EventSink, OutgoingEvent } from '../ingest/event-sink';
import { CODEC_NAMES } from './codecs';
import type { KafkaConnection } from './connection';
import { sendsOf } from './sends';

export type KafkaEventSinkOptions = {
  readonly connection: KafkaConnection;
  readonly topic: string;
  readonly compression?: 'none' | 'gzip' | 'snappy' | 'lz4';
};

/** Puts events into a Kafka topic: acks=all; events of one key go to one partition, in order. */
export class KafkaEventSink implements EventSink {
  readonly #options: KafkaEventSinkOptions;
  readonly #producer: Producer;

  constructor(options: KafkaEventSinkOptions) {
    this.#options = options;
    this.#producer = options.connection.brief.producer({
      allowAutoTopicCreation: false,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    options.connection.watch(this.#producer);
  }

  /**
   * Rejects when the brokers have not acknowledged within some 10 s. Sends run one after the other, so that the
   * events of one call keep their order within a key.
   */
  async append(events: readonly OutgoingEvent[]): Promise<void> {
    const { topic, compression = 'none', connection } = this.#options;
    const messages = events.map(({ key, value }): Message => ({ key, value: bufferOf(value) }));
    try {
      await this.#producer.connect();
      for (const send of sendsOf(messages))
        await this.#producer.send({
          topic,
          acks: -1,
          compression: CODEC_NAMES.indexOf(compression) as CompressionTypes,
          messages: send,
        });
    } catch (error) {
      throw connection.configErrorOf(error) ?? error;
    }
  }

  describe(): string {
    return `topic ${this.#options.topic} of Kafka at ${this.#options.connection.describe()}`;
  }

  async close(): Promise<void> {
    await this.#producer.disconnect().catch(() => {});
  }
}

/** The same bytes as a Buffer: kafkajs takes no other. */
function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
