import { join } from 'node:path';
import { FaithfulViewer } from '../../tests/support/faithful-viewer';
import { type Globe, startGlobe } from '../../tests/support/globe';
import { type KafkaBroker, startKafka } from '../../tests/support/kafka-broker';
import { type MariaDb, startMariaDb } from '../../tests/support/mariadb';
import { freePort, startProcess, waitFor } from '../../tests/support/processes';
import { type Scrape, scrape } from '../../tests/support/prometheus';
import { TcpProxy } from '../../tests/support/tcp-proxy';
import { NumberedStream } from './numbered-events';
import { PatientProducer } from './producer';

export const TOPIC = 'engagement';
export const LIVE_TOPIC = 'repin-globe-live';
export const GROUP = 'repin-globe';
export const PARTITIONS = 4;
const DATABASE = 'globe';
const WEBS = 2;
const ROOT = join(import.meta.dirname, '../..');
const VIEWERS = 3;

type Env = Readonly<Record<string, string>>;
type Row = Readonly<Record<string, unknown>>;
type WebPorts = { readonly page: number; readonly metrics: number };
export type LiveEnd = { readonly epoch: number; readonly next: number };

/** The real parts and our processes on top of them, each of which a fault can take away and bring back. */
export class Stage {
  readonly kafka: KafkaBroker;
  readonly database: MariaDb;
  /** Our processes reach the database through it. */
  readonly line: TcpProxy;
  readonly stream: NumberedStream;
  readonly producer: PatientProducer;
  readonly workers: Globe[] = [];
  readonly webs: Globe[] = [];
  readonly viewers: FaithfulViewer[] = [];
  /** Processes that were killed with SIGKILL so far. */
  kills = 0;
  readonly #env: Env;
  readonly #webPorts: readonly WebPorts[];

  private constructor(
    kafka: KafkaBroker,
    database: MariaDb,
    line: TcpProxy,
    env: Env,
    webPorts: readonly WebPorts[],
    seed: number,
  ) {
    this.kafka = kafka;
    this.database = database;
    this.line = line;
    this.#env = env;
    this.#webPorts = webPorts;
    this.stream = new NumberedStream({ seed, partitions: PARTITIONS, duplicateShare: 0.02 });
    this.producer = new PatientProducer(kafka.brokers, TOPIC);
  }

  static async start(seed: number): Promise<Stage> {
    const [kafka, database] = await Promise.all([startKafka(), startMariaDb({ bufferPoolMb: 512 })]);
    await kafka.createTopic(TOPIC, PARTITIONS);
    await database.createDatabase(DATABASE);
    // Not root: a server that is read-only lets that one write.
    await database.query("CREATE USER 'globe'@'%' IDENTIFIED BY 'globe'");
    await database.query(`GRANT ALL ON ${DATABASE}.* TO 'globe'@'%'`);
    const line = await TcpProxy.start(database.port);
    const env = {
      KAFKA_BROKERS: kafka.brokers,
      KAFKA_TOPIC: TOPIC,
      LIVE_TOPIC,
      KAFKA_GROUP_ID: GROUP,
      DATABASE_URL: `mysql://globe:globe@127.0.0.1:${line.port}/${DATABASE}`,
      GEO_CACHE_KEY: 'a key for chaos, long enough',
      // The shortest that a broker grants: each worker that is killed keeps its partitions for so long.
      KAFKA_SESSION_TIMEOUT_MS: '6000',
    };
    const ports = await Promise.all(
      Array.from({ length: WEBS }, async () => ({ page: await freePort(), metrics: await freePort() })),
    );
    const stage = new Stage(kafka, database, line, env, ports, seed);
    stage.workers.push(await stage.#worker().then((worker) => worker.ready()));
    for (const at of ports.keys()) stage.webs.push(await stage.#web(at).then((web) => web.ready()));
    for (let at = 0; at < VIEWERS; at++)
      stage.viewers.push(await FaithfulViewer.open(stage.webs[at % WEBS]?.url ?? ''));
    return stage;
  }

  async stop(): Promise<void> {
    for (const viewer of this.viewers) viewer.close();
    await this.producer.close();
    await Promise.all([...this.workers, ...this.webs].map(({ process }) => process.stop()));
    await this.line.stop();
    await Promise.all([this.kafka.stop(), this.database.stop()]);
  }

  #worker(more: Env = {}): Promise<Globe> {
    return startGlobe({ env: { ...this.#env, ROLE: 'worker', ...more }, ready: false });
  }

  #web(at: number): Promise<Globe> {
    const { page = 0, metrics = 0 } = this.#webPorts[at] ?? {};
    const ports = { PORT: String(page), METRICS_PORT: String(metrics) };
    return startGlobe({ env: { ...this.#env, ROLE: 'web', ...ports }, ready: false });
  }

  /** What a web process tells Prometheus. */
  scrapeWeb(at: number): Promise<Scrape> {
    return scrape(`http://127.0.0.1:${this.#webPorts[at]?.metrics}/metrics`);
  }

  /** One worker more. */
  async addWorker(more: Env = {}): Promise<Globe> {
    const worker = await this.#worker(more);
    this.workers.push(worker);
    return worker;
  }

  /** A worker that is to end by itself, and what it said. */
  async tryWorker(more: Env): Promise<{ readonly code: number | null; readonly output: string }> {
    const child = startProcess(process.execPath, [join(ROOT, 'dist/server/main.js')], {
      cwd: ROOT,
      env: { NODE_ENV: 'production', PORT: '0', ...this.#env, ROLE: 'worker', ...more },
    });
    const { code } = await child.exited;
    return { code, output: child.output };
  }

  /** The oldest worker goes, properly. */
  async removeWorker(): Promise<void> {
    const worker = this.workers.shift();
    const exit = await worker?.process.stop();
    if (exit && exit.code !== 0) throw new Error(`a worker ended with ${exit.code ?? exit.signal}`);
  }

  async killWorker(): Promise<void> {
    const worker = this.workers.shift();
    this.kills++;
    await worker?.process.kill9();
  }

  async killWeb(at: number): Promise<void> {
    this.kills++;
    await this.webs[at]?.process.kill9();
  }

  async startWeb(at: number): Promise<void> {
    this.webs[at] = await this.#web(at);
  }

  async killBroker(): Promise<void> {
    this.kills++;
    await this.kafka.kill9();
  }

  async killDatabase(): Promise<void> {
    this.kills++;
    await this.database.kill9();
  }

  /** All that are there say that they do their work. */
  async untilReady(): Promise<void> {
    await Promise.all([...this.workers, ...this.webs].map((process) => process.ready()));
  }

  query(sql: string): Promise<Row[]> {
    return this.database.query(sql, DATABASE);
  }

  async number(sql: string): Promise<number> {
    const [row] = await this.query(sql);
    return Number(Object.values(row ?? {})[0] ?? 0);
  }

  /** Records that the topic holds or held since it was made. */
  async produced(): Promise<number> {
    return (await this.kafka.offsets(TOPIC)).reduce((sum, { next }) => sum + next, 0);
  }

  stored(): Promise<number> {
    return this.number(`SELECT COALESCE(SUM(stored_to + 1), 0) FROM positions WHERE topic = '${TOPIC}'`);
  }

  /** Where a viewer stands that has seen all of the live log. */
  async liveEnd(): Promise<LiveEnd> {
    const settings = await this.query("SELECT name, value FROM settings WHERE name LIKE 'live_%'");
    const value = (name: string) => String(settings.find((row) => String(row.name) === name)?.value ?? '');
    const epoch = Number(value('live_mark').split(' ')[0] || value('live_epoch'));
    return { epoch, next: (await this.kafka.offsets(LIVE_TOPIC))[0]?.next ?? 0 };
  }

  /** Sends new records at a pace, for as long as it takes; resolves once Kafka has acknowledged all. */
  async send(count: number, perSecond: number): Promise<void> {
    const begun = performance.now();
    const portion = Math.max(1, Math.round(perSecond / 10));
    for (let sent = 0; sent < count; sent += portion) {
      const wait = begun + (sent / perSecond) * 1_000 - performance.now();
      if (wait > 0) await new Promise((turn) => setTimeout(turn, wait));
      await this.producer.send(this.stream.take(Math.min(portion, count - sent), Date.now()));
    }
  }

  /** Everything that was produced is in the database, published and committed, and every viewer is at the log's end. */
  async settled(timeoutMs: number): Promise<void> {
    let quietSince = performance.now();
    await waitFor(
      async () => {
        const [produced, stored] = [await this.produced(), await this.stored()];
        if (stored < produced) {
          quietSince = performance.now();
          return false;
        }
        const committed = (await this.kafka.committed(GROUP, TOPIC)).reduce((sum, next) => sum + next, 0);
        if (committed < produced && performance.now() - quietSince > 3_000) {
          // A commit that was lost is made good by the next one.
          await this.producer.send(this.stream.take(PARTITIONS, Date.now()));
          quietSince = performance.now();
        }
        return committed === produced;
      },
      'all records to be stored, published and committed',
      { timeoutMs, intervalMs: 150 },
    );
    await this.shownUpTo(await this.liveEnd(), timeoutMs);
  }

  async shownUpTo({ epoch, next }: LiveEnd, timeoutMs: number): Promise<void> {
    await waitFor(
      () => this.viewers.every(({ cursor }) => cursor.epoch === epoch && cursor.offset >= next - 1),
      `the viewers to be at ${epoch}:${next} of the live log`,
      { timeoutMs, intervalMs: 20 },
    ).catch((error: Error) => {
      throw new Error(
        `${error.message}; they are at ${this.viewers.map(({ cursorText }) => cursorText).join(', ')}`,
      );
    });
  }
}
