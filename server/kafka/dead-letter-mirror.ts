import kafkajs, { type Message, type Producer } from 'kafkajs';
import type { DeadLetter } from '../store/store';
import type { KafkaConnection } from './connection';
import { sendsOf } from './sends';

/**
 * Copies dead letters to a Kafka topic: the payload as it came (cut as in the store), everything about it in headers.
 * A convenience: the row in the database is the record.
 */
export class DeadLetterMirror {
  readonly #topic: string;
  readonly #producer: Producer;

  constructor(connection: KafkaConnection, topic: string) {
    this.#topic = topic;
    this.#producer = connection.brief.producer({
      allowAutoTopicCreation: false,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    connection.watch(this.#producer);
  }

  /** Resolves when the brokers have them (acks=all); rejects after some 10 s. `from` is where they came from. */
  async publish(
    letters: readonly DeadLetter[],
    from: { readonly topic: string; readonly partition: number },
  ): Promise<void> {
    await this.#producer.connect();
    for (const messages of sendsOf(letters.map((letter) => messageOf(letter, from))))
      await this.#producer.send({ topic: this.#topic, acks: -1, messages });
  }

  async close(): Promise<void> {
    await this.#producer.disconnect().catch(() => {});
  }
}

function messageOf(letter: DeadLetter, { topic, partition }: { topic: string; partition: number }): Message {
  const { offset, lastOffset, reason, detail, field, payload, payloadBytes, payloadSha256, at } = letter;
  return {
    key: `${topic}/${partition}/${offset}`,
    value: Buffer.from(payload),
    headers: {
      'dead-letter-topic': topic,
      'dead-letter-partition': String(partition),
      'dead-letter-offset': String(offset),
      'dead-letter-last-offset': String(lastOffset),
      'dead-letter-reason': reason,
      'dead-letter-detail': detail,
      'dead-letter-field': field ?? '',
      'dead-letter-payload-bytes': String(payloadBytes),
      'dead-letter-payload-sha256': payloadSha256,
      'dead-letter-at': String(at),
    },
  };
}
