import type { DecodeReason } from '../../lib/events/decode';
import type { EngagementEvent, EventType, FullPin, SourceCoordinates } from '../../lib/events/event';
import type { Place } from '../../lib/geo/place';
import type { LiveBatch } from '../../lib/live/batch';
import type { Totals } from '../../lib/live/protocol';

/** An event with all that was worked out about it: what a row is made of. */
export type LocatedEvent = EngagementEvent & {
  readonly place: Place | null;
  /** Category of its pin, when known. */
  readonly category: string | null;
};

/** A full pin to save, or (`pin` null) a placeholder row that is completed when the full pin comes by. */
export type PinWrite = {
  readonly pinId: string;
  readonly pin: FullPin | null;
  /** The newer `ts` wins; ties go to the higher (epoch, offset). 0 for placeholders and resolver answers. */
  readonly ts: number;
  readonly offset: number;
};

export type StoredPin = { readonly pinId: string; readonly pin: FullPin | null; readonly ts: number };

export type DeadLetterReason = DecodeReason | 'refused_by_store' | 'unreadable_batch';

/** What could not become a row. The payload is cut at 64 KiB; length and hash are those of the whole. */
export type DeadLetter = {
  readonly offset: number;
  /** Same as `offset`, but for an unreadable range. */
  readonly lastOffset: number;
  readonly reason: DeadLetterReason;
  /** Field and cause in words; never carries the payload, an address or a user id. */
  readonly detail: string;
  readonly field: string | null;
  readonly payload: Uint8Array;
  readonly payloadBytes: number;
  readonly payloadSha256: string;
  /** Epoch ms. */
  readonly at: number;
  /** The record's own time, epoch ms; null for an unreadable range, or where it was not kept. */
  readonly recordTime: number | null;
  /** The record's headers, packed; null where they were not kept. */
  readonly headers: string | null;
};

export type DeadLetterState = 'open' | 'replayed' | 'dropped';
/** What a replay made of a dead letter. */
export type ReplayOutcome = 'row' | 'duplicate' | 'filtered';
export type StoredDeadLetter = DeadLetter &
  SourceCoordinates & {
    readonly state: DeadLetterState;
    /** null until it is replayed. */
    readonly outcome: ReplayOutcome | null;
    /** Epoch ms at which it was replayed or dropped; its payload is gone since. */
    readonly settledAt: number | null;
  };

/** All that one source batch leaves behind: written in one transaction, or not at all. */
export type StoreBatch = {
  readonly topic: string;
  readonly partition: number;
  readonly epoch: number;
  /** The whole range of offsets that this batch accounts for, both ends included. */
  readonly firstOffset: number;
  readonly lastOffset: number;
  /** The offset behind the last one that was handed over before; left out where the source does not tell. */
  readonly readFrom?: number | undefined;
  /** Ascending by offset. May hold the same key twice: the first one owns it. */
  readonly events: readonly LocatedEvent[];
  readonly pins: readonly PinWrite[];
  /** Offsets that the type filter dropped. */
  readonly filtered: readonly number[];
  readonly deadLetters: readonly DeadLetter[];
  /** Highest offset of this partition known to be published; null when nothing new is known. */
  readonly publishedTo: number | null;
  /** Timestamp and CRC-32 of the record at `lastOffset`: tells a topic that was made anew. */
  readonly fingerprint: { readonly timestamp: number; readonly crc: number } | null;
  /** Epoch ms of the write. */
  readonly now: number;
};

/**
 * What became of a batch. `publishable` are the events whose rows carry our own coordinates, new or redelivered,
 * ascending by offset. The tallies count only offsets above the position's `storedTo` before the write.
 */
export type StoreOutcome = {
  readonly publishable: readonly LocatedEvent[];
  readonly inserted: number;
  readonly redelivered: number;
  readonly duplicates: number;
  readonly filtered: number;
  readonly deadLetters: number;
};

export type Position = {
  readonly topic: string;
  readonly partition: number;
  readonly epoch: number;
  /** Last offset accounted for; -1 when none. */
  readonly storedTo: number;
  readonly publishedTo: number;
  readonly fingerprint: { readonly timestamp: number; readonly crc: number } | null;
  readonly rows: Readonly<Record<EventType, number>>;
  readonly unlocatedRepins: number;
  readonly duplicates: number;
  readonly filtered: number;
  readonly deadLetters: number;
  readonly derivedIds: number;
  readonly lostBeforeRead: number;
  /** Dead letters that a replay made rows, duplicates or filtered events: no longer in `deadLetters`. */
  readonly replayed: number;
  /** Of `deadLetters`, those that an operator dropped. */
  readonly dropped: number;
};

/** The store refused a row as data (a length, a range, a constraint): retrying will not help; bisect. */
export class StoreDataError extends Error {
  override readonly name = 'StoreDataError';
}
/** The store does not answer, is read-only, full, or lost a race: the same batch may go through later. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}
/** Another owner raised the partition's epoch: abandon the batch. */
export class StaleEpochError extends Error {
  override readonly name = 'StaleEpochError';
}

/** What lies between the position and the batch was taken in once and is gone: the database was set back. */
export class PositionBehindError extends Error {
  override readonly name = 'PositionBehindError';
}

export type GeoCacheEntry = {
  /** Keyed hash of the network, hex. The address itself is stored nowhere. */
  readonly hash: string;
  /** null: looked up, no answer. */
  readonly place: Place | null;
  readonly expiresAt: number;
};

export type EngagementBucket = {
  /** Epoch ms at which the bucket starts, a multiple of the step. */
  readonly start: number;
} & Readonly<Record<EventType, number>>;

/** Of repins by `ts` in [from, to), `to` null: up to whatever they say; in buckets of `stepMs` by when they were stored. */
export type RepinSpan = { readonly from: number; readonly to: number | null; readonly stepMs: number };
/** `start`: epoch ms, a multiple of the step. */
export type RepinCount = { readonly start: number; readonly repins: number };

export type Retention = { readonly table: RetainedTable; readonly olderThan: number; readonly limit: number };
export type RetainedTable =
  | 'pins'
  | 'repins'
  | 'comments'
  | 'logins'
  | 'geo_cache'
  | 'dead_letters'
  | 'live_log';

/**
 * The database: tables per event type, full pins, caches, positions, dead letters.
 * Throws only the three error classes above; every method may throw StoreUnavailableError.
 * Numbers are exact: offsets and times are integers below 2^53. Ids are compared byte by byte.
 */
export interface Store {
  readonly kind: 'embedded' | 'mysql' | 'mariadb' | 'singlestore';
  /** Brings the schema up to date under a lock; repeatable, never drops data. Call once before anything else. */
  migrate(): Promise<void>;
  ping(): Promise<void>;
  /**
   * Writes a batch in one transaction: locks the position, inserts what lies above `storedTo` (ids seen before are
   * ignored; at or below it nothing is inserted, only looked up), merges pins, adds dead letters, advances the
   * position and its tallies. Deadlocks and lock waits are retried inside. The embedded store appends the
   * publishable events to its live log in the same transaction.
   */
  writeBatch(batch: StoreBatch): Promise<StoreOutcome>;
  markPublished(topic: string, partition: number, epoch: number, offset: number): Promise<void>;
  positions(): Promise<readonly Position[]>;
  position(topic: string, partition: number): Promise<Position | null>;
  /** Compare-and-set: raises the epoch from `from` (null: no row yet, becomes 1) with storedTo = publishedTo = -1; returns the epoch now in force. */
  raiseEpoch(topic: string, partition: number, from: number | null): Promise<number>;
  /**
   * Adds what is missing from `firstMissing` on to `lostBeforeRead` and moves `storedTo` up to just below `nextOffset`;
   * returns how many records that were. What is stored by now is not missing.
   */
  recordGap(
    topic: string,
    partition: number,
    epoch: number,
    firstMissing: number,
    nextOffset: number,
  ): Promise<number>;

  findPins(pinIds: readonly string[]): Promise<ReadonlyMap<string, StoredPin>>;
  /** For answers of the resolver: completes placeholders, never overwrites a full pin with an older `ts`. */
  savePins(pins: readonly PinWrite[], now: number): Promise<void>;
  /** Pin ids whose row is still a placeholder, oldest first. */
  placeholders(limit: number): Promise<readonly string[]>;

  findGeo(hashes: readonly string[], now: number): Promise<ReadonlyMap<string, Place | null>>;
  saveGeo(entries: readonly GeoCacheEntry[]): Promise<void>;

  /** Sum over all positions: exact at the positions returned with it (one consistent read). */
  totals(): Promise<{ readonly totals: Totals; readonly positions: readonly Position[] }>;
  engagement(from: number, to: number, stepMs: number): Promise<readonly EngagementBucket[]>;
  /**
   * Repins that `upTo` accounts for, by when they were stored; ascending, empty buckets are left out. With the positions of
   * `totals` it counts what these had counted, however much later it is asked; what a replay of dead letters stores meanwhile
   * is the one exception: it lies at or below a position.
   */
  repinCounts(span: RepinSpan, upTo: readonly Position[]): Promise<readonly RepinCount[]>;
  /** `ts` of the oldest event of any type that is there; null when there is none. */
  oldestEventAt(): Promise<number | null>;

  /**
   * Countries (ISO 3166-1 alpha-2) from which a repin was ever stored, whatever retention has deleted since; null while rows
   * from before they were written down are still being looked through.
   */
  countriesSeen(): Promise<readonly string[] | null>;
  /** Looks through the next few thousand of those rows; true when none are left. Repeatable, by any process. */
  fillCountries(): Promise<boolean>;

  deadLetters(filter: {
    readonly reason?: DeadLetterReason;
    readonly state?: DeadLetterState;
    readonly limit: number;
  }): Promise<readonly StoredDeadLetter[]>;
  deadLetterCounts(): Promise<
    readonly { readonly reason: DeadLetterReason; readonly state: DeadLetterState; readonly count: number }[]
  >;

  /** Reads a setting; when it is absent, writes `initial` and returns it. First writer wins. */
  claimSetting(name: string, initial: string): Promise<string>;
  /** Compare-and-set of a setting that is there: writes `to` where it is `from`, and returns the one in force then. */
  swapSetting(name: string, from: string, to: string): Promise<string>;

  /** Deletes at most `limit` rows older than `olderThan` (by `ts`, `expires_at` or `at`); returns how many. */
  prune(step: Retention): Promise<number>;
  /** Size of the data in bytes, as the engine reports it. */
  sizeBytes(): Promise<number>;
  /** Runs one read-only SELECT: for analysts' documents, tests and benches, never with input from outside. */
  select(sql: string): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** What the embedded store offers besides: its live log, rows of the same file. */
export interface EmbeddedLiveRows {
  /** Messages after `after`, ascending, at most `limit`. `seq` is the row's insertion number: 1, 2, 3… */
  liveRows(
    after: number,
    limit: number,
  ): Promise<readonly { readonly seq: number; readonly batch: LiveBatch }[]>;
  /** Lowest and highest `seq` there; both 0 when empty. `next`, the one that the next append gets, survives pruning. */
  liveBounds(): Promise<{ readonly first: number; readonly last: number; readonly next: number }>;
  /** Called after each commit that appended to the live log. Returns its own unsubscribe. */
  onLiveAppend(listener: () => void): () => void;
}
