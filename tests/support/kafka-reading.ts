import type { RawMessage, SourceBatch } from '../../server/ingest/source';
import { KafkaConnection } from '../../server/kafka/connection';
import { KafkaSource, type KafkaSourceOptions } from '../../server/kafka/kafka-source';
import { KeptLog } from './log';
import { MemoryLedger } from './memory-ledger';
import { waitFor } from './wait-for';

export type Received = RawMessage & { readonly topic: string; readonly partition: number };

/** A Kafka source with a handler that keeps all it was given. */
export class KafkaReading {
  readonly source: KafkaSource;
  readonly ledger: MemoryLedger;
  readonly log = new KeptLog();
  readonly batches: SourceBatch[] = [];
  readonly received: Received[] = [];
  readonly fatal: Error[] = [];
  /** Runs before a batch counts as handled; may reject. */
  before: (batch: SourceBatch) => Promise<void> = async () => {};

  constructor(
    brokers: string,
    topic: string,
    options: Partial<Omit<KafkaSourceOptions, 'ledger'>> & { readonly ledger?: MemoryLedger } = {},
  ) {
    this.ledger = options.ledger ?? new MemoryLedger();
    this.source = new KafkaSource({
      connection: new KafkaConnection({ brokers: [brokers], clientId: 'test' }, this.log),
      topic,
      groupId: `group-of-${topic}`,
      create: null,
      concurrency: 2,
      sessionTimeoutMs: 6_000,
      ...options,
      ledger: this.ledger,
    });
  }

  async start(): Promise<this> {
    await this.source.start(
      async (batch) => {
        await this.before(batch);
        this.ledger.accept(batch);
        this.batches.push(batch);
        for (const message of batch.messages)
          this.received.push({ ...message, topic: batch.topic, partition: batch.partition });
      },
      (error) => this.fatal.push(error),
    );
    return this;
  }

  get values(): string[] {
    return this.received.map(({ value }) => (value === null ? 'null' : Buffer.from(value).toString()));
  }

  offsets(partition = 0): number[] {
    return this.received.filter((message) => message.partition === partition).map(({ offset }) => offset);
  }

  async untilReceived(count: number): Promise<void> {
    await waitFor(
      () => this.received.length >= count,
      () => `${count} records to be read, ${this.received.length} are`,
    );
  }
}
