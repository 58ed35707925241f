import { fileURLToPath } from 'node:url';
import { Simulation } from '../lib/simulation/simulation';
import { ConfigError } from './config-error';
import { EventFeed } from './ingest/event-feed';
import type { EventSink } from './ingest/event-sink';
import { loadNetworks } from './ingest/geo/networks';
import { NdjsonSink } from './ingest/ndjson-sink';
import { KafkaEventSink } from './kafka/kafka-event-sink';
import { createTopics } from './kafka/topics';
import { eventsTopic, openKafka } from './open-kafka';
import { readSimulateOptions, type SimulateOptions, simulateHelp } from './simulate-options';
import { openLog } from './telemetry';

const NETWORKS_FILE = fileURLToPath(new URL('../networks.json', import.meta.url));
const REPORT_MS = 5_000;

/** Standard output may be the events': all that is told goes to standard error. */
const tell = (text: string) => process.stderr.write(`${text}\n`);
const grouped = (count: number) => Math.round(count).toLocaleString('en-US');

type Opened = { readonly sink: EventSink; close(): Promise<void> };

async function openSink({ config, compression }: SimulateOptions, signal: AbortSignal): Promise<Opened> {
  const connection = openKafka(config, openLog(config.LOG_LEVEL));
  if (!connection) return { sink: new NdjsonSink(process.stdout), close: async () => {} };
  await connection.untilReachable(signal);
  const topic = eventsTopic(config);
  if (topic && !signal.aborted) await createTopics(connection, [topic]);
  const sink = new KafkaEventSink({ connection, topic: config.KAFKA_TOPIC, compression });
  return { sink, close: () => sink.close() };
}

/** `npm run simulate`: simulated events into Kafka, or as lines to standard output. */
async function main(): Promise<void> {
  const options = readSimulateOptions(process.argv.slice(2), process.env, Date.now());
  if (options === 'help') {
    console.log(simulateHelp());
    return;
  }
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
  const { config, count } = options;
  const { sink, close } = await openSink(options, stop.signal);
  const simulation = new Simulation({
    ...options,
    seed: config.SEED,
    rate: config.RATE,
    speed: config.SPEED,
    startTime: Date.now(),
    networks: loadNetworks(NETWORKS_FILE),
  });
  let failures = 0;
  const feed = new EventFeed({
    simulation,
    sink,
    count,
    now: Date.now,
    signal: stop.signal,
    onFailure(error) {
      if ((error as NodeJS.ErrnoException).code === 'EPIPE') stop.abort();
      else if (error instanceof ConfigError) throw error;
      else tell(`not acknowledged, again in a second (failure ${++failures}): ${error.message}`);
    },
  });
  tell(
    `Simulated events, ${config.RATE} a second, seed ${config.SEED}, run ${options.run}, to ${sink.describe()}`,
  );
  const start = performance.now();
  let [reportedAt, reported] = [start, 0];
  const report = setInterval(() => {
    const at = performance.now();
    const rate = ((feed.acknowledged - reported) / (at - reportedAt)) * 1_000;
    tell(`${grouped(rate)} events/s, ${grouped(feed.acknowledged)} acknowledged`);
    [reportedAt, reported] = [at, feed.acknowledged];
  }, REPORT_MS);
  try {
    await feed.run();
  } finally {
    clearInterval(report);
    const seconds = (performance.now() - start) / 1_000;
    tell(
      `${grouped(feed.acknowledged)} events acknowledged in ${seconds.toFixed(1)} s, ${grouped(feed.acknowledged / seconds)} a second`,
    );
    await close();
  }
}

await main().then(
  () => process.exit(0),
  (error: unknown) => {
    const isSetting = error instanceof ConfigError;
    tell(isSetting ? error.message : String(error instanceof Error ? error.stack : error));
    process.exit(isSetting ? 2 : 1);
  },
);
