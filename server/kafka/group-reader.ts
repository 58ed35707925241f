import { backoffMs, messageOf, pause } from '../patience';
import { Assignment, partitionKey, type StartOffset, type TopicPartition } from './assignment';
import type { KafkaConnection } from './connection';
import { type FetchedBatch, FetchIntake } from './fetch-intake';
import { GroupConsumer } from './group-consumer';
import { TopicGoneError } from './kafkajs-patches';
import { Lanes } from './lanes';

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

const MAX_CRASHES = 10;
/** A consumer that lived so long was not part of a row of crashes. */
const HEALTHY_AFTER_MS = 60_000;
const LOADING_PAUSE_MS = 250;
const STOP_WITHIN_MS = 9_000;
const SETTLE_WITHIN_MS = 5_000;

/**
 * Reads topics as a member of a consumer group, from offsets that its owner decides at each assignment. Where kafkajs
 * would stop for good, it makes a new consumer.
 */
export class GroupReader {
  readonly #options: GroupReaderOptions;
  readonly #stopping = new AbortController();
  readonly #lanes: Lanes;
  readonly #assignment = new Assignment();
  readonly #intake: FetchIntake;
  #consumer: GroupConsumer | null = null;
  #crashes = 0;
  #waiting: string | null = null;
  #life: Promise<void> | null = null;

  constructor(options: GroupReaderOptions) {
    const { connection, concurrency, commits, onBatch } = options;
    this.#options = options;
    this.#lanes = new Lanes(concurrency);
    this.#intake = new FetchIntake({
      connection,
      assignment: this.#assignment,
      lanes: this.#lanes,
      stopping: this.#stopping.signal,
      commits,
      isCurrent: (consumer) => consumer === this.#consumer,
      onBatch,
      onDone: () => {
        this.#crashes = 0;
      },
    });
  }

  /** null while reading goes on, else what it waits for. */
  waitingFor(): string | null {
    return this.#waiting;
  }

  /** The partitions that are ours now, as `topic/partition`. */
  reading(): ReadonlySet<string> {
    return new Set(this.#assignment.positions.keys());
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
    await this.#consumer?.joined();
    await this.#lanes.settled();
    await this.#consumer?.disconnect();
    await this.#life;
  }

  /** One consumer after the other, until we are stopped or too many died in a row. */
  async #live(started: () => void): Promise<void> {
    const { connection, groupId, maxCrashes = MAX_CRASHES } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const since = performance.now();
      const error = await this.#consume(started);
      this.#lanes.dropAll();
      this.#assignment.end();
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
  #consume(started: () => void): Promise<Error | null> {
    const consumer: GroupConsumer = new GroupConsumer({
      ...this.#options,
      onAssigned: (assigned) => void this.#settle(consumer, assigned).then((begun) => begun && started()),
      onFetch: (payload) => this.#intake.take(consumer, payload),
    });
    this.#consumer = consumer;
    return consumer.run(this.#stopping.signal);
  }

  /** Asks anew from where the partitions that are ours are to be read; what is under way comes to its end, and is stale. */
  settleAgain(): void {
    if (this.#consumer && !this.#assignment.isOver(this.#assignment.generation))
      // It fails where the consumer has just ended: the next one asks anyway.
      this.#settle(this.#consumer, this.#assignment.partitions).catch(() => {});
  }

  /** Nothing is read until it is known from where. */
  async #settle(consumer: GroupConsumer, assigned: readonly TopicPartition[]): Promise<boolean> {
    this.#lanes.dropAll();
    const generation = this.#assignment.begin(assigned);
    consumer.pause(assigned);
    return await this.#begin(consumer, generation, assigned);
  }

  /** Finds out from where to read, and lets kafkajs read. */
  async #begin(
    consumer: GroupConsumer,
    generation: number,
    assigned: readonly TopicPartition[],
  ): Promise<boolean> {
    const { startOffsets, groupId, connection } = this.#options;
    const { signal } = this.#stopping;
    const isOver = () => this.#assignment.isOver(generation);
    for (let tries = 1; !isOver() && !signal.aborted; tries++) {
      try {
        // What an earlier generation still handles comes to its end, or notices that it is over.
        await Promise.race([this.#lanes.settled(), pause(SETTLE_WITHIN_MS, signal)]);
        const starts = assigned.length > 0 ? await startOffsets(assigned) : [];
        if (isOver()) return false;
        for (const start of starts) {
          this.#assignment.positions.set(partitionKey(start), { next: start.offset, behind: start.offset });
          consumer.seek(start);
        }
        consumer.resume(starts);
        this.#waiting = null;
        return true;
      } catch (error) {
        this.#waiting = `where to read on in group ${groupId}, try ${tries}: ${messageOf(error)}`;
        if (tries === 1)
          connection.log.warn(`kafka: does not know yet where to read on (${messageOf(error)})`);
        await pause(backoffMs(tries, 100, 3_000), signal);
      }
    }
    return false;
  }
}

/**
 * No crash: a broker that has just started has to read the groups first, however many there are; and a topic that is
 * gone is waited for, or made, before the next consumer.
 */
function isPassing(error: Error): boolean {
  return error instanceof TopicGoneError || /coordinator is (loading|not available)/.test(error.message);
}
