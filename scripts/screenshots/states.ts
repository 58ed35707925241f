import { startGlobe } from '../../tests/support/globe';
import { type KafkaBroker, startKafka } from '../../tests/support/kafka-broker';
import { startMariaDb } from '../../tests/support/mariadb';
import {
  freePort,
  privateFolder,
  type RunningProcess,
  runProcess,
  startProcess,
  waitFor,
} from '../../tests/support/processes';
import { Camera, ringsOf, saysOf, sceneOf } from './camera';

const TOPIC = 'engagement';
const SIZE = { width: 1280, height: 800 };
const THEMES = ['dark', 'light'] as const;
const STREAM_MS = 12_000;
const STATES = [
  'state-before-first-data',
  'state-live',
  'state-no-database',
  'state-no-kafka',
  'state-behind',
  'state-catching-up',
  'state-quiet',
  'state-cut-off',
  'state-server-waits',
];

/** A producer on Kafka, as `npm run simulate` starts it. */
function simulate(kafka: KafkaBroker, args: readonly string[]): RunningProcess {
  const target = ['--brokers', kafka.brokers, '--topic', TOPIC];
  return startProcess(process.execPath, ['dist/server/simulate.js', ...target, ...args], {
    name: 'simulate',
  });
}

/** Simulated events with another time, straight to Kafka. */
async function produceOld(kafka: KafkaBroker, agoMs: number, seconds: number): Promise<void> {
  const count = 40;
  for (let second = 0; second < seconds; second++) {
    const text = await runProcess(process.execPath, [
      'dist/server/simulate.js',
      '--count',
      String(count),
      '--rate',
      '100000',
      '--run',
      String(90_000 + second),
    ]);
    const lines = text.split('\n').filter((line) => line.startsWith('{'));
    const messages = lines.map((line) => ({
      value: JSON.stringify({ ...JSON.parse(line), ts: Date.now() - agoMs }),
    }));
    await kafka.produce(TOPIC, messages);
  }
}

/** Every state of the watch page, each brought about by what causes it, on Kafka and MariaDB. */
export async function takeStates(wanted: string): Promise<void> {
  if (!STATES.some((state) => state.startsWith(wanted))) return;
  const camera = await Camera.open(wanted);
  const kafka = await startKafka();
  await kafka.createTopic(TOPIC, 1);
  const database = await startMariaDb();
  const env = {
    KAFKA_BROKERS: kafka.brokers,
    KAFKA_TOPIC: TOPIC,
    DATABASE_URL: await database.createDatabase('pictures'),
    PORT: String(await freePort()),
    DATA_DIR: privateFolder('pictures'),
  };
  let globe = await startGlobe({ env });
  const address = (theme: string) => `${globe.url}/?theme=${theme}`;
  const pages = new Map(
    await Promise.all(
      THEMES.map(async (theme) => [theme, await camera.page({ url: address(theme), ...SIZE })] as const),
    ),
  );
  /** One picture of each theme, once the page says so. */
  async function take(name: string, words: RegExp | null): Promise<void> {
    for (const [theme, page] of pages) {
      await page.bringToFront();
      if (words) await saysOf(page, words);
      await sceneOf(page);
      await camera.take(page, `state-${name}-${theme}`);
    }
  }

  await take('before-first-data', /Waiting for the first repin/);
  let stream = simulate(kafka, ['--rate', '120']);
  for (const page of pages.values()) await ringsOf(page);
  await pages.get('dark')?.waitForTimeout(STREAM_MS);
  await take('live', /Live/);

  await database.kill9();
  await take('no-database', /does not answer/);
  await database.restart();
  await pages.get('dark')?.waitForTimeout(STREAM_MS);
  await stream.stop();
  await kafka.kill9();
  await take('no-kafka', /Kafka does not answer/);
  await kafka.start();

  const late = produceOld(kafka, 25_000, 40);
  await take('behind', /Behind by/);
  await late;
  stream = simulate(kafka, ['--rate', '200', '--late-share', '1']);
  await take('catching-up', /Catching up/);
  await stream.stop();
  await take('quiet', /Quiet/);

  await globe.process.kill9();
  await take('cut-off', /connection was lost/);
  for (const page of pages.values()) await page.context().close();
  await database.stop();
  globe = await startGlobe({ env, ready: false });
  await waitFor(async () => (await fetch(globe.url)).ok, 'the pages to be served');
  for (const theme of THEMES) {
    const page = await camera.page({ url: address(theme), ...SIZE });
    await saysOf(page, /waits for/);
    await sceneOf(page);
    await camera.take(page, `state-server-waits-${theme}`);
    await page.context().close();
  }
  await globe.process.kill9();
  await kafka.stop();
  await camera.close();
}
