import kafkajs, { type Message, type Producer } from 'kafkajs';
import type { DeadLetter } from '../store/store';
import type { KafkaConnection } from './connection';
import { sendsOf } from './sends';

type RecordPlace = { readonly topic: string; readonly partition: number };

/** After a failure the topic is left alone for so long: a topic that is not there must not hold the stream back. */
const REST_MS = 30_000;

/**
 * Copies dead letters to a Kafka topic: the payload as it came (cut as in the store), everything about it in headers.
 * A convenience: the row in the database is the record.
 */
export class DeadLetterMirror {
  readonly #topic: string;
  readonly #producer: Producer;
  readonly #now: () => number;
  readonly #warn: (text: string) => void;
  #restUntil = 0;
  #leftOut = 0;

  constructor(
    connection: KafkaConnection,
    topic: string,
    { now, warn }: { readonly now: () => number; readonly warn: (text: string) => void },
  ) {
    this.#topic = topic;
    this.#now = now;
    this.#warn = warn;
    this.#producer = connection.brief.producer({
      allowAutoTopicCreation: false,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    connection.watch(this.#producer);
  }

  /**
   * Resolves when the brokers have them (acks=all). What they do not take within some 10 s is said and left out, and so is
   * what comes in the 30 s after. `from` is where the letters came from.
   */
  async publish(letters: readonly DeadLetter[], from: RecordPlace): Promise<void> {
    if (this.#now() < this.#restUntil) {
      this.#leftOut += letters.length;
      return;
    }
    try {
      await this.#send(letters, from);
      if (this.#leftOut > 0)
        this.#warn(`dead letters are mirrored to ${this.#topic} again; ${this.#leftOut} are not there`);
      this.#leftOut = 0;
    } catch (error) {
      this.#restUntil = this.#now() + REST_MS;
      this.#leftOut += letters.length;
      this.#warn(
        `dead letters are not mirrored to ${this.#topic}: ${(error as Error).message}; they are in the database`,
      );
    }
  }

  async #send(letters: readonly DeadLetter[], from: RecordPlace): Promise<void> {
    await this.#producer.connect();
    for (const messages of sendsOf(letters.map((letter) => messageOf(letter, from))))
      await this.#producer.send({ topic: this.#topic, acks: -1, messages });
  }

  async close(): Promise<void> {
    await this.#producer.disconnect().catch(() => {});
  }
}

function messageOf(letter: DeadLetter, { topic, partition }: RecordPlace): Message {
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
