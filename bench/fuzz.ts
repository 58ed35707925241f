/**
 * Broken messages of every kind: `npm run bench:fuzz [-- --decode 1000000 --pipeline 100000 --seed 1]`.
 * First through the decoder alone: none may throw, each has exactly one outcome, an event that comes out of it is one
 * that the store takes. Then through the real way, Kafka to MariaDB: records = rows + duplicates + filtered + dead letters.
 */
import { parseArgs } from 'node:util';
import { decodeEvent } from '../lib/events/decode';
import { Random } from '../lib/simulation/random';
import { mixedEvents } from '../tests/fixtures/mixed-events';
import { startGlobe } from '../tests/support/globe';
import { startKafka } from '../tests/support/kafka-broker';
import { startMariaDb } from '../tests/support/mariadb';
import { runProcess, waitFor } from '../tests/support/processes';
import { FuzzSink } from './fuzz/fuzz-sink';
import { type FuzzMessage, Mutator } from './fuzz/mutations';
import { isOneOutcome } from './fuzz/outcome';

const TOPIC = 'fuzz';
const PARTITIONS = 4;
const BASES = 5_000;

const { values } = parseArgs({
  options: {
    decode: { type: 'string', default: '1000000' },
    pipeline: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
  },
});
const seed = Number(values.seed);
console.log(`seed ${seed}`);

const now = Date.now();
const bases: readonly FuzzMessage[] = mixedEvents(BASES, seed, now).map(({ value, headers }) => ({
  value,
  headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
  timestamp: now,
}));

function* messages(name: string, count: number): Generator<FuzzMessage> {
  const random = new Random(name, seed, 0);
  const mutator = new Mutator(random);
  for (let made = 0; made < count; made++) yield mutator.mutate(random.pick(bases));
}

function fuzzDecode(count: number) {
  const outcomes = new Map<string, number>();
  let [threw, unaccounted] = [0, 0];
  let offset = 0;
  for (const message of messages('decode', count)) {
    const at = { topic: TOPIC, partition: 0, epoch: 1, offset: offset++ };
    try {
      const result = decodeEvent(message, at);
      const name = result.ok ? 'event' : result.reason;
      outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
      if (!isOneOutcome(result, at)) {
        unaccounted++;
        if (unaccounted <= 5) console.log('no outcome that the store takes:', sample(message), result);
      }
    } catch (error) {
      threw++;
      if (threw <= 5) console.log('it threw:', sample(message), error);
    }
  }
  const told = [...outcomes].sort(([, a], [, b]) => b - a).map(([name, times]) => `${name} ${times}`);
  console.log(`decoded ${count.toLocaleString('en')}: ${told.join(', ')}`);
  return { threw, unaccounted };
}

const sample = ({ value, headers }: FuzzMessage) =>
  `${value?.subarray(0, 300).toString('latin1')} ${JSON.stringify(Object.keys(headers))}`;

async function fuzzPipeline(count: number): Promise<number> {
  await runProcess('npm', ['run', 'build']);
  const [kafka, database] = await Promise.all([startKafka(), startMariaDb()]);
  // Times of records may lie anywhere, as where brokers don't check them.
  await kafka.createTopic(TOPIC, PARTITIONS, { 'message.timestamp.after.max.ms': String(2n ** 63n - 1n) });
  const worker = await startGlobe({
    env: {
      ROLE: 'worker',
      // Logins are left out, so that there is something to filter.
      EVENT_TYPES: 'pin,repin,comment',
      KAFKA_BROKERS: kafka.brokers,
      KAFKA_TOPIC: TOPIC,
      DATABASE_URL: await database.createDatabase('fuzz'),
      GEO_CACHE_KEY: 'a key for the bench, long enough',
    },
  });
  const sink = new FuzzSink(kafka.brokers, TOPIC, PARTITIONS);
  for (const message of messages('pipeline', count)) await sink.send(message);
  await sink.close();
  const produced = (await kafka.offsets(TOPIC)).reduce((sum, { next }) => sum + next, 0);
  const number = async (sql: string) =>
    Number(Object.values((await database.query(sql, 'fuzz'))[0] ?? {})[0] ?? 0);
  const stored = () => number('SELECT SUM(stored_to + 1) FROM positions');
  await waitFor(async () => (await stored()) >= produced, 'all to be accounted for', { timeoutMs: 300_000 });
  let rows = 0;
  for (const table of ['pins', 'repins', 'comments', 'logins'])
    rows += await number(`SELECT COUNT(*) FROM ${table}`);
  const of = (tally: string) => number(`SELECT SUM(${tally}) FROM positions`);
  const [duplicates, filtered, dead] = [
    await of('duplicates'),
    await of('filtered'),
    await of('dead_letters'),
  ];
  const letters = await number('SELECT COUNT(*) FROM dead_letters');
  const refused = await number("SELECT COUNT(*) FROM dead_letters WHERE reason = 'refused_by_store'");
  console.log(
    `through the pipeline: ${produced} in = ${rows} rows + ${duplicates} duplicates + ${filtered} filtered + ${dead} dead letters (${refused} refused by the store)`,
  );
  const { code } = await worker.process.stop();
  if (code !== 0) throw new Error(`the worker ended with ${code}:\n${worker.process.output.slice(-2_000)}`);
  await kafka.stop();
  await database.stop();
  // What the decoder let through and the store did not take is a hole between the two.
  return (
    Math.abs(produced - rows - duplicates - filtered - dead) +
    Math.abs(letters - dead) +
    Math.abs(produced - count) +
    refused
  );
}

const decoded = fuzzDecode(Number(values.decode));
const unaccounted = await fuzzPipeline(Number(values.pipeline));
console.log(
  `BENCH fuzz ${JSON.stringify({ decoded: Number(values.decode), threw: decoded.threw, piped: Number(values.pipeline), unaccounted: decoded.unaccounted + unaccounted })}`,
);
