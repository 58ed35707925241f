import type { Config } from './config';
import { ConfigError } from './config-error';
import { ReplayOutbox } from './dead-letters/replay-outbox';
import { geoCacheKey, keyCheck } from './geo-key';
import { CollectorSource } from './ingest/collector-source';
import { FileSource } from './ingest/file-source';
import { openGeoipLite } from './ingest/geo/geoip-lite-locator';
import { openMmdb } from './ingest/geo/mmdb-locator';
import { loadNetworks } from './ingest/geo/networks';
import { PlaceLookup } from './ingest/geo/place-lookup';
import type { GeoLocator } from './ingest/geo-locator';
import { Ledger } from './ingest/ledger';
import { PinLookup } from './ingest/pins/pin-lookup';
import { PinResolver } from './ingest/pins/pin-resolver';
import { Pipeline } from './ingest/pipeline';
import type { PipelineObserver } from './ingest/pipeline-observer';
import type { Enrichment } from './ingest/prepare';
import { SimulatedSource } from './ingest/simulated-source';
import type { PartitionLedger, Source } from './ingest/source';
import type { KafkaConnection } from './kafka/connection';
import { DeadLetterMirror } from './kafka/dead-letter-mirror';
import { KafkaSource } from './kafka/kafka-source';
import { eventsTopic } from './open-kafka';
import { claimOrRefuse } from './open-store';
import type { LiveLog } from './publish/live-log';
import { CountryFill } from './store/country-fill';
import type { StoreWithLetters } from './store/dead-letter-store';
import { RetentionLoop } from './store/retention';
import type { Log } from './telemetry';

export type WorkerParts = {
  readonly config: Config;
  readonly store: StoreWithLetters;
  readonly liveLog: LiveLog;
  readonly kafka: KafkaConnection | null;
  readonly locator: GeoLocator | null;
  readonly networksFile: string;
  readonly log: Log;
  readonly now: () => number;
  /** A source stopped for good. */
  readonly onFatal: (error: Error) => void;
  /** null: nobody asks for metrics. */
  readonly observer: PipelineObserver | null;
};

const HOUR_MS = 3_600_000;
const FLUSH_MS = 1_000;

/** Opens the geo data. The packaged ones may be missing: then the database's cache answers alone, and that is said. */
export async function openLocator(config: Config, log: Log): Promise<GeoLocator | null> {
  if (config.GEOIP_MMDB_PATH !== null)
    return await openMmdb(config.GEOIP_MMDB_PATH, (message) => log.warn(message));
  try {
    return openGeoipLite();
  } catch (error) {
    log.warn(
      `geo data cannot be loaded, events stay without a place: ${(error as Error).message.split('\n')[0]}`,
    );
    return null;
  }
}

function openSource(
  { config, kafka, networksFile, now }: WorkerParts,
  ledger: PartitionLedger,
): Source | null {
  switch (config.source) {
    case 'kafka':
      if (!kafka) throw new ConfigError('KAFKA_BROKERS', 'must name the brokers');
      return new KafkaSource({
        connection: kafka,
        ledger,
        topic: config.KAFKA_TOPIC,
        groupId: config.KAFKA_GROUP_ID,
        sessionTimeoutMs: config.KAFKA_SESSION_TIMEOUT_MS,
        create: eventsTopic(config),
        concurrency: config.store === 'embedded' ? 1 : Math.max(config.DATABASE_CONNECTIONS - 1, 1),
      });
    case 'file':
      return new FileSource({
        path: config.FILE_PATH ?? '',
        speed: config.SPEED,
        loop: config.FILE_LOOP,
        retime: config.FILE_RETIME,
        ledger,
        now,
      });
    case 'simulated':
      return new SimulatedSource({
        rate: config.RATE,
        speed: config.SPEED,
        seed: config.SEED,
        networks: loadNetworks(networksFile),
        now,
        ledger,
      });
    case 'none':
      return null;
  }
}

/** Embedded: 24 hours or a size, whichever is less. A server's database keeps everything unless told otherwise. */
const EMBEDDED_HOURS = 24;

function openRetention({ config, store, log, now }: WorkerParts): RetentionLoop {
  const embedded = config.store === 'embedded';
  const hours = config.given.has('RETENTION_HOURS') || !embedded ? config.RETENTION_HOURS : EMBEDDED_HOURS;
  return new RetentionLoop({
    store,
    eventHours: hours === 0 ? null : hours,
    maxBytes: embedded ? config.RETENTION_MAX_MB * 1024 * 1024 : null,
    deadLetterHours: config.DEAD_LETTER_RETENTION_HOURS,
    liveLogHours: config.LIVE_RETENTION_MINUTES / 60,
    // The embedded store is bounded by its size first; offsets that it has stored are never taken in again.
    sourceRetentionMs: config.source === 'kafka' && !embedded ? config.KAFKA_RETENTION_HOURS * HOUR_MS : 0,
    now,
    sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
    log,
  });
}

export function openResolver(config: Config, now: () => number): PinResolver | null {
  if (config.PIN_RESOLVER_URL === null) return null;
  return new PinResolver({
    urlTemplate: config.PIN_RESOLVER_URL,
    timeoutMs: config.PIN_RESOLVER_TIMEOUT_MS,
    retries: config.PIN_RESOLVER_RETRIES,
    concurrency: config.PIN_RESOLVER_CONCURRENCY,
    missTtlMs: config.PIN_RESOLVER_MISS_TTL_S * 1_000,
    now,
  });
}

/** The worker: sources, enrichment and pipeline of one process. */
export class Worker {
  readonly pipeline: Pipeline;
  /** The way in for the collector where there is no Kafka. */
  readonly collector: CollectorSource | null;
  /** For those who replay dead letters in this process. */
  readonly enrichment: Enrichment;
  readonly #sources: readonly Source[];
  readonly #places: PlaceLookup;
  readonly #pins: PinLookup;
  readonly #mirror: DeadLetterMirror | null;
  readonly #retention: RetentionLoop;
  readonly #countries: CountryFill;
  readonly #outbox: ReplayOutbox;
  readonly #parts: WorkerParts;
  readonly #timers: ReturnType<typeof setInterval>[] = [];

  private constructor(parts: WorkerParts, cacheKey: string) {
    const { config, store, liveLog, kafka, locator, log, now, observer } = parts;
    this.#parts = parts;
    const ledger = new Ledger(store, (text) => log.error(text));
    this.#places = new PlaceLookup({
      store,
      locator,
      cacheKey,
      ttlMs: config.GEO_CACHE_TTL_HOURS * HOUR_MS,
      now,
      onError: (error) => log.debug(`geo cache not written: ${(error as Error).message}`),
    });
    this.#pins = new PinLookup({ store, resolver: openResolver(config, now) });
    this.#mirror =
      kafka && config.DEAD_LETTER_TOPIC !== null
        ? new DeadLetterMirror(kafka, config.DEAD_LETTER_TOPIC, { now, warn: (text) => log.warn(text) })
        : null;
    const mirror = this.#mirror;
    this.enrichment = { places: this.#places, pins: this.#pins };
    this.pipeline = new Pipeline({
      store,
      liveLog,
      ledger,
      enrichment: this.enrichment,
      types: config.types,
      mirror: mirror && ((letters, batch) => mirror.publish(letters, batch)),
      now,
      sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
      log,
      observer,
    });
    this.#retention = openRetention(parts);
    this.#countries = new CountryFill(store);
    this.#outbox = new ReplayOutbox(store.letters, liveLog, log);
    const source = openSource(parts, ledger);
    this.collector = kafka ? null : new CollectorSource(ledger, now);
    this.#sources = [source, this.collector].filter((each) => each !== null);
  }

  /** Refuses a group, a live log or a geo key that this database does not belong to. */
  static async open(parts: WorkerParts): Promise<Worker> {
    const { config, store } = parts;
    const cacheKey = geoCacheKey(config);
    if (config.GEO_CACHE_KEY !== null)
      await claimOrRefuse(
        store,
        'geo_key_check',
        keyCheck(cacheKey),
        'GEO_CACHE_KEY',
        'differs from that of the other workers on this database: set the same one for all',
      );
    if (config.source === 'kafka')
      await claimOrRefuse(
        store,
        'consumer_group',
        config.KAFKA_GROUP_ID,
        'KAFKA_GROUP_ID',
        'is not the group of this database, which is "{held}": use that one, or another database',
      );
    return new Worker(parts, cacheKey);
  }

  /** Resolves once every source reads. */
  async start(): Promise<void> {
    for (const source of this.#sources) await source.start(this.pipeline.handle, this.#parts.onFatal);
    this.#retention.start();
    this.#countries.start();
    // What fails here is tried again by the next round, and at the next start.
    this.#timers.push(setInterval(() => void this.#places.flush(), FLUSH_MS));
    this.#timers.push(setInterval(() => void this.pipeline.flushPositions().catch(() => {}), FLUSH_MS));
    this.#timers.push(setInterval(() => void this.#outbox.flush(), FLUSH_MS));
  }

  /** At once, not with the next second. */
  publishReplayed(): void {
    void this.#outbox.flush();
  }

  /** Counts since the start: what went through, and where places and pins were found (hit rates). */
  counts(): Readonly<Record<string, Readonly<Record<string, number>>>> {
    return {
      pipeline: { ...this.pipeline.counts },
      places: { ...this.#places.counts },
      pins: { ...this.#pins.counts },
    };
  }

  /** What is read now, as `topic/partition`; null where partitions are not shared with others. */
  reading(): ReadonlySet<string> | null {
    const [source] = this.#sources;
    return source instanceof KafkaSource ? source.reading() : null;
  }

  describe(): readonly string[] {
    return this.#sources.map((source) => source.describe());
  }

  waitingFor(): readonly string[] {
    return [this.pipeline.waitingFor(), ...this.#sources.map((source) => source.waitingFor())].filter(
      (each) => each !== null,
    );
  }

  /** Finishes the running batches and says in the store what was published. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all(this.#sources.map((source) => source.stop()));
    await this.#retention.stop();
    await this.#countries.stop();
    await this.pipeline.flushPositions().catch(() => {});
    await this.#places.flush();
    await this.#mirror?.close();
  }
}
