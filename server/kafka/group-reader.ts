import type { Consumer, EachBatchPayload } from 'kafkajs';
import type { KafkaConnection } from './connection';
import { TopicGoneError } from './kafkajs-patches';
import { Lanes } from './lanes';
import { backoffMs, messageOf, pause } from './patience';
import type { FetchedRecord } from './record-batches';

export type TopicPartition = { readonly topic: string; readonly partition: number };
export type StartOffset = TopicPartition & { readonly offset: number };

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

export type GroupReaderOptions = {
  readonly connection: KafkaConnection;
  readonly groupId: string;
  readonly topics: readonly string[];
  /** How many partitions are handled at the same time. */
  readonly concurrency: number;
  readonly commits: boolean;
  /** After so many consumers that died in a row it is over; 10 when not given. */
  readonly maxCrashes?: number;
  /** How long a worker that died keeps its partitions. */
  readonly sessionTimeoutMs?: number;
  /** Before each new consumer, with the brokers in reach: makes sure that the topics are there. */
  readonly prepare: () => Promise<void>;
  /** Asked at each assignment, before anything is read; asked again, with backoff, when it rejects. */
  readonly startOffsets: (assigned: readonly TopicPartition[]) => Promise<readonly StartOffset[]>;
  /** Resolves when it is through with the batch or gives it up; what is not `done` comes again. */
  readonly onBatch: (batch: FetchedBatch) => Promise<void>;
  /** The consumer has died so often in a row that it is over. */
  readonly onFatal: (error: Error) => void;
};

const HEARTBEAT_MS = 2_000;
const SESSION_TIMEOUT_MS = 15_000;
/** How long a broker holds an empty fetch: an idle reader asks twice a second. */
const MAX_WAIT_MS = 500;
const MAX_BYTES = 8 * 1024 * 1024;
/** Packed. Larger ones are no faster, and cost memory: with 1 MiB the peak is 380 MB in place of 240. */
const MAX_PARTITION_BYTES = 256 * 1024;
const MAX_CRASHES = 10;
/** A consumer that lived so long was not part of a row of crashes. */
const HEALTHY_AFTER_MS = 60_000;
const LOADING_PAUSE_MS = 250;
const STOP_WITHIN_MS = 9_000;
const SETTLE_WITHIN_MS = 5_000;
const INTAKES = 64;
/** A partition that is full is looked at this often for whether it is still ours. */
const LOOK_AGAIN_MS = 250;
/** kafkajs fetches on when all that it fetched has been taken. One that is full for longer must not hold up the others. */
const HOLDS_UP_MS = 1_000;

/** Where a partition is read. */
type Place = {
  /** The offset that the next fetch is to begin at. */
  readonly next: number;
  /** Behind the last record: between the two lie markers of transactions and what was aborted. */
  readonly behind: number;
};

/**
 * Reads topics as a member of a consumer group, from offsets that its owner decides at each assignment. Where kafkajs
 * would stop for good, it makes a new consumer.
 */
export class GroupReader {
  readonly #options: GroupReaderOptions;
  readonly #stopping = new AbortController();
  readonly #lanes: Lanes;
  #consumer: Consumer | null = null;
  /** Counts the assignments; a batch of an older one is stale. */
  #generation = 0;
  #assigned: readonly TopicPartition[] = [];
  /** The newest assignment that the brokers have taken back, and what they said: kafkajs joins again when it is told. */
  #revoked = 0;
  #revocation: unknown = null;
  /** By `topic/partition`; only partitions that we read now. */
  readonly #places = new Map<string, Place>();
  #crashes = 0;
  #waiting: string | null = null;
  #life: Promise<void> | null = null;
  /** Resolves when the consumer of now has joined; one that is stopped before would come back from the dead. */
  #joined: Promise<void> = Promise.resolve();

  constructor(options: GroupReaderOptions) {
    this.#options = options;
    this.#lanes = new Lanes(options.concurrency);
  }

  /** null while reading goes on, else what it waits for. */
  waitingFor(): string | null {
    return this.#waiting;
  }

  /** The partitions that are ours now, as `topic/partition`. */
  reading(): ReadonlySet<string> {
    return new Set(this.#places.keys());
  }

  /** Resolves when the first assignment is being read; rejects when the reader dies before. */
  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      let started = false;
      const begun = () => {
        started = true;
        resolve();
      };
      this.#life = this.#live(begun).catch((error: Error) => {
        if (started) this.#options.onFatal(error);
        else reject(error);
      });
    });
  }

  /** Lets the running batches come to their end, leaves the group. Within about 10 s. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const late = new AbortController();
    await Promise.race([this.#end(), pause(STOP_WITHIN_MS, late.signal)]);
    late.abort();
  }

  async #end(): Promise<void> {
    await this.#joined;
    await this.#lanes.settled();
    await this.#consumer?.disconnect().catch(() => {});
    await this.#life;
  }

  /** One consumer after the other, until we are stopped or too many died in a row. */
  async #live(started: () => void): Promise<void> {
    const { connection, groupId, maxCrashes = MAX_CRASHES } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const since = performance.now();
      const error = await this.#consume(started);
      this.#endGeneration();
      if (error === null || signal.aborted) break;
      const why = connection.configErrorOf(error) ?? error;
      if (isPassing(error)) {
        this.#waiting = `group ${groupId}: ${messageOf(error)}`;
        await pause(LOADING_PAUSE_MS, signal);
        continue;
      }
      if (performance.now() - since > HEALTHY_AFTER_MS) this.#crashes = 0;
      this.#crashes++;
      if (this.#crashes > maxCrashes) throw why;
      this.#waiting = `a new consumer in group ${groupId}, try ${this.#crashes}: ${messageOf(why)}`;
      connection.log.warn(`kafka: the consumer of ${groupId} ended, making a new one (${messageOf(why)})`);
      await pause(backoffMs(this.#crashes, 250, 10_000), signal);
    }
    started();
  }

  /** The life of one consumer: resolves with what it died of, or null when we were stopped. */
  async #consume(started: () => void): Promise<Error | null> {
    const { connection, groupId, topics, sessionTimeoutMs } = this.#options;
    const { signal } = this.#stopping;
    const consumer = connection.kafka.consumer({
      groupId,
      sessionTimeout: sessionTimeoutMs ?? SESSION_TIMEOUT_MS,
      heartbeatInterval: HEARTBEAT_MS,
      maxWaitTimeInMs: MAX_WAIT_MS,
      maxBytes: MAX_BYTES,
      maxBytesPerPartition: MAX_PARTITION_BYTES,
      allowAutoTopicCreation: false,
      // Its own restart would go by without us: every crash is ours to answer.
      retry: { restartOnFailure: async () => false },
    });
    this.#consumer = consumer;
    connection.watch(consumer);
    const ended = new Promise<Error | null>((resolve) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => resolve(payload.error));
      consumer.on(consumer.events.STOP, () => {
        if (signal.aborted) resolve(null);
      });
    });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      const assigned = Object.entries(payload.memberAssignment).flatMap(([topic, partitions]) =>
        partitions.map((partition) => ({ topic, partition })),
      );
      // At once, before kafkajs can fetch: nothing is read until it is known from where.
      this.#assigned = assigned;
      void this.#settle(consumer).then((begun) => begun && started());
    });
    try {
      await connection.untilReachable(signal);
      await this.#options.prepare();
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
        eachBatch: (payload) => this.#handle(consumer, payload),
      });
      return await ended;
    } catch (error) {
      // Not joined: nothing will resolve it.
      this.#joined = Promise.resolve();
      await consumer.disconnect().catch(() => {});
      return error as Error;
    }
  }

  /** Asks anew from where the partitions that are ours are to be read; what is under way comes to its end, and is stale. */
  settleAgain(): void {
    if (this.#consumer && !this.#isOver(this.#generation))
      // It fails where the consumer has just ended: the next one asks anyway.
      this.#settle(this.#consumer).catch(() => {});
  }

  /** Nothing is read until it is known from where. */
  async #settle(consumer: Consumer): Promise<boolean> {
    this.#lanes.dropAll();
    this.#places.clear();
    this.#revocation = null;
    const [generation, assigned] = [++this.#generation, this.#assigned];
    if (assigned.length > 0) consumer.pause(byTopic(assigned));
    return await this.#begin(consumer, generation, assigned);
  }

  #endGeneration(): void {
    this.#lanes.dropAll();
    this.#places.clear();
    this.#revocation = null;
    this.#revoked = this.#generation;
  }

  #isOver(generation: number): boolean {
    return generation !== this.#generation || generation <= this.#revoked;
  }

  /** Finds out from where to read, and lets kafkajs read. */
  async #begin(
    consumer: Consumer,
    generation: number,
    assigned: readonly TopicPartition[],
  ): Promise<boolean> {
    const { startOffsets, groupId, connection } = this.#options;
    for (let tries = 1; !this.#isOver(generation) && !this.#stopping.signal.aborted; tries++) {
      try {
        // What an earlier generation still handles comes to its end, or notices that it is over.
        await Promise.race([this.#lanes.settled(), pause(SETTLE_WITHIN_MS, this.#stopping.signal)]);
        const starts = assigned.length > 0 ? await startOffsets(assigned) : [];
        if (this.#isOver(generation)) return false;
        for (const { topic, partition, offset } of starts) {
          this.#places.set(`${topic}/${partition}`, { next: offset, behind: offset });
          consumer.seek({ topic, partition, offset: String(offset) });
        }
        if (starts.length > 0) consumer.resume(byTopic(starts));
        this.#waiting = null;
        return true;
      } catch (error) {
        this.#waiting = `where to read on in group ${groupId}, try ${tries}: ${messageOf(error)}`;
        if (tries === 1)
          connection.log.warn(`kafka: does not know yet where to read on (${messageOf(error)})`);
        await pause(backoffMs(tries, 100, 3_000), this.#stopping.signal);
      }
    }
    return false;
  }

  /**
   * Takes what a fetch brought into the partition's lane, and lets kafkajs fetch on while it is handled there. Returns
   * when there is room for more.
   */
  async #handle(consumer: Consumer, payload: EachBatchPayload): Promise<void> {
    const { topic, partition, messages, highWatermark } = payload.batch;
    const generation = this.#generation;
    const key = `${topic}/${partition}`;
    this.#tellRevocation(consumer);
    const place = this.#places.get(key);
    // Fetched before the partition was taken from us, or before it was known from where to read.
    if (place === undefined || this.#isOver(generation) || this.#stopping.signal.aborted) return;
    // Fetched before we were told to read on from elsewhere: what lies between would be missing.
    if (Number((payload.batch as { fetchedOffset?: string }).fetchedOffset ?? place.next) > place.next)
      return;
    const wanted = place.behind;
    const records = (messages as unknown as readonly FetchedRecord[]).filter(
      ({ offset }) => offset >= wanted,
    );
    const last = records.at(-1);
    const lastRead = Number(payload.batch.lastOffset());
    // Not a commit: the place from where kafkajs fetches on.
    payload.resolveOffset(String(lastRead));
    this.#places.set(key, { next: lastRead + 1, behind: last ? last.offset + 1 : wanted });
    if (last === undefined) return;
    const restartAt = (offset: number) => {
      if (this.#isOver(generation)) return;
      this.#lanes.drop(key);
      this.#places.set(key, { next: offset, behind: offset });
      consumer.seek({ topic, partition, offset: String(offset) });
    };
    const revoked = (error: unknown) => {
      if (!isRevocation(error)) return false;
      this.#revoked = Math.max(this.#revoked, generation);
      if (generation === this.#generation) this.#revocation = error;
      return true;
    };
    const heartbeat = async () => {
      try {
        await payload.heartbeat();
      } catch (error) {
        if (revoked(error)) throw error;
        // The broker is away: the fetch that follows finds out, and tries again.
      }
    };
    let next = wanted;
    const batch: FetchedBatch = {
      topic,
      partition,
      records,
      wanted,
      // What holds no record is nothing to lag behind.
      highWatermark: Number(highWatermark) - Math.max(0, lastRead - last.offset),
      isStale: () => this.#isOver(generation),
      isStopping: () => this.#stopping.signal.aborted,
      heartbeat,
      restartAt,
      done: async (offset) => {
        if (this.#isOver(generation)) return;
        next = offset + 1;
        this.#crashes = 0;
        if (this.#options.commits) await this.#commit(payload, next, revoked);
      },
    };
    this.#lanes.push(key, async () => {
      if (this.#isOver(generation) || this.#stopping.signal.aborted) return;
      const beat = setInterval(() => void heartbeat().catch(() => {}), HEARTBEAT_MS);
      try {
        await this.#options.onBatch(batch);
      } catch (error) {
        this.#options.connection.log.warn(`kafka: ${key}: not handled, again (${messageOf(error)})`);
        restartAt(next);
      } finally {
        clearInterval(beat);
      }
    });
    const beat = setInterval(() => void heartbeat().catch(() => {}), HEARTBEAT_MS);
    const isHeld = () =>
      this.#lanes.isFull(key) && !this.#isOver(generation) && !this.#stopping.signal.aborted;
    try {
      const since = performance.now();
      while (isHeld() && performance.now() - since < HOLDS_UP_MS)
        await Promise.race([this.#lanes.next(key), pause(LOOK_AGAIN_MS)]);
    } finally {
      clearInterval(beat);
    }
    this.#tellRevocation(consumer);
    if (isHeld()) this.#hold(consumer, { topic, partition }, generation);
  }

  /** Fetches nothing more of a partition until there is room in its lane. */
  #hold(consumer: Consumer, one: TopicPartition, generation: number): void {
    const key = `${one.topic}/${one.partition}`;
    consumer.pause(byTopic([one]));
    void (async () => {
      while (this.#lanes.isFull(key)) await this.#lanes.next(key);
      if (!this.#isOver(generation) && !this.#stopping.signal.aborted) consumer.resume(byTopic([one]));
      // It fails where the consumer has just ended: the next one begins anew.
    })().catch(() => {});
  }

  /** kafkajs joins the group again as soon as it hears what a lane was told: that our assignment is over. */
  #tellRevocation(consumer: Consumer): void {
    const revocation = this.#revocation;
    if (revocation === null || this.#consumer !== consumer) return;
    this.#revocation = null;
    throw revocation;
  }

  /** A commit that fails is made good by the next one; until then a record may come again. */
  async #commit(
    { batch: { topic, partition }, commitOffsetsIfNecessary }: EachBatchPayload,
    next: number,
    revoked: (error: unknown) => boolean,
  ): Promise<void> {
    try {
      await commitOffsetsIfNecessary({
        topics: [{ topic, partitions: [{ partition, offset: String(next) }] }],
      });
    } catch (error) {
      if (!revoked(error))
        this.#options.connection.log.debug(`kafka: not committed, later (${messageOf(error)})`);
    }
  }
}

function byTopic(list: readonly TopicPartition[]): { topic: string; partitions: number[] }[] {
  return [...new Set(list.map(({ topic }) => topic))].map((topic) => ({
    topic,
    partitions: list.filter((one) => one.topic === topic).map(({ partition }) => partition),
  }));
}

/**
 * No crash: a broker that has just started has to read the groups first, however many there are; and a topic that is
 * gone is waited for, or made, before the next consumer.
 */
function isPassing(error: Error): boolean {
  return error instanceof TopicGoneError || /coordinator is (loading|not available)/.test(error.message);
}

/** What the coordinator says to a member whose partitions are being given out anew. */
function isRevocation(error: unknown): boolean {
  const type = (error as { type?: unknown } | null)?.type;
  return (
    [
      'REBALANCE_IN_PROGRESS',
      'ILLEGAL_GENERATION',
      'UNKNOWN_MEMBER_ID',
      'NOT_COORDINATOR_FOR_GROUP',
    ].includes(String(type)) || (error as Error | null)?.name === 'KafkaJSMemberIdRequired'
  );
}
