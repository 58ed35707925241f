import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Place } from '../../../lib/geo/place';
import type { Totals } from '../../../lib/live/protocol';
import type {
  DropAnswer,
  FiledLetter,
  LetterFilter,
  LetterGroup,
  LetterPlace,
  NewestPlace,
  ReplayBatch,
  ReplayTally,
} from '../dead-letter-store';
import { countriesSeen, fillCountries } from '../sql/country-rows';
import {
  countDeadLetters,
  type DeadLetterCount,
  type DeadLetterFilter,
  findDeadLetters,
} from '../sql/dead-letter-rows';
import { dropLetters } from '../sql/drop-letters';
import { letterGroups, lettersAfter, newestLetters } from '../sql/find-letters';
import { findGeo, saveGeo } from '../sql/geo-rows';
import { KnownCountries } from '../sql/known-countries';
import {
  appendLiveRow,
  type EncodedLiveRow,
  type LiveRowBounds,
  liveRowBounds,
  liveRowsAfter,
} from '../sql/live-rows';
import { migrateSchema } from '../sql/migrate-schema';
import { findPins, mergePins, NO_STREAM, placeholders } from '../sql/pin-rows';
import { allPositions, findPosition, markPublished, raiseEpoch, recordGap } from '../sql/positions';
import { claimSetting, engagement, prune, readOnlySelect, swapSetting, totals } from '../sql/questions';
import { RecentKeys } from '../sql/recent-keys';
import { oldestEventAt, repinCounts } from '../sql/repin-counts';
import { replayLetters } from '../sql/replay-letters';
import { appendToLiveLog } from '../sql/replay-outbox';
import { rowsOf, type SqlRow } from '../sql/statement';
import { claimStream } from '../sql/streams';
import { validateBatch, validateGeo, validatePins, validateReplay } from '../sql/validate-batch';
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
import { toOpenError } from './errors';
import { FileLock } from './file-lock';
import { SqliteSession } from './sqlite-session';

/** A write, and whether the live log has grown by it. */
export type EmbeddedOutcome = StoreOutcome & { readonly appended: boolean };

/**
 * All that the embedded store does, at once and in the thread that calls: `EmbeddedStore` puts it into a thread of
 * its own. One file, one process.
 */
export class EmbeddedDatabase {
  readonly #recent = new RecentKeys();
  readonly #countries = new KnownCountries();
  readonly #lock: FileLock;
  readonly #session: SqliteSession;
  readonly #now: () => number;

  /** Throws StoreConfigError, naming DATA_DIR, when the file cannot be used. */
  constructor(file: string, now: () => number = Date.now) {
    this.#now = now;
    let lock: FileLock | null = null;
    try {
      mkdirSync(dirname(file), { recursive: true });
      lock = new FileLock(file);
      this.#session = new SqliteSession(file);
      this.#lock = lock;
    } catch (error) {
      lock?.release();
      throw toOpenError(error, file);
    }
  }

  migrate(): void {
    this.#session.transact(migrateSchema('sqlite', 'DATA_DIR', this.#now()));
    // Of a new or a small database that is all.
    this.fillCountries();
  }

  ping(): void {
    this.#session.run(rowsOf('SELECT 1 AS one'));
  }

  writeBatch(batch: StoreBatch): EmbeddedOutcome {
    validateBatch(batch);
    let appended = false;
    const stream = this.#session.run(claimStream(batch.topic, batch.partition, batch.epoch));
    const outcome = this.#session.transact(
      writeBatch(
        'sqlite',
        batch,
        stream,
        (fresh) => {
          appended = true;
          return appendLiveRow(batch, fresh);
        },
        this.#recent,
        this.#countries,
      ),
    );
    this.#countries.note(outcome.publishable);
    return { ...outcome, appended };
  }

  markPublished(topic: string, partition: number, epoch: number, offset: number): void {
    this.#session.run(markPublished(topic, partition, epoch, offset));
  }

  positions(): readonly Position[] {
    return this.#session.run(allPositions());
  }

  position(topic: string, partition: number): Position | null {
    return this.#session.run(findPosition(topic, partition));
  }

  raiseEpoch(topic: string, partition: number, from: number | null): number {
    return this.#session.transact(raiseEpoch('sqlite', topic, partition, from));
  }

  recordGap(
    topic: string,
    partition: number,
    epoch: number,
    firstMissing: number,
    nextOffset: number,
  ): number {
    return this.#session.transact(recordGap('sqlite', topic, partition, epoch, firstMissing, nextOffset));
  }

  findPins(pinIds: readonly string[]): ReadonlyMap<string, StoredPin> {
    return this.#session.run(findPins(pinIds));
  }

  savePins(pins: readonly PinWrite[], now: number): void {
    validatePins(pins);
    this.#session.transact(mergePins('sqlite', pins, NO_STREAM, now));
  }

  placeholders(limit: number): readonly string[] {
    return this.#session.run(placeholders(limit));
  }

  findGeo(hashes: readonly string[], now: number): ReadonlyMap<string, Place | null> {
    return this.#session.run(findGeo(hashes, now));
  }

  saveGeo(entries: readonly GeoCacheEntry[]): void {
    validateGeo(entries);
    this.#session.transact(saveGeo('sqlite', entries));
  }

  totals(): { readonly totals: Totals; readonly positions: readonly Position[] } {
    return this.#session.run(totals());
  }

  engagement(from: number, to: number, stepMs: number): readonly EngagementBucket[] {
    return this.#session.run(engagement('sqlite', from, to, stepMs));
  }

  repinCounts(span: RepinSpan, upTo: readonly Position[]): readonly RepinCount[] {
    return this.#session.run(repinCounts('sqlite', span, upTo));
  }

  oldestEventAt(): number | null {
    return this.#session.run(oldestEventAt());
  }

  countriesSeen(): readonly string[] | null {
    return this.#session.run(countriesSeen());
  }

  fillCountries(): boolean {
    return this.#session.transact(fillCountries('sqlite'));
  }

  deadLetters(filter: DeadLetterFilter): readonly StoredDeadLetter[] {
    return this.#session.run(findDeadLetters(filter));
  }

  deadLetterCounts(): readonly DeadLetterCount[] {
    return this.#session.run(countDeadLetters());
  }

  letterGroups(filter: LetterFilter): readonly LetterGroup[] {
    return this.#session.run(letterGroups(filter));
  }

  newestLetters(filter: LetterFilter, place: NewestPlace | null, limit: number): readonly FiledLetter[] {
    return this.#session.run(newestLetters(filter, place, limit));
  }

  lettersAfter(filter: LetterFilter, place: LetterPlace | null, limit: number): readonly FiledLetter[] {
    return this.#session.run(lettersAfter(filter, place, limit));
  }

  replayLetters(batch: ReplayBatch): ReplayTally {
    validateReplay(batch);
    return this.#session.transact(
      replayLetters('sqlite', batch, appendToLiveLog, this.#recent, this.#countries),
    );
  }

  dropLetters(filter: LetterFilter, expected: number, now: number): DropAnswer {
    return this.#session.transact(dropLetters('sqlite', filter, expected, now));
  }

  claimSetting(name: string, initial: string): string {
    return this.#session.transact(claimSetting(name, initial));
  }

  swapSetting(name: string, from: string, to: string): string {
    return this.#session.transact(swapSetting(name, from, to));
  }

  prune(step: Retention): number {
    return this.#session.transact(prune('sqlite', step));
  }

  /** Pages in use: what deleting gives back is used again before the file grows. */
  sizeBytes(): number {
    const rows = this.#session.run(
      rowsOf(
        'SELECT (page_count - freelist_count) * page_size AS bytes FROM pragma_page_count, pragma_freelist_count, pragma_page_size',
      ),
    );
    return Number(rows[0]?.bytes ?? 0);
  }

  select(sql: string): readonly SqlRow[] {
    const text = readOnlySelect(sql);
    try {
      return this.#session.readOnly(rowsOf(text));
    } catch (error) {
      if (error instanceof StoreUnavailableError && /SQLITE_(ERROR|READONLY)/.test(String(error.cause)))
        throw new StoreDataError(`select: the database refuses it (${String(error.cause)})`);
      throw error;
    }
  }

  liveRows(after: number, limit: number): readonly EncodedLiveRow[] {
    return this.#session.run(liveRowsAfter(after, limit));
  }

  liveBounds(): LiveRowBounds {
    return this.#session.run(liveRowBounds());
  }

  close(): void {
    this.#session.close();
    this.#lock.release();
  }
}
