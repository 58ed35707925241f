import { randomUUID } from 'node:crypto';
import type { LiveBatch } from '../../lib/live/batch';
import { decodeLiveBatch } from '../../lib/live/batch-codec';
import { backoffMs, messageOf, pause } from '../patience';
import type { LiveBounds, LiveLog, LiveMessage, LiveTail } from '../publish/live-log';
import { KafkaConfigError } from './config-errors';
import type { KafkaConnection } from './connection';
import type { FetchedBatch } from './fetch-intake';
import { GroupReader } from './group-reader';
import { differs, LiveEpoch, type LiveMark, markOf, type SharedText } from './live-epoch';
import { LivePublisher } from './live-publisher';
import { readRecord } from './read-record';
import type { FetchedRecord } from './record-batches';
import { createTopics, describeTopics, topicBounds } from './topics';

export type KafkaLiveLogOptions = {
  readonly connection: KafkaConnection;
  readonly topic: string;
  /** Of the live log, for cursors; in force until the topic is made anew. */
  readonly epoch: number;
  /** Where the processes agree on the epoch; without it each knows its own. */
  readonly shared?: SharedText;
  /** Creates the topic when it is missing; null: waits for it. */
  readonly create: { readonly replication: number; readonly retentionMs: number } | null;
};

/** How long closing may take to tidy up: a group that is left behind is removed at the next `open`. */
const TIDY_WITHIN_MS = 3_000;
/** How often a tail notes how far it is. */
const NOTE_EVERY_MS = 5_000;

/** The live log in a Kafka topic of exactly one partition, so that an offset is a cursor for every web process. */
export class KafkaLiveLog implements LiveLog {
  readonly kind = 'kafka';
  readonly #options: KafkaLiveLogOptions;
  readonly #publisher: LivePublisher;
  readonly #closing = new AbortController();
  readonly #tails = new Set<GroupReader>();
  readonly #epoch: LiveEpoch;
  #isProven = false;
  #creating: Promise<void> | null = null;
  #waiting: string | null = null;

  constructor(options: KafkaLiveLogOptions) {
    this.#options = options;
    this.#epoch = new LiveEpoch(options.epoch, options.shared ?? null);
    this.#publisher = new LivePublisher(options.connection, options.topic, () => this.#untilTopic());
  }

  /** Waits for the brokers; throws `KafkaConfigError` for a topic that cannot be the live log. */
  async open(): Promise<void> {
    await this.#options.connection.untilReachable(this.#closing.signal);
    await this.#untilTopic();
    await this.#removeOldGroups();
  }

  async publish(batch: LiveBatch): Promise<void> {
    await this.#publisher.publish(batch);
  }

  async bounds(): Promise<LiveBounds> {
    if (!this.#isProven) await this.#prove(null);
    const bounds = await this.#bounds();
    return { epoch: this.#epoch.current, ...bounds };
  }

  async tail(offset: number, onMessage: (message: LiveMessage) => void): Promise<LiveTail> {
    const { connection, topic } = this.#options;
    let next = offset;
    let epoch = this.#epoch.current;
    let last: FetchedRecord | null = null;
    const lastMark = () => last && markOf(epoch, last);
    const note = async () => {
      const mark = lastMark();
      // Noted again by the next one, or by somebody else.
      if (mark) await this.#epoch.note(mark).catch(() => {});
    };
    const groupId = `${this.#groupPrefix()}${randomUUID()}`;
    const reader = new GroupReader({
      connection,
      groupId,
      topics: [topic],
      concurrency: 1,
      // A group only because kafkajs reads no other way: where to read on is known here alone.
      commits: false,
      maxCrashes: Number.POSITIVE_INFINITY,
      prepare: () => this.#untilTopic(),
      startOffsets: async (assigned) => {
        if (last) await this.#prove(lastMark());
        const { first, next: end } = await this.#bounds();
        if (this.#epoch.current !== epoch) {
          epoch = this.#epoch.current;
          last = null;
          next = first;
        }
        // Beyond either end: the oldest there is, as the contract has it.
        if (next < first || next > end) next = first;
        return assigned.map((partition) => ({ ...partition, offset: next }));
      },
      onBatch: async (batch) => {
        next = await this.#handOver(batch, (record, live) => {
          last = record;
          if (live) onMessage({ offset: record.offset, epoch, batch: live });
        });
      },
      onFatal: (error) => connection.log.warn(`kafka: the tail of ${topic} ended (${error.message})`),
    });
    this.#tails.add(reader);
    await reader.start();
    const noting = setInterval(() => void note(), NOTE_EVERY_MS);
    noting.unref();
    return {
      close: async () => {
        clearInterval(noting);
        if (!this.#tails.delete(reader)) return;
        await Promise.all([reader.stop(), note()]);
        await this.#tidily(() => connection.withAdmin((admin) => admin.deleteGroups([groupId])));
      },
    };
  }

  async #bounds(): Promise<{ readonly first: number; readonly next: number }> {
    const { connection, topic } = this.#options;
    const bounds = (await connection.withAdmin((admin) => topicBounds(admin, topic))).get(0);
    if (!bounds) throw new Error(`${topic}/0 has no leader`);
    return bounds;
  }

  /**
   * Makes sure that the topic is the one in which `last`, or else the record that was noted last, was read. When it has
   * been made anew the epoch is raised. A record that retention has taken speaks neither for nor against it.
   */
  async #prove(last: LiveMark | null): Promise<void> {
    const { connection, topic } = this.#options;
    const noted = await this.#epoch.load();
    const epoch = this.#epoch.current;
    const mark = last?.epoch === epoch && last.offset > (noted?.offset ?? -1) ? last : noted;
    if (mark) {
      const { first, next } = await this.#bounds();
      const isOther =
        mark.offset >= next ||
        (mark.offset >= first &&
          differs(mark, await readRecord(connection, topic, mark.offset, this.#groupPrefix())));
      if (isOther) {
        await this.#epoch.raise(epoch);
        connection.log.warn(`kafka: the live topic ${topic} was made anew, viewers start over`);
      }
    }
    this.#isProven = true;
  }

  waitingFor(): string | null {
    const tails = [...this.#tails].map((tail) => tail.waitingFor());
    const waits = [
      this.#waiting,
      this.#options.connection.waitingFor(),
      this.#publisher.waitingFor(),
      ...tails,
    ];
    return waits.find((wait) => wait !== null) ?? null;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([this.#publisher.close(), ...[...this.#tails].map((tail) => tail.stop())]);
    this.#tails.clear();
  }

  async #handOver(
    batch: FetchedBatch,
    take: (record: FetchedRecord, live: LiveBatch | null) => void,
  ): Promise<number> {
    let next = batch.wanted;
    for (const record of batch.records) {
      if (batch.isStale() || batch.isStopping()) return next;
      const { offset, value, unreadable } = record;
      const live = value === null ? null : decodeLiveBatch(value.toString());
      take(record, live);
      if (!live)
        this.#options.connection.log.warn(
          `kafka: message ${offset} of ${batch.topic} is no live batch, left out (${unreadable?.detail ?? 'another format'})`,
        );
      next = offset + 1;
      await batch.done(offset);
    }
    return next;
  }

  /** One at a time, whoever asks: tails that begin anew, a publisher that is not acknowledged. */
  #untilTopic(): Promise<void> {
    this.#creating ??= this.#createTopic().finally(() => {
      this.#creating = null;
    });
    return this.#creating;
  }

  async #createTopic(): Promise<void> {
    const { connection, topic, create } = this.#options;
    const { signal } = this.#closing;
    for (let tries = 1; !signal.aborted; tries++) {
      if (create) await createTopics(connection, [{ topic, partitions: 1, ...create }]);
      const [state] = await describeTopics(connection, [topic]);
      if (state && state.partitions > 1)
        throw new KafkaConfigError(
          'LIVE_TOPIC',
          `${topic} has ${state.partitions} partitions; the live log has exactly one, so name another topic`,
        );
      if (state?.partitions === 1) break;
      this.#waiting = `topic ${topic}, try ${tries}: there is no such topic; create it with one partition, or set KAFKA_CREATE_TOPICS=true`;
      await pause(backoffMs(tries, 250, 3_000), signal);
    }
    this.#waiting = null;
  }

  #groupPrefix(): string {
    return `repin-globe-tail.${this.#options.topic}.`;
  }

  /** Groups of processes that could not tidy up. One in use is never empty for long, and comes back if it was. */
  async #removeOldGroups(): Promise<void> {
    await this.#tidily(() =>
      this.#options.connection.withAdmin(async (admin) => {
        const { groups } = await admin.listGroups();
        const tails = groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(this.#groupPrefix()));
        if (tails.length === 0) return;
        const described = await admin.describeGroups(tails);
        const empty = described.groups.filter(({ state }) => state === 'Empty').map(({ groupId }) => groupId);
        if (empty.length > 0) await admin.deleteGroups(empty);
      }),
    );
  }

  /** Tidying up is worth neither an error nor a long wait. */
  async #tidily(work: () => Promise<unknown>): Promise<void> {
    const done = new AbortController();
    const log = (error: unknown) =>
      this.#options.connection.log.debug(`kafka: could not tidy up groups (${messageOf(error)})`);
    await Promise.race([work().catch(log), pause(TIDY_WITHIN_MS, done.signal)]);
    done.abort();
  }
}
