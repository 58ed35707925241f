import {
  type BatchHandler,
  MisplacedBatchError,
  type PartitionLedger,
  type Source,
  type SourceBatch,
} from '../ingest/source';
import { backoffMs, messageOf, pause } from '../patience';
import { type Chunk, chunksOf } from './chunks';
import type { KafkaConnection } from './connection';
import type { FetchedBatch } from './fetch-intake';
import { GroupReader } from './group-reader';
import { PartitionStarts } from './partition-starts';
import { createTopics, describeTopics, type TopicSpec } from './topics';

export type KafkaSourceOptions = {
  readonly connection: KafkaConnection;
  readonly ledger: PartitionLedger;
  readonly topic: string;
  readonly groupId: string;
  /** Creates the topic when it is missing; null: waits for it. */
  readonly create: TopicSpec | null;
  /** Partitions that are handled at the same time. */
  readonly concurrency: number;
  /** How long a worker that was killed keeps its partitions from the others; 15 s when not given. */
  readonly sessionTimeoutMs?: number;
};

/**
 * Reads events from a Kafka topic as a member of a consumer group. Offsets are committed by hand, each after its
 * chunk was handled: at least once, in order within a partition.
 */
export class KafkaSource implements Source {
  readonly kind = 'kafka';
  readonly #options: KafkaSourceOptions;
  readonly #starts: PartitionStarts;
  readonly #stopping = new AbortController();
  #reader: GroupReader | null = null;
  #waiting: string | null = null;
  /** What the handling of a partition waits for, by `topic/partition`. */
  readonly #stuck = new Map<string, string>();

  constructor(options: KafkaSourceOptions) {
    this.#options = options;
    const { connection, ledger, topic, groupId } = options;
    this.#starts = new PartitionStarts(connection, ledger, topic, groupId);
  }

  describe(): string {
    const { connection, topic, groupId } = this.#options;
    return `topic ${topic} of Kafka at ${connection.describe()}, group ${groupId}`;
  }

  /** The partitions that are ours now, as `topic/partition`. */
  reading(): ReadonlySet<string> {
    return this.#reader?.reading() ?? new Set();
  }

  waitingFor(): string | null {
    const [stuck] = this.#stuck.values();
    const reading = this.#reader?.waitingFor();
    return this.#waiting ?? this.#options.connection.waitingFor() ?? reading ?? stuck ?? null;
  }

  /** Waits for brokers and topic however long that takes; throws `KafkaConfigError` for what waiting does not mend. */
  async start(handler: BatchHandler, onFatal: (error: Error) => void): Promise<void> {
    const { connection, topic, groupId, concurrency, sessionTimeoutMs } = this.#options;
    await connection.untilReachable(this.#stopping.signal);
    await this.#untilTopic();
    if (this.#stopping.signal.aborted) return;
    this.#reader = new GroupReader({
      connection,
      groupId,
      topics: [topic],
      concurrency,
      commits: true,
      ...(sessionTimeoutMs === undefined ? {} : { sessionTimeoutMs }),
      prepare: () => this.#untilTopic(),
      startOffsets: (assigned) => this.#starts.offsets(assigned),
      onBatch: (batch) => this.#handle(batch, handler),
      onFatal,
    });
    await this.#reader.start();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#reader?.stop();
  }

  async #untilTopic(): Promise<void> {
    const { connection, topic, create } = this.#options;
    const { signal } = this.#stopping;
    for (let tries = 1; !signal.aborted; tries++) {
      if (create) await createTopics(connection, [create]);
      const [state] = await describeTopics(connection, [topic]);
      if (state && state.partitions > 0) break;
      this.#waiting = `topic ${topic}, try ${tries}: there is no such topic; create it, or set KAFKA_CREATE_TOPICS=true`;
      if (tries === 1) connection.log.warn(`kafka: waits for ${this.#waiting}`);
      await pause(backoffMs(tries, 250, 3_000), signal);
    }
    this.#waiting = null;
  }

  async #handle(batch: FetchedBatch, handler: BatchHandler): Promise<void> {
    if (this.#starts.isUnproven(batch.partition)) {
      await this.#patiently(batch, 'where to read on', () => this.#starts.prove(batch));
      return;
    }
    let readFrom = batch.wanted;
    for (const chunk of chunksOf(batch.records, batch.wanted)) {
      if (batch.isStopping() || batch.isStale()) return;
      const what = `the handling up to offset ${chunk.lastOffset}`;
      const handled = await this.#patiently(batch, what, () =>
        handler(sourceBatchOf(batch, chunk, readFrom)),
      );
      if (!handled) return;
      readFrom = chunk.lastOffset + 1;
      await batch.done(chunk.lastOffset);
    }
  }

  /** Repeats some work until it resolves: true. False when the batch is not ours any more, or we stop. */
  async #patiently(batch: FetchedBatch, what: string, work: () => Promise<void>): Promise<boolean> {
    const { signal } = this.#stopping;
    const key = `${batch.topic}/${batch.partition}`;
    const givenUp = () => batch.isStale() || signal.aborted;
    try {
      for (let tries = 1; ; tries++) {
        try {
          await work();
          return true;
        } catch (error) {
          if (givenUp()) return false;
          const why = messageOf(error);
          if (error instanceof MisplacedBatchError) {
            this.#options.connection.log.warn(`kafka: ${key}: read anew (${why})`);
            if (error.readFrom === null) this.#reader?.settleAgain();
            else batch.restartAt(error.readFrom);
            return false;
          }
          this.#stuck.set(key, `${key}: ${what}, try ${tries}: ${why}`);
          if (tries === 1) this.#options.connection.log.warn(`kafka: ${key}: ${what} failed, again (${why})`);
          await pause(backoffMs(tries, 100, 3_000), signal);
          if (givenUp()) return false;
        }
      }
    } finally {
      this.#stuck.delete(key);
    }
  }
}

function sourceBatchOf(batch: FetchedBatch, { messages, unreadable }: Chunk, readFrom: number): SourceBatch {
  const { topic, partition, highWatermark, heartbeat, isStale } = batch;
  const readable = { topic, partition, messages, readFrom, highWatermark, heartbeat, isStale };
  return unreadable.length > 0 ? { ...readable, unreadable } : readable;
}
