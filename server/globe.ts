import { fileURLToPath } from 'node:url';
import type { Config } from './config';
import { StoreDesk } from './dead-letters/store-desk';
import { Collector } from './http/collector';
import { DetailsApi } from './http/details-api';
import { type HttpParts, HttpServer } from './http/http-server';
import { LettersApi } from './http/letters-api';
import { openPages } from './http/next-pages';
import { RoomSnapshots } from './http/room-snapshots';
import { readPageHashes, SecurityHeaders } from './http/security-headers';
import { SnapshotCache } from './http/snapshot-cache';
import { checkReplayFile } from './ingest/file-source';
import type { GeoLocator } from './ingest/geo-locator';
import type { KafkaConnection } from './kafka/connection';
import { KafkaEventSink } from './kafka/kafka-event-sink';
import { Metrics } from './metrics/metrics';
import { openKafka } from './open-kafka';
import { openLiveLog } from './open-live-log';
import { type OpenedStore, openStore } from './open-store';
import { EventStreams } from './publish/event-streams';
import { LiveHub } from './publish/live-hub';
import type { LiveLog } from './publish/live-log';
import { LiveRooms } from './publish/live-rooms';
import { viewerAddress } from './publish/viewer-address';
import { ViewerDoor } from './publish/viewer-door';
import { Viewers } from './publish/viewers';
import type { StoreWithLetters } from './store/dead-letter-store';
import { type Store, StoreUnavailableError } from './store/store';
import type { Log } from './telemetry';
import { openLocator, Worker } from './worker';

/** Tells builds apart on the wire; written in by the bundler. */
declare const BUILD_VERSION: string;
const VERSION = typeof BUILD_VERSION === 'string' ? BUILD_VERSION : 'source';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NETWORKS_FILE = fileURLToPath(new URL('../networks.json', import.meta.url));
const RETRY_MAX_MS = 3_000;
const COLLECTOR_TIMEOUT_MS = 10_000;
/** How long requests and sockets may take to end at the stop. */
const CLOSE_PATIENCE_MS = 1_000;

const NO_REPLAY_IN_WEB =
  'a web process has no geo data: replay at the address of a worker, or by `npm run dead-letters -- replay`';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);

/** One process of the product: opens the parts in the order of the data's way, and closes them in the other. */
export class Globe {
  readonly #config: Config;
  readonly #log: Log;
  readonly #now: () => number;
  readonly #onFatal: (error: Error) => void;
  readonly #waiting = new Map<string, string>([['start', 'the start']]);
  readonly #http: HttpServer;
  readonly #parts: HttpParts & { readonly letters: LettersApi };
  readonly #closers: (() => Promise<void>)[] = [];
  readonly #kafka: KafkaConnection | null;
  readonly #metrics: Metrics | null;
  #metricsAddress: string | null = null;
  #locator: GeoLocator | null = null;
  #worker: Worker | null = null;
  #hub: LiveHub | null = null;
  #stopping = false;

  /** Throws ConfigError for files that settings name and that cannot be read. */
  constructor(config: Config, log: Log, now: () => number, onFatal: (error: Error) => void) {
    this.#config = config;
    this.#log = log;
    this.#now = now;
    this.#onFatal = onFatal;
    this.#kafka = openKafka(config, log);
    const pages = readPageHashes(fileURLToPath(new URL('../../.next/server/app', import.meta.url)));
    const security = { embedOrigins: config.EMBED_ORIGINS, imageHosts: config.IMAGE_HOSTS, dev: config.dev };
    this.#parts = {
      store: null,
      snapshots: null,
      roomSnapshots: null,
      streams: null,
      details: null,
      collector: null,
      letters: new LettersApi({
        adminKey: config.ADMIN_KEY,
        addressOf: (request) => viewerAddress(request, config.TRUSTED_PROXY_HOPS),
        now,
        log,
      }),
      pages: null,
      security: new SecurityHeaders(security, pages),
      readiness: () => this.waitingFor(),
      counts: () => this.#worker?.counts() ?? {},
      allowedOrigins: config.ALLOWED_ORIGINS,
      brand: config.brand,
      now,
    };
    this.#http = new HttpServer(this.#parts);
    const metrics = { role: config.ROLE, readiness: () => this.waitingFor(), now, log };
    this.#metrics = config.METRICS_PORT === null ? null : new Metrics(metrics);
  }

  get #isWorker(): boolean {
    return this.#config.ROLE !== 'web';
  }
  get #isWeb(): boolean {
    return this.#config.ROLE !== 'worker';
  }

  /** Everything that is being waited for; nothing when ready. */
  waitingFor(): readonly string[] {
    if (this.#stopping) return ['the end: this process is stopping'];
    const hub = this.#waiting.size === 0 ? this.#hub?.waitingFor() : null;
    return [
      ...new Set([...this.#waiting.values(), ...(this.#worker?.waitingFor() ?? []), ...(hub ? [hub] : [])]),
    ];
  }

  /** Listens, and resolves with the port; `open` does the rest. */
  async listen(): Promise<number> {
    await this.#listenForMetrics();
    if (this.#isWorker && this.#config.source === 'file') await checkReplayFile(this.#config.FILE_PATH ?? '');
    if (this.#isWorker) this.#locator = await openLocator(this.#config, this.#log);
    const port = await this.#http.listen(this.#config.PORT, this.#config.HOST);
    this.#closers.push(() => this.#http.close(CLOSE_PATIENCE_MS));
    return port;
  }

  async #listenForMetrics(): Promise<void> {
    const metrics = this.#metrics;
    if (!metrics) return;
    this.#metricsAddress = await metrics.listen(this.#config.METRICS_PORT ?? 0, this.#config.METRICS_HOST);
    this.#closers.push(() => metrics.close());
  }

  /** Opens the parts, waiting for those that do not answer. Resolves with lines that say what is running. */
  async open(): Promise<readonly string[]> {
    const pages = this.#isWeb ? this.#openPages() : Promise.resolve();
    // Awaited further down; a failure in between must not count as unhandled.
    pages.catch(() => {});
    const opened = await this.#patiently('database', () => openStore(this.#config));
    this.#closers.push(() => opened.store.close());
    await this.#patiently('database', () => opened.store.migrate());
    this.#parts.store = opened.store;
    this.#metrics?.watchStore(opened);
    const liveLog = await this.#openLiveLog(opened);
    // Before the worker: what it publishes is read from the first message on.
    if (this.#isWeb) await this.#openHub(opened.store, liveLog);
    if (this.#isWorker) await this.#openWorker(opened.store, liveLog);
    this.#openLetters(opened.store);
    if (this.#isWeb) this.#openCollector();
    await pages;
    this.#waiting.delete('start');
    const lines = [
      `store     ${opened.what}`,
      `live log  ${liveLog.kind === 'kafka' ? `topic ${this.#config.LIVE_TOPIC}` : liveLog.kind}`,
    ];
    const sources = this.#worker
      ?.describe()
      .map((line, index) => `${index === 0 ? 'source   ' : '         '} ${line}`);
    return [
      ...(sources ?? []),
      ...(this.#isWorker ? [`geo       ${this.#locator?.describe() ?? 'none'}`] : []),
      ...lines,
      ...(this.#metricsAddress === null ? [] : [`metrics   ${this.#metricsAddress}`]),
    ];
  }

  async #openPages(): Promise<void> {
    const pages = await openPages({ dir: ROOT, dev: this.#config.dev });
    this.#parts.pages = pages;
    this.#closers.push(() => pages.close());
  }

  async #openLiveLog(opened: OpenedStore): Promise<LiveLog> {
    this.#waiting.set('live log', 'the live log');
    const liveLog = await openLiveLog({ config: this.#config, opened, kafka: this.#kafka, now: this.#now });
    const timer = setInterval(() => {
      const reason = this.#kafka?.waitingFor() ?? liveLog.waitingFor();
      if (reason && this.#waiting.has('live log')) this.#waiting.set('live log', reason);
    }, 200);
    this.#closers.push(() => liveLog.close());
    try {
      await liveLog.open();
    } finally {
      clearInterval(timer);
    }
    this.#waiting.delete('live log');
    return liveLog;
  }

  async #openHub(store: Store, liveLog: LiveLog): Promise<void> {
    const config = this.#config;
    const hub = new LiveHub({
      liveLog: this.#metrics?.observed(liveLog) ?? liveLog,
      store,
      running: {
        source: config.source === 'none' ? 'collector' : config.source,
        store: store.kind,
        liveLog: liveLog.kind,
      },
      imageHosts: config.IMAGE_HOSTS,
      tickMs: config.TICK_MS,
      heatHalfLifeMs: config.HEAT_HALF_LIFE_MINUTES * 60_000,
      now: this.#now,
      log: this.#log,
    });
    const door = new ViewerDoor({
      allowedOrigins: config.ALLOWED_ORIGINS,
      maxViewers: config.MAX_VIEWERS,
      maxPerAddress: config.MAX_VIEWERS_PER_ADDRESS,
      handshakesPerMinute: config.MAX_HANDSHAKES_PER_MINUTE,
      trustedProxyHops: config.TRUSTED_PROXY_HOPS,
      now: this.#now,
    });
    const rooms = new LiveRooms({
      hub,
      store,
      heatHalfLifeMs: config.HEAT_HALF_LIFE_MINUTES * 60_000,
      now: this.#now,
    });
    const channel = { hub, rooms, door, build: VERSION, tickMs: config.TICK_MS, now: this.#now };
    const viewers = new Viewers(channel);
    const streams = new EventStreams(channel);
    viewers.attach(this.#http.server, (request, socket, head) => {
      const upgrade = this.#parts.pages?.upgrade;
      if (upgrade) upgrade(request, socket, head);
      else socket.destroy();
    });
    this.#closers.push(
      () => hub.stop(),
      async () => rooms.stop(),
      () => viewers.stop(),
      async () => streams.stop(),
    );
    await this.#patiently('database', () => hub.start());
    this.#hub = hub;
    const snapshots = new SnapshotCache(() => hub.snapshot(), this.#now);
    this.#parts.snapshots = snapshots;
    this.#parts.roomSnapshots = new RoomSnapshots(rooms, (request) => door.addressOf(request), this.#now);
    this.#parts.streams = streams;
    this.#parts.details = new DetailsApi({
      detailsOf: (query) => rooms.detailsOf(query),
      addressOf: (request) => door.addressOf(request),
      now: this.#now,
    });
    this.#metrics?.watchWeb({ hub, rooms, door, viewers, streams, snapshots, liveLog });
  }

  async #openWorker(store: StoreWithLetters, liveLog: LiveLog): Promise<void> {
    const worker = await this.#patiently('database', () =>
      Worker.open({
        config: this.#config,
        store,
        liveLog,
        kafka: this.#kafka,
        locator: this.#locator,
        networksFile: NETWORKS_FILE,
        log: this.#log,
        now: this.#now,
        onFatal: this.#onFatal,
        observer: this.#metrics?.worker ?? null,
      }),
    );
    this.#worker = worker;
    this.#metrics?.watchWorker(worker);
    this.#closers.push(() => worker.stop());
    await worker.start();
  }

  /** Operators' dead letters: listed, shown and dropped by every process, replayed where events are enriched. */
  #openLetters({ letters }: StoreWithLetters): void {
    const worker = this.#worker;
    this.#parts.letters.desk = new StoreDesk({
      letters,
      replay: worker
        ? { enrichment: worker.enrichment, types: this.#config.types }
        : { impossible: NO_REPLAY_IN_WEB },
      now: this.#now,
      onRows: () => worker?.publishReplayed(),
    });
  }

  #openCollector(): void {
    const config = this.#config;
    const sink = this.#kafka
      ? new KafkaEventSink({ connection: this.#kafka, topic: config.KAFKA_TOPIC })
      : this.#worker?.collector;
    if (!sink) return;
    const demo = this.#kafka === null && config.DATABASE_URL === null && LOOPBACK.has(config.HOST);
    this.#parts.collector = new Collector({
      sink,
      apiKey: config.API_KEY,
      open: demo,
      now: this.#now,
      timeoutMs: COLLECTOR_TIMEOUT_MS,
    });
    if (sink instanceof KafkaEventSink) this.#closers.push(() => sink.close());
  }

  /** Repeats a step while a part does not answer, says so in /readyz with a count, and goes on when it does. */
  async #patiently<T>(part: string, step: () => Promise<T>): Promise<T> {
    for (let tries = 1, pause = 100; ; tries++, pause = Math.min(pause * 2, RETRY_MAX_MS)) {
      try {
        const result = await step();
        this.#waiting.delete(part);
        return result;
      } catch (error) {
        if (!(error instanceof StoreUnavailableError) || this.#stopping) throw error;
        if (tries === 1) this.#log.warn(`${part}: does not answer, waiting (${error.message})`);
        this.#waiting.set(part, `the ${part}, try ${tries}: ${error.message}`);
        await new Promise((done) => setTimeout(done, pause));
      }
    }
  }

  /** Finishes what is running, says goodbye to viewers, closes everything. */
  async close(): Promise<void> {
    this.#stopping = true;
    for (const closer of this.#closers.splice(0).reverse()) {
      try {
        await closer();
      } catch (error) {
        this.#log.warn(`at the stop: ${(error as Error).message}`);
      }
    }
  }
}
