/**
 * How fast one worker takes events in: `npm run bench:ingest [-- --events 2000000 --rounds 2]`.
 * Real Kafka (4 partitions, lz4) and real MariaDB (1 GB buffer pool, default durability). One interleaved run of three
 * variants, each in a process of its own: (a) the worker with everything on, (b) a bare loop that consumes, parses and
 * inserts the same rows into the same tables, (c) consume only.
 */
import { parseArgs } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { startGlobe } from '../tests/support/globe';
import { type KafkaBroker, startKafka } from '../tests/support/kafka-broker';
import { type MariaDb, startMariaDb } from '../tests/support/mariadb';
import { type RunningProcess, runProcess, startProcess, waitFor } from '../tests/support/processes';
import { type BareOptions, runBare } from './ingest/bare';
import { loadTopic } from './ingest/load';
import { cpuSeconds, peakRssMiB } from './ingest/process-figures';
import { readLive } from './ingest/read-live';
import type { StreamCounts } from './ingest/stream';
import { median } from './quantile';

const TOPIC = 'engagement';
const PARTITIONS = 4;

/** Where a run stood at a moment. */
type Mark = {
  readonly done: number;
  readonly at: number;
  readonly cpu: number;
  readonly others: readonly number[];
};
type Figures = {
  readonly eventsPerSecond: number;
  readonly cpuSecondsPerMillion: number;
  readonly peakRssMiB: number;
  /** CPU seconds per million events of the parts that the process leans on. */
  readonly others: readonly number[];
};
type Checked = Figures & { readonly lost: number; readonly duplicate: number };

/** From the first mark on: the start of a process is not what is measured. */
function figuresBetween(first: Mark, last: Mark, peak: number): Figures {
  const events = last.done - first.done;
  return {
    eventsPerSecond: (events / (last.at - first.at)) * 1_000,
    cpuSecondsPerMillion: ((last.cpu - first.cpu) / events) * 1e6,
    peakRssMiB: peak,
    others: last.others.map((cpu, at) => ((cpu - (first.others[at] ?? 0)) / events) * 1e6),
  };
}

async function follow(
  child: RunningProcess,
  events: number,
  doneSoFar: () => Promise<number>,
  others: readonly number[],
): Promise<Figures> {
  let first: Mark | null = null;
  let last: Mark | null = null;
  let peak = 0;
  const outcome = await waitFor(
    async () => {
      const running = child.exit === null;
      const done = await doneSoFar();
      if (child.exit === null) {
        const mark = {
          done,
          at: performance.now(),
          cpu: cpuSeconds(child.pid),
          others: others.map(cpuSeconds),
        };
        peak = Math.max(peak, peakRssMiB(child.pid));
        if (done > 0) first ??= mark;
        if (last === null || done > last.done) last = mark;
      }
      if (done >= events) return 'done';
      return running ? null : `it ended with ${done} of ${events} done`;
    },
    'all events to be taken in',
    // Often enough for marks near both ends, seldom enough to cost the parts nothing.
    { timeoutMs: 600_000, intervalMs: 100 },
  );
  if (outcome !== 'done') throw new Error(`${outcome}:\n${child.output.slice(-2_000)}`);
  if (first === null || last === null) throw new Error('it went by too fast to be measured');
  return figuresBetween(first, last, peak);
}

async function runLoop(
  name: string,
  run: number,
  kafka: KafkaBroker,
  database: string | null,
  events: number,
  pids: readonly number[],
) {
  const options: BareOptions = {
    brokers: kafka.brokers,
    topic: TOPIC,
    groupId: `${name}-${run}`,
    events,
    database,
  };
  const child = startProcess(process.execPath, [import.meta.filename, JSON.stringify(options)], { name });
  const progress = async () => {
    const last = child.output.lastIndexOf('"done":');
    return last < 0 ? 0 : Number.parseInt(child.output.slice(last + '"done":'.length), 10);
  };
  const figures = await follow(child, events, progress, pids);
  await child.exited;
  return figures;
}

async function tablesOf(database: MariaDb, name: string): Promise<string> {
  // The worker makes the tables; the bare loop gets the same ones, empty.
  await database.createDatabase(name);
  for (const table of ['pins', 'repins', 'comments', 'logins'])
    await database.query(`CREATE TABLE ${table} LIKE worker_0.${table}`, name);
  return database.url(name);
}

async function check(
  database: MariaDb,
  name: string,
  live: ReadonlySet<string>,
  shown: number,
  counts: StreamCounts,
) {
  const [rows] = (await database.query(
    'SELECT (SELECT COUNT(*) FROM pins) AS pin, (SELECT COUNT(*) FROM repins) AS repin, (SELECT COUNT(*) FROM comments) AS comment, (SELECT COUNT(*) FROM logins) AS login, (SELECT SUM(duplicates) FROM positions) AS duplicates, (SELECT SUM(dead_letters) + SUM(filtered) FROM positions) AS other',
    name,
  )) as Record<string, string>[];
  const wanted = Object.values(counts.rows).reduce((sum, count) => sum + count, 0);
  const there = Object.keys(counts.rows).reduce((sum, type) => sum + Number(rows?.[type]), 0);
  const accounted = there + Number(rows?.duplicates) + Number(rows?.other);
  return {
    lost:
      Math.max(0, wanted - there) + Math.max(0, counts.events - accounted) + Math.max(0, there - live.size),
    duplicate: Math.max(0, there - wanted) + Math.max(0, accounted - counts.events) + (shown - live.size),
  };
}

/** A connection that is kept, so that asking how far a run is costs the database next to nothing. */
async function openProgress(url: string) {
  const connection = await createConnection({ uri: url });
  return {
    events: async () => {
      try {
        const [rows] = await connection.query('SELECT SUM(stored_to + 1) AS done FROM positions');
        return Number((rows as { done: string | null }[])[0]?.done ?? 0);
      } catch (error) {
        // The worker makes its tables when it starts.
        if ((error as { code?: string }).code === 'ER_NO_SUCH_TABLE') return 0;
        throw error;
      }
    },
    close: () => connection.destroy(),
  };
}

async function runWorker(
  run: number,
  kafka: KafkaBroker,
  database: MariaDb,
  counts: StreamCounts,
  profile: string | undefined,
): Promise<Checked> {
  const name = `worker_${run}`;
  const liveTopic = `live-${run}`;
  const url = await database.createDatabase(name);
  const globe = await startGlobe({
    ready: false,
    nodeArgs: profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [],
    env: {
      ROLE: 'worker',
      KAFKA_BROKERS: kafka.brokers,
      KAFKA_TOPIC: TOPIC,
      KAFKA_GROUP_ID: name,
      LIVE_TOPIC: liveTopic,
      DATABASE_URL: url,
      GEO_CACHE_KEY: 'a key for the bench, long enough',
    },
  });
  const progress = await openProgress(url);
  const figures = await follow(globe.process, counts.events, progress.events, [database.pid, kafka.pid]);
  progress.close();
  await globe.process.stop();
  const { ids, published } = await readLive(kafka.brokers, liveTopic);
  return { ...figures, ...(await check(database, name, ids, published, counts)) };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      events: { type: 'string', default: '2000000' },
      rounds: { type: 'string', default: '2' },
      // A folder for the worker's CPU profiles.
      profile: { type: 'string' },
    },
  });
  await runProcess('npm', ['run', 'build']);
  const kafka = await startKafka({ jvm: ['-Xmx768m'] });
  const database = await startMariaDb({ bufferPoolMb: 1_024 });
  await kafka.createTopic(TOPIC, PARTITIONS);
  const counts = await loadTopic(kafka.brokers, TOPIC, PARTITIONS, {
    events: Number(values.events),
    seed: 1,
    duplicateShare: 0.02,
  });
  console.log(
    `${counts.events} events, ${Math.round(counts.bytes / counts.events)} bytes each, ${counts.duplicates} duplicates`,
  );
  const pids = [database.pid, kafka.pid];
  const say = (name: string, { eventsPerSecond, cpuSecondsPerMillion, peakRssMiB: rss, others }: Figures) =>
    console.log(
      `${name.padEnd(8)} ${Math.round(eventsPerSecond).toLocaleString('en').padStart(9)} events/s ${cpuSecondsPerMillion.toFixed(1).padStart(6)} CPU s/M ${Math.round(rss).toString().padStart(5)} MiB; database ${others[0]?.toFixed(1)}, broker ${others[1]?.toFixed(1)} CPU s/M`,
    );
  const worker: Checked[] = [];
  const bare: Figures[] = [];
  for (let run = 0; run < Number(values.rounds); run++) {
    const one = await runWorker(run, kafka, database, counts, values.profile);
    worker.push(one);
    say('worker', one);
    const loop = await runLoop(
      'bare',
      run,
      kafka,
      await tablesOf(database, `bare_${run}`),
      counts.events,
      pids,
    );
    bare.push(loop);
    say('bare', loop);
    say('consume', await runLoop('consume', run, kafka, null, counts.events, pids));
    await database.query(`DROP DATABASE bare_${run}`);
    if (run > 0) await database.query(`DROP DATABASE worker_${run}`);
  }
  await kafka.stop();
  await database.stop();
  const of = (list: readonly Figures[], key: 'eventsPerSecond' | 'cpuSecondsPerMillion') =>
    median(list.map((figures) => figures[key]));
  const figures = {
    eventsPerSecond: Math.round(of(worker, 'eventsPerSecond')),
    ratioToBare: Number((of(worker, 'eventsPerSecond') / of(bare, 'eventsPerSecond')).toFixed(2)),
    cpuSecondsPerMillion: Number(of(worker, 'cpuSecondsPerMillion').toFixed(1)),
    peakRssMiB: Math.round(Math.max(...worker.map((one) => one.peakRssMiB))),
    lost: worker.reduce((sum, { lost }) => sum + lost, 0),
    duplicate: worker.reduce((sum, { duplicate }) => sum + duplicate, 0),
  };
  console.log(`BENCH ingest ${JSON.stringify(figures)}`);
}

if (process.argv[2]?.startsWith('{')) await runBare(JSON.parse(process.argv[2]) as BareOptions);
else await main();
