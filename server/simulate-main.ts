import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Simulation } from '../lib/simulation/simulation';
import { type Config, helpText, loadConfig } from './config';
import { ConfigError } from './config-error';
import type { EventSink, OutgoingEvent } from './ingest/event-sink';
import { loadNetworks } from './ingest/geo/networks';
import { KafkaEventSink } from './kafka/kafka-event-sink';
import { createTopics } from './kafka/topics';
import { eventsTopic, openKafka } from './open-kafka';
import { openLog } from './telemetry';

/**
 * `npm run simulate -- --rate 20000 --count 1000000`: simulated events into Kafka, or as NDJSON on standard output when
 * no brokers are given. Ends after `--count` events, or never.
 */
const BATCH = 5_000;
const BEAT_MS = 20;
/** Sends that may be under way at a time: the next batch is made while the last one travels. */
const IN_FLIGHT = 2;
const REPORT_EVERY_MS = 5_000;

/** Takes `--count` out of the arguments; the rest is the configuration's. */
function readCount(args: readonly string[]): { readonly count: number; readonly rest: string[] } {
  const { tokens } = parseArgs({ args: [...args], strict: false, tokens: true });
  const token = tokens.find((each) => each.kind === 'option' && each.name === 'count');
  if (token?.kind !== 'option') return { count: Number.POSITIVE_INFINITY, rest: [...args] };
  const inline = token.inlineValue === true;
  const text = inline ? token.value : args[token.index + 1];
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new ConfigError('--count', 'must be a whole number from 1');
  return {
    count,
    rest: args.filter((_, index) => index !== token.index && (inline || index !== token.index + 1)),
  };
}

const standardOutput: EventSink = {
  append: (events) =>
    new Promise((done, failed) => {
      const text = Buffer.concat(events.flatMap(({ value }) => [value, Buffer.from('\n')]));
      process.stdout.write(text, (error) => (error ? failed(error) : done()));
    }),
  describe: () => 'standard output',
};

async function openSink(
  config: Config,
  signal: AbortSignal,
): Promise<{ sink: EventSink; close(): Promise<void> }> {
  const kafka = openKafka(config, openLog(config.LOG_LEVEL));
  if (!kafka) return { sink: standardOutput, close: async () => {} };
  await kafka.untilReachable(signal);
  const topic = eventsTopic(config);
  if (topic) await createTopics(kafka, [topic]);
  const sink = new KafkaEventSink({ connection: kafka, topic: config.KAFKA_TOPIC });
  return { sink, close: () => sink.close() };
}

/** Sends at the pace of the simulation until `count` events are sent or the signal is given; returns the acknowledged. */
async function send(
  simulation: Simulation,
  sink: EventSink,
  count: number,
  signal: AbortSignal,
): Promise<number> {
  let [made, acknowledged, reported] = [0, 0, Date.now()];
  let before = 0;
  const underWay = new Set<Promise<void>>();
  while (made < count && !signal.aborted) {
    const events: OutgoingEvent[] = [];
    while (events.length < BATCH && made + events.length < count && simulation.dueAt <= Date.now()) {
      const { json, key } = simulation.next();
      events.push({ key, value: Buffer.from(json) });
    }
    made += events.length;
    if (events.length > 0) {
      const sent = sink.append(events).then(() => {
        acknowledged += events.length;
        underWay.delete(sent);
      });
      underWay.add(sent);
      if (underWay.size >= IN_FLIGHT) await Promise.race(underWay);
    }
    if (events.length < BATCH) await new Promise((done) => setTimeout(done, BEAT_MS));
    const now = Date.now();
    if (now - reported >= REPORT_EVERY_MS) {
      const rate = Math.round(((acknowledged - before) * 1_000) / (now - reported));
      console.error(`${rate} events/s, ${acknowledged} acknowledged`);
      [reported, before] = [now, acknowledged];
    }
  }
  await Promise.all(underWay);
  return acknowledged;
}

async function main(): Promise<void> {
  const { count, rest } = readCount(process.argv.slice(2));
  const config = loadConfig(rest, process.env);
  if (config === 'help') {
    console.log(`npm run simulate -- [--count N] [options]\n\n${helpText()}`);
    return;
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const networks = loadNetworks(fileURLToPath(new URL('../networks.json', import.meta.url)));
  const { sink, close } = await openSink(config, stop.signal);
  const startTime = Date.now();
  // The second of the start names the run: two runs never make the same ids.
  const run = Math.floor(startTime / 1_000);
  const simulation = new Simulation({
    seed: config.SEED,
    run,
    startTime,
    rate: config.RATE,
    speed: config.SPEED,
    networks,
  });
  console.error(`simulates ${config.RATE} events/s into ${sink.describe()}`);
  const acknowledged = await send(simulation, sink, count, stop.signal);
  const seconds = (Date.now() - startTime) / 1_000;
  console.error(
    `${acknowledged} events acknowledged in ${seconds.toFixed(1)} s, ${Math.round(acknowledged / seconds)} events/s`,
  );
  await close();
}

await main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof ConfigError ? error.message : error);
    process.exit(error instanceof ConfigError ? 2 : 1);
  },
);
