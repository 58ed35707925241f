/**
 * From the append to Kafka to a viewer: `npm run bench:latency [-- --seconds 60 --rate 1000 --viewers 100]`.
 * Real Kafka, real MariaDB, a worker and a web process, and the viewers as a process of real Socket.IO clients. The
 * clock starts when the producer hands an event to its client library, so the append itself is in the figure.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import kafkajs from 'kafkajs';
import { SNAPSHOT_PATH, type Snapshot } from '../lib/live/protocol';
import { startGlobe } from '../tests/support/globe';
import { startKafka } from '../tests/support/kafka-broker';
import { startMariaDb } from '../tests/support/mariadb';
import { privateFolder, runProcess, startProcess } from '../tests/support/processes';
import { waitFor } from '../tests/support/wait-for';
import { firstRepins, numberedRepin } from './latency/numbered';
import { runViewers, type ViewersOptions } from './latency/viewers';
import { quantile } from './quantile';

const TOPIC = 'engagement';
const PARTITIONS = 4;
const SEND_EVERY_MS = 10;
/** The parts warm up on so many seconds that are not measured. */
const WARM_UP_S = 5;

const producerFor = (brokers: string) =>
  new kafkajs.Kafka({ brokers: [brokers], logLevel: kafkajs.logLevel.NOTHING }).producer({
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  });

/** Lets every place be known to the web process, and so to the viewers that come then. */
async function makePlacesKnown(brokers: string, web: string): Promise<void> {
  const producer = producerFor(brokers);
  await producer.connect();
  const messages = firstRepins(Date.now());
  await producer.send({ topic: TOPIC, acks: -1, messages });
  await producer.disconnect();
  await waitFor(async () => {
    const snapshot = (await (await fetch(web + SNAPSHOT_PATH)).json()) as Snapshot;
    return snapshot.totals.repin === messages.length;
  }, 'the first repins on the globe');
}

/** Sends numbered repins at an even rate; returns when each was handed over, epoch ms. */
async function produce(brokers: string, events: number, rate: number): Promise<Float64Array> {
  const sentAt = new Float64Array(events);
  const producer = producerFor(brokers);
  await producer.connect();
  const begun = performance.now();
  const sends = new Set<Promise<unknown>>();
  for (let sent = 0; sent < events; ) {
    const due = Math.min(events, Math.floor(((performance.now() - begun) / 1_000) * rate));
    const now = Date.now();
    const messages = [];
    for (; sent < due; sent++) {
      sentAt[sent] = now;
      messages.push(numberedRepin(sent, now));
    }
    if (messages.length > 0) {
      const send = producer.send({ topic: TOPIC, acks: -1, messages });
      sends.add(send);
      void send.finally(() => sends.delete(send));
    }
    await new Promise((turn) => setTimeout(turn, SEND_EVERY_MS));
  }
  await Promise.all(sends);
  await producer.disconnect();
  return sentAt;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '60' },
      rate: { type: 'string', default: '1000' },
      viewers: { type: 'string', default: '100' },
    },
  });
  const [rate, viewers] = [Number(values.rate), Number(values.viewers)];
  const events = (Number(values.seconds) + WARM_UP_S) * rate;
  await runProcess('npm', ['run', 'build']);
  const kafka = await startKafka({ jvm: ['-Xmx768m'] });
  const database = await startMariaDb({ bufferPoolMb: 512 });
  await kafka.createTopic(TOPIC, PARTITIONS);
  const env = {
    KAFKA_BROKERS: kafka.brokers,
    KAFKA_TOPIC: TOPIC,
    DATABASE_URL: await database.createDatabase('latency'),
    GEO_CACHE_KEY: 'a key for the bench, long enough',
  };
  const worker = await startGlobe({ env: { ...env, ROLE: 'worker' } });
  const web = await startGlobe({ env: { ...env, ROLE: 'web' } });
  await makePlacesKnown(kafka.brokers, web.url);
  const file = join(privateFolder('latency'), 'arrivals');
  const options: ViewersOptions = { url: web.url, viewers, events, file };
  const clients = startProcess(process.execPath, [import.meta.filename, JSON.stringify(options)], {
    name: 'viewers',
  });
  await clients.waitForOutput(/watching/);
  const sentAt = await produce(kafka.brokers, events, rate);
  const { code } = await clients.exited;
  const told = /\{"again":(\d+),"gaps":(\d+),"folded":(\d+)\}/.exec(clients.output);
  if (code !== 0 || !told)
    throw new Error(`the viewers ended with ${code}:\n${clients.output.slice(-2_000)}`);
  for (const each of [web.process, worker.process]) await each.stop();
  await kafka.stop();
  await database.stop();

  const bytes = readFileSync(file);
  const arrivals = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const first = WARM_UP_S * rate;
  const latencies = new Float64Array(viewers * (events - first));
  // One that was folded with others into a cell was shown, but cannot be told by its place.
  let [measured, lost] = [0, -Number(told[3])];
  for (let viewer = 0; viewer < viewers; viewer++)
    for (let event = 0; event < events; event++) {
      const at = arrivals[viewer * events + event] ?? 0;
      if (at === 0) lost++;
      else if (event >= first) latencies[measured++] = at - (sentAt[event] ?? 0);
    }
  const all = latencies.subarray(0, measured);
  const [p50Ms, p90Ms, p99Ms, maxMs] = [0.5, 0.9, 0.99, 1].map((share) => quantile(all, share));
  console.log(
    `${events - first} events at ${rate}/s, ${viewers} viewers: p50 ${p50Ms} ms, p90 ${p90Ms} ms, p99 ${p99Ms} ms, most ${maxMs} ms; shown twice ${told[1]}, gaps ${told[2]}, folded into cells ${told[3]}`,
  );
  console.log(`BENCH latency ${JSON.stringify({ p50Ms, p99Ms, lost, shownTwice: Number(told[1]) })}`);
}

if (process.argv[2]?.startsWith('{')) await runViewers(JSON.parse(process.argv[2]) as ViewersOptions);
else await main();
