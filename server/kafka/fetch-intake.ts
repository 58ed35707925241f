import type { EachBatchPayload } from 'kafkajs';
import { messageOf, pause } from '../patience';
import { type Assignment, partitionKey, type TopicPartition } from './assignment';
import type { KafkaConnection } from './connection';
import { type GroupConsumer, HEARTBEAT_MS } from './group-consumer';
import type { Lanes } from './lanes';
import type { FetchedRecord } from './record-batches';

/** What one fetch brought of one partition. */
export type FetchedBatch = TopicPartition & {
  /** Ascending; none below where we want to read on. Never empty. */
  readonly records: readonly FetchedRecord[];
  /** The offset behind the last record that was handed over, or that we began at: up to the first record there is none. */
  readonly wanted: number;
  readonly highWatermark: number;
  /** True once the partition is not ours any more. */
  isStale(): boolean;
  /** True when no further chunk should be begun: the reader stops. */
  isStopping(): boolean;
  heartbeat(): Promise<void>;
  /** Everything up to and including `offset` is done: commits it, so that nobody reads it again. */
  done(offset: number): Promise<void>;
  /** Reads on from `offset` in place of what follows; nothing is committed. The rest of the batch is to be left. */
  restartAt(offset: number): void;
};

export type FetchIntakeOptions = {
  readonly connection: KafkaConnection;
  readonly assignment: Assignment;
  readonly lanes: Lanes;
  readonly stopping: AbortSignal;
  readonly commits: boolean;
  readonly isCurrent: (consumer: GroupConsumer) => boolean;
  /** Resolves when it is through with the batch or gives it up; what is not `done` comes again. */
  readonly onBatch: (batch: FetchedBatch) => Promise<void>;
  readonly onDone: () => void;
};

/** A partition that is full is looked at this often for whether it is still ours. */
const LOOK_AGAIN_MS = 250;
/** kafkajs fetches on when all that it fetched has been taken. One that is full for longer must not hold up the others. */
const HOLDS_UP_MS = 1_000;

/** Takes what fetches bring into the lanes of their partitions, and lets kafkajs fetch on while it is handled there. */
export class FetchIntake {
  readonly #options: FetchIntakeOptions;

  constructor(options: FetchIntakeOptions) {
    this.#options = options;
  }

  /** Returns when there is room for more. */
  async take(consumer: GroupConsumer, payload: EachBatchPayload): Promise<void> {
    const { assignment, lanes, stopping } = this.#options;
    const { topic, partition, messages, highWatermark } = payload.batch;
    const { generation } = assignment;
    const key = partitionKey({ topic, partition });
    this.#tellRevocation(consumer);
    const position = assignment.positions.get(key);
    // Fetched before the partition was taken from us, or before it was known from where to read.
    if (position === undefined || this.#isOver(generation)) return;
    // Fetched before we were told to read on from elsewhere: what lies between would be missing.
    if (Number((payload.batch as { fetchedOffset?: string }).fetchedOffset ?? position.next) > position.next)
      return;
    const wanted = position.behind;
    const records = (messages as unknown as readonly FetchedRecord[]).filter(
      ({ offset }) => offset >= wanted,
    );
    const last = records.at(-1);
    const lastRead = Number(payload.batch.lastOffset());
    // Not a commit: the place from where kafkajs fetches on.
    payload.resolveOffset(String(lastRead));
    assignment.positions.set(key, { next: lastRead + 1, behind: last ? last.offset + 1 : wanted });
    if (last === undefined) return;
    const restartAt = (offset: number) => {
      if (assignment.isOver(generation)) return;
      lanes.drop(key);
      assignment.positions.set(key, { next: offset, behind: offset });
      consumer.seek({ topic, partition, offset });
    };
    const heartbeat = async () => {
      try {
        await payload.heartbeat();
      } catch (error) {
        if (assignment.revokedBy(error, generation)) throw error;
        // The broker is away: the fetch that follows finds out, and tries again.
      }
    };
    const beats = () => setInterval(() => void heartbeat().catch(() => {}), HEARTBEAT_MS);
    let next = wanted;
    const batch: FetchedBatch = {
      topic,
      partition,
      records,
      wanted,
      // What holds no record is nothing to lag behind.
      highWatermark: Number(highWatermark) - Math.max(0, lastRead - last.offset),
      isStale: () => assignment.isOver(generation),
      isStopping: () => stopping.aborted,
      heartbeat,
      restartAt,
      done: async (offset) => {
        if (assignment.isOver(generation)) return;
        next = offset + 1;
        this.#options.onDone();
        if (this.#options.commits) await this.#commit(payload, next, generation);
      },
    };
    lanes.push(key, async () => {
      if (this.#isOver(generation)) return;
      const beat = beats();
      try {
        await this.#options.onBatch(batch);
      } catch (error) {
        this.#options.connection.log.warn(`kafka: ${key}: not handled, again (${messageOf(error)})`);
        restartAt(next);
      } finally {
        clearInterval(beat);
      }
    });
    const beat = beats();
    const isHeld = () => lanes.isFull(key) && !this.#isOver(generation);
    try {
      const since = performance.now();
      while (isHeld() && performance.now() - since < HOLDS_UP_MS)
        await Promise.race([lanes.next(key), pause(LOOK_AGAIN_MS)]);
    } finally {
      clearInterval(beat);
    }
    this.#tellRevocation(consumer);
    if (isHeld()) this.#hold(consumer, { topic, partition }, generation);
  }

  /** Nothing more is begun of this generation. */
  #isOver(generation: number): boolean {
    return this.#options.assignment.isOver(generation) || this.#options.stopping.aborted;
  }

  /** Fetches nothing more of a partition until there is room in its lane. */
  #hold(consumer: GroupConsumer, one: TopicPartition, generation: number): void {
    const { lanes } = this.#options;
    const key = partitionKey(one);
    consumer.pause([one]);
    void (async () => {
      while (lanes.isFull(key)) await lanes.next(key);
      if (!this.#isOver(generation)) consumer.resume([one]);
      // It fails where the consumer has just ended: the next one begins anew.
    })().catch(() => {});
  }

  /** kafkajs joins the group again as soon as it hears what a lane was told: that our assignment is over. */
  #tellRevocation(consumer: GroupConsumer): void {
    if (!this.#options.isCurrent(consumer)) return;
    const revocation = this.#options.assignment.takeRevocation();
    if (revocation !== null) throw revocation;
  }

  /** A commit that fails is made good by the next one; until then a record may come again. */
  async #commit(
    { batch: { topic, partition }, commitOffsetsIfNecessary }: EachBatchPayload,
    next: number,
    generation: number,
  ): Promise<void> {
    const { assignment, connection } = this.#options;
    try {
      await commitOffsetsIfNecessary({
        topics: [{ topic, partitions: [{ partition, offset: String(next) }] }],
      });
    } catch (error) {
      if (!assignment.revokedBy(error, generation))
        connection.log.debug(`kafka: not committed, later (${messageOf(error)})`);
    }
  }
}
