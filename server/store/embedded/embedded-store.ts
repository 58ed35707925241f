import type { Place } from '../../../lib/geo/place';
import type { Totals } from '../../../lib/live/protocol';
import type { StoreWithLetters } from '../dead-letter-store';
import type { DeadLetterCount, DeadLetterFilter } from '../sql/dead-letter-rows';
import { decodeLiveRow, type LiveRow, type LiveRowBounds } from '../sql/live-rows';
import type { SqlRow } from '../sql/statement';
import type {
  EmbeddedLiveRows,
  EngagementBucket,
  GeoCacheEntry,
  PinWrite,
  Position,
  RepinCount,
  RepinSpan,
  Retention,
  StoreBatch,
  StoredDeadLetter,
  StoredPin,
  StoreOutcome,
} from '../store';
import { EmbeddedDatabase } from './embedded-database';
import { EmbeddedLetters } from './embedded-letters';
import { type EmbeddedEngine, InProcessEngine } from './engine';
import { ThreadEngine } from './thread-engine';

export type EmbeddedStoreOptions = {
  /** The database file; its folder is made. Beside it lie `-wal`, `-shm` and `.lock`. */
  readonly file: string;
  /** The bundled `thread.ts`. Without it the database runs in the caller's thread (tests, tools). */
  readonly threadUrl?: URL;
};

/** The store in a file, with its live log. `openEmbeddedStore` makes it. */
export class EmbeddedStore implements StoreWithLetters, EmbeddedLiveRows {
  readonly kind = 'embedded';
  readonly #engine: EmbeddedEngine;
  readonly #listeners = new Set<() => void>();
  readonly letters: EmbeddedLetters;

  constructor(engine: EmbeddedEngine) {
    this.#engine = engine;
    this.letters = new EmbeddedLetters(engine, () => this.#appended());
  }

  migrate(): Promise<void> {
    return this.#engine.call('migrate');
  }

  ping(): Promise<void> {
    return this.#engine.call('ping');
  }

  async writeBatch(batch: StoreBatch): Promise<StoreOutcome> {
    const { appended, ...outcome } = await this.#engine.call('writeBatch', batch);
    if (appended) this.#appended();
    return outcome;
  }

  #appended(): void {
    for (const listener of this.#listeners) listener();
  }

  markPublished(topic: string, partition: number, epoch: number, offset: number): Promise<void> {
    return this.#engine.call('markPublished', topic, partition, epoch, offset);
  }

  positions(): Promise<readonly Position[]> {
    return this.#engine.call('positions');
  }

  position(topic: string, partition: number): Promise<Position | null> {
    return this.#engine.call('position', topic, partition);
  }

  raiseEpoch(topic: string, partition: number, from: number | null): Promise<number> {
    return this.#engine.call('raiseEpoch', topic, partition, from);
  }

  recordGap(
    topic: string,
    partition: number,
    epoch: number,
    firstMissing: number,
    nextOffset: number,
  ): Promise<number> {
    return this.#engine.call('recordGap', topic, partition, epoch, firstMissing, nextOffset);
  }

  findPins(pinIds: readonly string[]): Promise<ReadonlyMap<string, StoredPin>> {
    return this.#engine.call('findPins', pinIds);
  }

  savePins(pins: readonly PinWrite[], now: number): Promise<void> {
    return this.#engine.call('savePins', pins, now);
  }

  placeholders(limit: number): Promise<readonly string[]> {
    return this.#engine.call('placeholders', limit);
  }

  findGeo(hashes: readonly string[], now: number): Promise<ReadonlyMap<string, Place | null>> {
    return this.#engine.call('findGeo', hashes, now);
  }

  saveGeo(entries: readonly GeoCacheEntry[]): Promise<void> {
    return this.#engine.call('saveGeo', entries);
  }

  totals(): Promise<{ readonly totals: Totals; readonly positions: readonly Position[] }> {
    return this.#engine.call('totals');
  }

  engagement(from: number, to: number, stepMs: number): Promise<readonly EngagementBucket[]> {
    return this.#engine.call('engagement', from, to, stepMs);
  }

  repinCounts(span: RepinSpan, upTo: readonly Position[]): Promise<readonly RepinCount[]> {
    return this.#engine.call('repinCounts', span, upTo);
  }

  oldestEventAt(): Promise<number | null> {
    return this.#engine.call('oldestEventAt');
  }

  countriesSeen(): Promise<readonly string[] | null> {
    return this.#engine.call('countriesSeen');
  }

  fillCountries(): Promise<boolean> {
    return this.#engine.call('fillCountries');
  }

  deadLetters(filter: DeadLetterFilter): Promise<readonly StoredDeadLetter[]> {
    return this.#engine.call('deadLetters', filter);
  }

  deadLetterCounts(): Promise<readonly DeadLetterCount[]> {
    return this.#engine.call('deadLetterCounts');
  }

  claimSetting(name: string, initial: string): Promise<string> {
    return this.#engine.call('claimSetting', name, initial);
  }

  swapSetting(name: string, from: string, to: string): Promise<string> {
    return this.#engine.call('swapSetting', name, from, to);
  }

  prune(step: Retention): Promise<number> {
    return this.#engine.call('prune', step);
  }

  sizeBytes(): Promise<number> {
    return this.#engine.call('sizeBytes');
  }

  select(sql: string): Promise<readonly SqlRow[]> {
    return this.#engine.call('select', sql);
  }

  async liveRows(after: number, limit: number): Promise<readonly LiveRow[]> {
    return (await this.#engine.call('liveRows', after, limit)).map(decodeLiveRow);
  }

  liveBounds(): Promise<LiveRowBounds> {
    return this.#engine.call('liveBounds');
  }

  onLiveAppend(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): Promise<void> {
    return this.#engine.close();
  }
}

/** Opens the file. Throws StoreConfigError, naming DATA_DIR, when it cannot be used or another process has it. */
export async function openEmbeddedStore(options: EmbeddedStoreOptions): Promise<EmbeddedStore> {
  if (options.threadUrl === undefined)
    return new EmbeddedStore(new InProcessEngine(new EmbeddedDatabase(options.file)));
  const engine = new ThreadEngine(options.threadUrl, options.file);
  await engine.open();
  return new EmbeddedStore(engine);
}
