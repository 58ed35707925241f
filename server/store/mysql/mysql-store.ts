import type { Place } from '../../../lib/geo/place';
import type { Totals } from '../../../lib/live/protocol';
import type { StoreWithLetters } from '../dead-letter-store';
import { countriesSeen, fillCountries } from '../sql/country-rows';
import {
  countDeadLetters,
  type DeadLetterCount,
  type DeadLetterFilter,
  findDeadLetters,
} from '../sql/dead-letter-rows';
import { findGeo, saveGeo } from '../sql/geo-rows';
import { KnownCountries } from '../sql/known-countries';
import { migrateSchema } from '../sql/migrate-schema';
import { findPins, mergePins, NO_STREAM, placeholders } from '../sql/pin-rows';
import { allPositions, findPosition, markPublished, raiseEpoch, recordGap } from '../sql/positions';
import { claimSetting, engagement, prune, readOnlySelect, swapSetting, totals } from '../sql/questions';
import { RecentKeys } from '../sql/recent-keys';
import { oldestEventAt, repinCounts } from '../sql/repin-counts';
import { rowsOf, runAwaiting, type SqlRow } from '../sql/statement';
import { claimStream } from '../sql/streams';
import { validateBatch, validateGeo, validatePins } from '../sql/validate-batch';
import { writeBatch } from '../sql/write-batch';
import {
  type EngagementBucket,
  type GeoCacheEntry,
  type PinWrite,
  type Position,
  type RepinCount,
  type RepinSpan,
  type Retention,
  type StoreBatch,
  StoreDataError,
  type StoredDeadLetter,
  type StoredPin,
  type StoreOutcome,
  StoreUnavailableError,
} from '../store';
import { StoreConfigError } from '../store-config-error';
import { createStorePool, probeServer, type ServerKind } from './connect';
import { parseDatabaseUrl } from './database-url';
import { errnoOf, toStoreError } from './errors';
import { withLease, withNamedLock } from './migration-lock';
import { MysqlLetters } from './mysql-letters';
import { MysqlSession } from './session';

export type MysqlStoreOptions = {
  /** `mysql://user:password@host:port/database`, with `?ssl=true` or `?ssl-ca=<file>` for TLS. */
  readonly url: string;
  /** Connections kept; a worker uses one per partition that it writes at a time. Default 4. */
  readonly connections?: number;
  /** Default 60 s. */
  readonly statementTimeoutMs?: number;
  readonly now?: () => number;
};

/** The store on MariaDB, MySQL and SingleStore. `openMysqlStore` makes it. */
export class MysqlStore implements StoreWithLetters {
  readonly kind: ServerKind;
  readonly #session: MysqlSession;
  readonly #database: string;
  readonly #now: () => number;
  /** Immutable once claimed, so they are remembered. */
  readonly #streams = new Map<string, number>();
  readonly #recent = new RecentKeys();
  readonly #countries = new KnownCountries();
  readonly letters: MysqlLetters;

  constructor(kind: ServerKind, session: MysqlSession, database: string, now: () => number) {
    this.kind = kind;
    this.#session = session;
    this.#database = database;
    this.#now = now;
    this.letters = new MysqlLetters(kind, session, this.#recent, this.#countries);
  }

  /** Transactions that lost a race and were run again, since the start: for metrics. */
  get deadlocks(): number {
    return this.#session.deadlocks;
  }

  async migrate(): Promise<void> {
    await this.#session.withConnection(async (execute) => {
      const work = async () => {
        await runAwaiting(migrateSchema(this.kind, 'DATABASE_URL', this.#now()), execute);
      };
      try {
        if (this.kind === 'singlestore') await withLease(execute, this.#now, work);
        else await withNamedLock(execute, this.#database, work);
      } catch (error) {
        const errno = errnoOf(error);
        if (errno === 1044 || errno === 1142)
          throw new StoreConfigError(
            'DATABASE_URL',
            `the user may not create or change tables in "${this.#database}": grant CREATE, ALTER, INDEX, SELECT, INSERT, UPDATE, DELETE`,
          );
        throw error instanceof StoreConfigError ? error : toStoreError(error);
      }
    });
    // Of a new or a small database that is all. Workers may be writing: it is run again when it lost a race.
    await this.fillCountries();
  }

  async ping(): Promise<void> {
    await this.select('SELECT 1 AS one');
  }

  async writeBatch(batch: StoreBatch): Promise<StoreOutcome> {
    validateBatch(batch);
    const stream = await this.#stream(batch.topic, batch.partition, batch.epoch);
    const outcome = await this.#session.transact(() =>
      writeBatch(this.kind, batch, stream, null, this.#recent, this.#countries),
    );
    this.#countries.note(outcome.publishable);
    return outcome;
  }

  async markPublished(topic: string, partition: number, epoch: number, offset: number): Promise<void> {
    await this.#session.run(() => markPublished(topic, partition, epoch, offset));
  }

  positions(): Promise<readonly Position[]> {
    return this.#session.run(allPositions);
  }

  position(topic: string, partition: number): Promise<Position | null> {
    return this.#session.run(() => findPosition(topic, partition));
  }

  raiseEpoch(topic: string, partition: number, from: number | null): Promise<number> {
    return this.#session.transact(() => raiseEpoch(this.kind, topic, partition, from));
  }

  recordGap(
    topic: string,
    partition: number,
    epoch: number,
    firstMissing: number,
    nextOffset: number,
  ): Promise<number> {
    return this.#session.transact(() =>
      recordGap(this.kind, topic, partition, epoch, firstMissing, nextOffset),
    );
  }

  findPins(pinIds: readonly string[]): Promise<ReadonlyMap<string, StoredPin>> {
    return this.#session.run(() => findPins(pinIds));
  }

  async savePins(pins: readonly PinWrite[], now: number): Promise<void> {
    validatePins(pins);
    await this.#session.transact(() => mergePins(this.kind, pins, NO_STREAM, now));
  }

  placeholders(limit: number): Promise<readonly string[]> {
    return this.#session.run(() => placeholders(limit));
  }

  findGeo(hashes: readonly string[], now: number): Promise<ReadonlyMap<string, Place | null>> {
    return this.#session.run(() => findGeo(hashes, now));
  }

  async saveGeo(entries: readonly GeoCacheEntry[]): Promise<void> {
    validateGeo(entries);
    await this.#session.transact(() => saveGeo(this.kind, entries));
  }

  totals(): Promise<{ readonly totals: Totals; readonly positions: readonly Position[] }> {
    return this.#session.run(totals);
  }

  engagement(from: number, to: number, stepMs: number): Promise<readonly EngagementBucket[]> {
    return this.#session.run(() => engagement(this.kind, from, to, stepMs));
  }

  repinCounts(span: RepinSpan, upTo: readonly Position[]): Promise<readonly RepinCount[]> {
    return this.#session.run(() => repinCounts(this.kind, span, upTo));
  }

  oldestEventAt(): Promise<number | null> {
    return this.#session.run(oldestEventAt);
  }

  countriesSeen(): Promise<readonly string[] | null> {
    return this.#session.run(countriesSeen);
  }

  fillCountries(): Promise<boolean> {
    return this.#session.run(() => fillCountries(this.kind));
  }

  deadLetters(filter: DeadLetterFilter): Promise<readonly StoredDeadLetter[]> {
    return this.#session.run(() => findDeadLetters(filter));
  }

  deadLetterCounts(): Promise<readonly DeadLetterCount[]> {
    return this.#session.run(countDeadLetters);
  }

  claimSetting(name: string, initial: string): Promise<string> {
    return this.#session.run(() => claimSetting(name, initial));
  }

  swapSetting(name: string, from: string, to: string): Promise<string> {
    return this.#session.run(() => swapSetting(name, from, to));
  }

  prune(step: Retention): Promise<number> {
    return this.#session.run(() => prune(this.kind, step));
  }

  async sizeBytes(): Promise<number> {
    const rows = await this.select(
      'SELECT COALESCE(SUM(data_length + index_length), 0) AS bytes FROM information_schema.tables WHERE table_schema = DATABASE()',
    );
    return Number(rows[0]?.bytes ?? 0);
  }

  async select(sql: string): Promise<readonly SqlRow[]> {
    const text = readOnlySelect(sql);
    const begin = this.kind === 'singlestore' ? 'BEGIN' : 'START TRANSACTION READ ONLY';
    try {
      return await this.#session.transact(() => rowsOf(text), begin);
    } catch (error) {
      const cause = error instanceof StoreUnavailableError ? String(error.cause) : '';
      if (/^ER_(PARSE|BAD_|NO_SUCH|WRONG_|NON_|CANT_EXECUTE|SP_)/.test(cause))
        throw new StoreDataError(`select: the database refuses it (${cause})`);
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#session.end();
  }

  async #stream(topic: string, partition: number, epoch: number): Promise<number> {
    const key = `${topic}\u0000${partition}\u0000${epoch}`;
    const known = this.#streams.get(key);
    if (known !== undefined) return known;
    const stream = await this.#session.run(() => claimStream(topic, partition, epoch));
    this.#streams.set(key, stream);
    return stream;
  }
}

/**
 * Connects once to learn what the server is, and makes the database when it must. Throws StoreConfigError for what
 * only the operator can mend, StoreUnavailableError for a server that does not answer: the caller waits and tries again.
 */
export async function openMysqlStore(options: MysqlStoreOptions): Promise<MysqlStore> {
  const address = parseDatabaseUrl(options.url);
  const { kind, maxPacketBytes } = await probeServer(address);
  const pool = createStorePool(address, kind, options.connections ?? 4);
  const session = new MysqlSession(pool, {
    maxPacketBytes,
    statementTimeoutMs: options.statementTimeoutMs ?? 60_000,
  });
  return new MysqlStore(kind, session, address.database, options.now ?? Date.now);
}
