import type { Consumer, EachBatchPayload } from 'kafkajs';
import type { StartOffset, TopicPartition } from './assignment';
import type { KafkaConnection } from './connection';

export type GroupConsumerOptions = {
  readonly connection: KafkaConnection;
  readonly groupId: string;
  readonly topics: readonly string[];
  /** How long a worker that died keeps its partitions. */
  readonly sessionTimeoutMs?: number;
  /** With the brokers in reach, before it joins: makes sure that the topics are there. */
  readonly prepare: () => Promise<void>;
  /** Called at each assignment, at once: before kafkajs can fetch. */
  readonly onAssigned: (assigned: readonly TopicPartition[]) => void;
  /** Of each partition one at a time; kafkajs fetches on when all that it fetched has been taken. */
  readonly onFetch: (payload: EachBatchPayload) => Promise<void>;
};

export const HEARTBEAT_MS = 2_000;
const SESSION_TIMEOUT_MS = 15_000;
/** How long a broker holds an empty fetch: an idle reader asks twice a second. */
const MAX_WAIT_MS = 500;
const MAX_BYTES = 8 * 1024 * 1024;
/** Packed. Larger ones are no faster, and cost memory: with 1 MiB the peak is 380 MB in place of 240. */
const MAX_PARTITION_BYTES = 256 * 1024;
const INTAKES = 64;
/** Partitions that are added to a topic are noticed after so long; kafkajs' own five minutes are too late. */
const METADATA_AGE_MS = 15_000;

/** One kafkajs consumer, which lives until it is stopped or dies. */
export class GroupConsumer {
  readonly #options: GroupConsumerOptions;
  readonly #consumer: Consumer;
  #joined: Promise<void> = Promise.resolve();

  constructor(options: GroupConsumerOptions) {
    const { connection, groupId, sessionTimeoutMs } = options;
    this.#options = options;
    this.#consumer = connection.kafka.consumer({
      groupId,
      sessionTimeout: sessionTimeoutMs ?? SESSION_TIMEOUT_MS,
      heartbeatInterval: HEARTBEAT_MS,
      maxWaitTimeInMs: MAX_WAIT_MS,
      metadataMaxAge: METADATA_AGE_MS,
      maxBytes: MAX_BYTES,
      maxBytesPerPartition: MAX_PARTITION_BYTES,
      allowAutoTopicCreation: false,
      // Its own restart would go by without us: every crash is ours to answer.
      retry: { restartOnFailure: async () => false },
    });
    connection.watch(this.#consumer);
  }

  /** Resolves when it has joined, or will not; one that is stopped before would come back from the dead. */
  joined(): Promise<void> {
    return this.#joined;
  }

  /** Its life: resolves with what it died of, or null when the signal stopped it. */
  async run(signal: AbortSignal): Promise<Error | null> {
    const { connection, topics, prepare, onAssigned, onFetch } = this.#options;
    const consumer = this.#consumer;
    const ended = new Promise<Error | null>((resolve) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => resolve(payload.error));
      consumer.on(consumer.events.STOP, () => {
        if (signal.aborted) resolve(null);
      });
    });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) =>
      onAssigned(
        Object.entries(payload.memberAssignment).flatMap(([topic, partitions]) =>
          partitions.map((partition) => ({ topic, partition })),
        ),
      ),
    );
    try {
      await connection.untilReachable(signal);
      await prepare();
      if (signal.aborted) return null;
      this.#joined = new Promise((resolve) => {
        consumer.on(consumer.events.GROUP_JOIN, () => resolve());
        void ended.then(() => resolve());
      });
      await consumer.connect();
      await consumer.subscribe({ topics: [...topics], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        // They only put batches into lanes, and wait there for room.
        partitionsConsumedConcurrently: INTAKES,
        eachBatch: onFetch,
      });
      return await ended;
    } catch (error) {
      // Not joined: nothing will resolve it.
      this.#joined = Promise.resolve();
      await this.disconnect();
      return error as Error;
    }
  }

  /** Fetches nothing of these partitions until they are resumed. Throws where the consumer has just ended; so do the others. */
  pause(partitions: readonly TopicPartition[]): void {
    if (partitions.length > 0) this.#consumer.pause(byTopic(partitions));
  }

  resume(partitions: readonly TopicPartition[]): void {
    if (partitions.length > 0) this.#consumer.resume(byTopic(partitions));
  }

  /** The next fetch of the partition begins there. */
  seek({ topic, partition, offset }: StartOffset): void {
    this.#consumer.seek({ topic, partition, offset: String(offset) });
  }

  async disconnect(): Promise<void> {
    await this.#consumer.disconnect().catch(() => {});
  }
}

function byTopic(list: readonly TopicPartition[]): { topic: string; partitions: number[] }[] {
  return [...new Set(list.map(({ topic }) => topic))].map((topic) => ({
    topic,
    partitions: list.filter((one) => one.topic === topic).map(({ partition }) => partition),
  }));
}
