import { setImmediate as turn } from 'node:timers/promises';
import type { EventType } from '../../lib/events/event';
import type { LiveBatch } from '../../lib/live/batch';
import type { LiveLog } from '../publish/live-log';
import {
  type DeadLetter,
  type LocatedEvent,
  PositionBehindError,
  StaleEpochError,
  type Store,
  type StoreBatch,
  StoreDataError,
  type StoreOutcome,
  StoreUnavailableError,
} from '../store/store';
import { deadLetter } from './dead-letter';
import type { Ledger } from './ledger';
import type { PipelineObserver } from './pipeline-observer';
import { decodeBatch, type Enrichment, enrichEvents, fingerprint, offsetRange } from './prepare';
import { MisplacedBatchError, type SourceBatch } from './source';

export type PipelineOptions = {
  readonly store: Store;
  readonly liveLog: LiveLog;
  readonly ledger: Ledger;
  readonly enrichment: Enrichment;
  /** Types that are wanted; the rest is filtered out and counted. */
  readonly types: ReadonlySet<EventType>;
  /** Never rejects. */
  readonly mirror: ((letters: readonly DeadLetter[], batch: SourceBatch) => Promise<void>) | null;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: { warn(text: string): void; info(text: string): void };
  readonly observer?: PipelineObserver | null;
};

/** The partition went to somebody else: its new owner does the batch again. */
export class AbandonedBatchError extends Error {
  override readonly name = 'AbandonedBatchError';
}

/** Running counts since the start of this process; the exact ones stand in the store's positions. */
export type PipelineCounts = {
  consumed: number;
  inserted: number;
  redelivered: number;
  duplicates: number;
  filtered: number;
  deadLetters: number;
  published: number;
  storeRetries: number;
};

const RETRY_FIRST_MS = 100;
const RETRY_MAX_MS = 3_000;

/**
 * The way of a batch: decode → filter → enrich → store → publish. `handle` resolves when all of it is stored and
 * published, so that the source may commit; until then the same batch may come again, and changes nothing.
 * A store that is away is waited for, with heartbeats; a row that the store refuses is isolated by bisecting.
 */
export class Pipeline {
  readonly counts: PipelineCounts = {
    consumed: 0,
    inserted: 0,
    redelivered: 0,
    duplicates: 0,
    filtered: 0,
    deadLetters: 0,
    published: 0,
    storeRetries: 0,
  };
  readonly #options: PipelineOptions;
  /** Per partition, the highest offset published here but not yet said so in the store. */
  readonly #published = new Map<
    string,
    { topic: string; partition: number; epoch: number; offset: number }
  >();
  /** Partitions with a batch at work. */
  readonly #handling = new Set<string>();
  #flushing: Promise<void> = Promise.resolve();
  #flushNext: Promise<void> | null = null;
  #waiting: string | null = null;
  #lastEventAt = 0;

  constructor(options: PipelineOptions) {
    this.#options = options;
  }

  /** Epoch ms of the last batch that went through; 0 for none. */
  get lastBatchAt(): number {
    return this.#lastEventAt;
  }

  waitingFor(): string | null {
    return this.#waiting;
  }

  readonly handle = async (batch: SourceBatch): Promise<void> => {
    const key = `${batch.topic}/${batch.partition}`;
    this.#handling.add(key);
    try {
      await this.#handle(batch, key);
    } catch (error) {
      throw await this.#misplaced(error, batch);
    } finally {
      this.#handling.delete(key);
    }
  };

  /** Where a batch cannot be written because of where it stands, to try again would be wrong: it is read anew. */
  async #misplaced(error: unknown, { topic, partition }: SourceBatch): Promise<unknown> {
    if (error instanceof StaleEpochError) return new MisplacedBatchError(error.message, null);
    if (!(error instanceof PositionBehindError)) return error;
    const position = await this.#options.ledger.position(topic, partition);
    return new MisplacedBatchError(error.message, position && position.storedTo + 1);
  }

  async #handle(batch: SourceBatch, key: string): Promise<void> {
    const { store, types, enrichment, now, observer } = this.#options;
    const { topic, partition } = batch;
    const taken = now();
    observer?.batchTaken(batch, taken);
    const epoch = await this.#patiently(batch, () => this.#options.ledger.epoch(topic, partition));
    const decoded = decodeBatch(batch, epoch, types, now());
    const decodedAt = now();
    // Between its steps sockets, timers and other partitions have their turn: a large batch takes tens of milliseconds, and
    // a page may be served from this very process.
    await turn();
    const enriched = await this.#patiently(batch, () => enrichEvents(decoded, enrichment));
    const enrichedAt = now();
    await turn();
    this.#abandonIfStale(batch);
    const { first, last } = offsetRange(batch);
    const published = this.#published.get(key);
    const pending: StoreBatch = {
      topic,
      partition,
      epoch,
      firstOffset: first,
      readFrom: batch.readFrom,
      lastOffset: last,
      events: enriched.events,
      pins: enriched.pins,
      filtered: decoded.filtered.map(({ offset }) => offset),
      deadLetters: decoded.refused,
      // Of an older epoch it would be far above what this one has, and readers would take all below for repeats.
      publishedTo: published?.epoch === epoch ? published.offset : null,
      // Where the batch ends in what could not be read, no record stands for its end.
      fingerprint: batch.messages.at(-1)?.offset === last ? fingerprint(batch.messages.at(-1)) : null,
      now: now(),
    };
    const outcome = await this.#patiently(batch, () => writeBisecting(store, pending, batch));
    const stored = now();
    enrichment.pins.remember(enriched.pins);
    this.counts.consumed += batch.messages.length;
    this.#count(outcome);
    this.#abandonIfStale(batch);
    await this.#publish(batch, epoch, outcome.publishable);
    const publishedAt = now();
    this.#published.set(key, { topic, partition, epoch, offset: last });
    // A convenience: the row in the store is the record.
    if (decoded.refused.length > 0) await this.#options.mirror?.(decoded.refused, batch);
    this.#lastEventAt = now();
    observer?.batchHandled({
      batch,
      refused: decoded.refused,
      events: enriched.events,
      outcome,
      times: { taken, decoded: decodedAt, enriched: enrichedAt, stored, published: publishedAt },
    });
  }

  #count(outcome: StoreOutcome): void {
    this.counts.inserted += outcome.inserted;
    this.counts.redelivered += outcome.redelivered;
    this.counts.duplicates += outcome.duplicates;
    this.counts.filtered += outcome.filtered;
    this.counts.deadLetters += outcome.deadLetters;
  }

  async #publish(batch: SourceBatch, epoch: number, events: readonly LocatedEvent[]): Promise<void> {
    if (events.length === 0) return;
    const { topic, partition } = batch;
    const message: LiveBatch = {
      topic,
      partition,
      epoch,
      storedAt: this.#options.now(),
      events: events.map(liveEvent),
    };
    await this.#beating(batch, this.#options.liveLog.publish(message));
    this.counts.published += events.length;
  }

  /**
   * Says in the store what has been published of the partitions at rest: now and then, and at the stop. Where a batch is
   * at work the next one says it, and the position's row is locked: it would only hold up a connection.
   */
  flushPositions(): Promise<void> {
    // One at a time: where a row is locked, one connection waits for it and not all of them.
    this.#flushNext ??= this.#flushing
      .catch(() => {})
      .then(() => {
        this.#flushNext = null;
        this.#flushing = this.#flushMarks();
        return this.#flushing;
      });
    return this.#flushNext;
  }

  async #flushMarks(): Promise<void> {
    for (const [key, mark] of this.#published) {
      if (this.#handling.has(key)) continue;
      await this.#options.store.markPublished(mark.topic, mark.partition, mark.epoch, mark.offset);
      if (this.#published.get(key) === mark) this.#published.delete(key);
    }
  }

  #abandonIfStale(batch: SourceBatch): void {
    if (batch.isStale())
      throw new AbandonedBatchError(`${batch.topic}/${batch.partition} went to another worker`);
  }

  /** Keeps the group membership alive while something takes its time. */
  async #beating<T>(batch: SourceBatch, work: Promise<T>): Promise<T> {
    const timer = setInterval(() => batch.heartbeat().catch(() => {}), 2_000);
    try {
      return await work;
    } finally {
      clearInterval(timer);
    }
  }

  /** Repeats a step until the store answers. Only "not available" is waited for; anything else is the caller's. */
  async #patiently<T>(batch: SourceBatch, step: () => Promise<T>): Promise<T> {
    for (let tries = 1, pause = RETRY_FIRST_MS; ; tries++, pause = Math.min(pause * 2, RETRY_MAX_MS)) {
      try {
        const result = await this.#beating(batch, step());
        if (this.#waiting !== null) this.#options.log.info('store: answers again');
        this.#waiting = null;
        return result;
      } catch (error) {
        this.#options.ledger.forgetIfStale(error, batch.topic, batch.partition);
        if (!(error instanceof StoreUnavailableError)) throw error;
        this.counts.storeRetries++;
        if (this.#waiting === null)
          this.#options.log.warn(`store: does not answer, waiting (${error.message})`);
        this.#waiting = `the database, try ${tries}: ${error.message}`;
        await this.#options.sleep(pause);
        await batch.heartbeat();
        this.#abandonIfStale(batch);
      }
    }
  }
}

function liveEvent(event: LocatedEvent): LiveBatch['events'][number] {
  const { offset, type, ts, place, category, pinId, boardId } = event;
  return { offset, type, ts, place, category, pinId, boardId };
}

/**
 * Writes a batch; when the store refuses it as data, halves its range of offsets until the row at fault stands
 * alone, and makes that one a dead letter. Each half is a transaction of its own that accounts for its own range.
 */
export async function writeBisecting(
  store: Store,
  batch: StoreBatch,
  source: SourceBatch,
): Promise<StoreOutcome> {
  try {
    return await store.writeBatch(batch);
  } catch (error) {
    if (!(error instanceof StoreDataError)) throw error;
    const offsets = [...batch.events, ...batch.pins].map(({ offset }) => offset);
    const [low, high] = [Math.min(...offsets), Math.max(...offsets)];
    if (offsets.length === 0) throw error;
    if (low === high) return store.writeBatch(withoutRefused(batch, low, error, source));
    const middle = Math.floor((low + high) / 2);
    const left = await writeBisecting(store, sliceBatch(batch, batch.firstOffset, middle), source);
    const right = await writeBisecting(store, sliceBatch(batch, middle + 1, batch.lastOffset), source);
    return {
      publishable: [...left.publishable, ...right.publishable],
      inserted: left.inserted + right.inserted,
      redelivered: left.redelivered + right.redelivered,
      duplicates: left.duplicates + right.duplicates,
      filtered: left.filtered + right.filtered,
      deadLetters: left.deadLetters + right.deadLetters,
    };
  }
}

function sliceBatch(batch: StoreBatch, first: number, last: number): StoreBatch {
  const inside = ({ offset }: { readonly offset: number }) => offset >= first && offset <= last;
  return {
    ...batch,
    firstOffset: first,
    lastOffset: last,
    // The halves follow one another.
    readFrom: first === batch.firstOffset ? batch.readFrom : first,
    events: batch.events.filter(inside),
    pins: batch.pins.filter(inside),
    filtered: batch.filtered.filter((offset) => offset >= first && offset <= last),
    deadLetters: batch.deadLetters.filter(inside),
    fingerprint: last === batch.lastOffset ? batch.fingerprint : null,
  };
}

function withoutRefused(batch: StoreBatch, offset: number, error: Error, source: SourceBatch): StoreBatch {
  const record = source.messages.find((message) => message.offset === offset) ?? null;
  const letter = deadLetter(
    { offset, reason: 'refused_by_store', detail: error.message, field: null, at: batch.now },
    record,
  );
  const others = batch.deadLetters.filter((other) => other.offset !== offset);
  return {
    ...batch,
    events: [],
    pins: [],
    filtered: batch.filtered.filter((other) => other !== offset),
    deadLetters: [...others, letter].sort((a, b) => a.offset - b.offset),
  };
}
