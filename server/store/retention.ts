import { type RetainedTable, type Store, StoreUnavailableError } from './store';

const HOUR_MS = 3_600_000;
const EVENT_TABLES: readonly RetainedTable[] = ['pins', 'repins', 'comments', 'logins'];
/** What shrinks when there is too much: events, and the live log that carries them once more. */
const SHRINKABLE: readonly RetainedTable[] = [...EVENT_TABLES, 'live_log'];
/** Each round that finds the data too large keeps this much less of the past. */
const SHRINK = 0.8;
const REGROW = 1.1;
const MIN_KEEP_MS = 60_000;

export type RetentionOptions = {
  readonly store: Pick<Store, 'prune' | 'sizeBytes'>;
  /** Hours that events are kept, by their `ts`; null keeps them for ever. */
  readonly eventHours: number | null;
  /** Above this, the oldest go earlier than their hours; null for no bound. */
  readonly maxBytes: number | null;
  readonly deadLetterHours: number;
  readonly liveLogHours: number;
  /**
   * How far back the source can read again. An event younger than that is never deleted: read again, it would come
   * back as new. 0 for sources that never repeat.
   */
  readonly sourceRetentionMs: number;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: { warn(text: string): void };
  readonly rowsPerStep?: number;
  readonly pauseMs?: number;
  readonly everyMs?: number;
};

/** Deletes what is old, in small steps with pauses, so that writers hardly notice. */
export class RetentionLoop {
  readonly #options: RetentionOptions;
  readonly #rowsPerStep: number;
  readonly #pauseMs: number;
  readonly #everyMs: number;
  #keepMs: number;
  #stopped = false;
  #stopSleep: (() => void) | null = null;
  #running: Promise<void> | null = null;
  #told = false;

  constructor(options: RetentionOptions) {
    this.#options = options;
    this.#rowsPerStep = options.rowsPerStep ?? 1_000;
    this.#pauseMs = options.pauseMs ?? 50;
    this.#everyMs = options.everyMs ?? 30_000;
    this.#keepMs = this.#longest;
  }

  start(): void {
    this.#running ??= this.#loop();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopSleep?.();
    await this.#running;
  }

  /** One round over all tables; returns how many rows went. */
  async round(): Promise<number> {
    const { now, deadLetterHours, liveLogHours } = this.#options;
    const at = now();
    let gone = 0;
    if (Number.isFinite(this.#keepMs))
      for (const table of EVENT_TABLES) gone += await this.#prune(table, at - this.#keepMs);
    gone += await this.#prune('live_log', at - Math.min(liveLogHours * HOUR_MS, this.#keepMs));
    gone += await this.#prune('dead_letters', at - deadLetterHours * HOUR_MS);
    gone += await this.#prune('geo_cache', at);
    return gone + (await this.#fit(at));
  }

  /** The source's own retention bounds from below how short the past may get. */
  get #shortest(): number {
    return Math.max(this.#options.sourceRetentionMs, MIN_KEEP_MS);
  }

  get #longest(): number {
    const { eventHours, sourceRetentionMs } = this.#options;
    return eventHours === null ? Number.POSITIVE_INFINITY : Math.max(eventHours * HOUR_MS, sourceRetentionMs);
  }

  /** Shortens the past until the data fits; lets it grow back when there is room. */
  async #fit(at: number): Promise<number> {
    const { store, maxBytes } = this.#options;
    if (maxBytes === null) return 0;
    let bytes = await store.sizeBytes();
    if (bytes <= maxBytes) {
      if (bytes < maxBytes * SHRINK) this.#keepMs = Math.min(this.#longest, this.#keepMs * REGROW);
      this.#told = false;
      return 0;
    }
    let gone = 0;
    // From for ever, the way down to minutes begins at a year.
    let keep = Math.min(this.#keepMs, 365 * 24 * HOUR_MS);
    while (bytes > maxBytes && keep > this.#shortest && !this.#stopped) {
      keep = Math.max(this.#shortest, keep * SHRINK);
      for (const table of SHRINKABLE) gone += await this.#prune(table, at - keep);
      bytes = await store.sizeBytes();
    }
    this.#keepMs = keep;
    if (bytes > maxBytes && !this.#told) {
      this.#told = true;
      this.#options.log.warn(
        `retention: ${Math.round(bytes / 1e6)} MB are above the bound of ${Math.round(maxBytes / 1e6)} MB, and the rest is too young to delete`,
      );
    }
    return gone;
  }

  async #prune(table: RetainedTable, olderThan: number): Promise<number> {
    let gone = 0;
    while (!this.#stopped) {
      const limit = this.#rowsPerStep;
      const deleted = await this.#options.store.prune({ table, olderThan: Math.floor(olderThan), limit });
      gone += deleted;
      if (deleted < limit) break;
      await this.#options.sleep(this.#pauseMs);
    }
    return gone;
  }

  async #loop(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.round();
      } catch (error) {
        // Old rows can wait; a store that is away is the pipeline's to tell.
        if (!(error instanceof StoreUnavailableError))
          this.#options.log.warn(`retention: ${error instanceof Error ? error.message : String(error)}`);
      }
      if (!this.#stopped) await this.#rest();
    }
  }

  /** A pause that `stop` can end. */
  #rest(): Promise<void> {
    const stopped = new Promise<void>((resolve) => {
      this.#stopSleep = resolve;
    });
    return Promise.race([this.#options.sleep(this.#everyMs), stopped]);
  }
}
