import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Globe, startGlobe } from '../support/globe';
import { type KafkaBroker, startKafka } from '../support/kafka-broker';
import { type MariaDb, startMariaDb } from '../support/mariadb';
import { requirePart } from '../support/parts';
import { waitFor } from '../support/processes';
import { openViewer, type Viewer } from '../support/viewer';

const COUNT = 40_000;
const KILLS = 3;
const TOPIC = 'engagement';

const repin = (index: number) =>
  JSON.stringify({
    id: `k-${index}`,
    type: index % 4 === 0 ? 'comment' : 'repin',
    ts: Date.now(),
    pinId: `p-${index % 97}`,
    userId: `u-${index % 700}`,
    ip: '81.2.69.142',
  });

describe.skipIf(!requirePart('kafka', 'mariadb', 'kcat'))('a worker that is killed in mid-stream', () => {
  let kafka: KafkaBroker;
  let maria: MariaDb;
  let web: Globe;
  let viewer: Viewer;
  let env: Record<string, string>;

  beforeAll(async () => {
    [kafka, maria] = await Promise.all([startKafka(), startMariaDb()]);
    await kafka.createTopic(TOPIC, 3);
    const url = await maria.createDatabase('globe');
    env = {
      KAFKA_BROKERS: kafka.brokers,
      KAFKA_TOPIC: TOPIC,
      DATABASE_URL: url,
      GEO_CACHE_KEY: 'a secret for tests',
      // The shortest that a broker grants: each kill waits for it.
      KAFKA_SESSION_TIMEOUT_MS: '6000',
    };
    web = await startGlobe({ env: { ...env, ROLE: 'web' } });
    viewer = await openViewer(web.url);
  });
  afterAll(async () => {
    viewer?.close();
    await web?.process.stop();
    await kafka?.stop();
    await maria?.stop();
  });

  const stored = async () =>
    Number((await maria.query('SELECT COALESCE(SUM(stored_to + 1), 0) AS n FROM positions', 'globe'))[0]?.n);
  const count = async (table: string) =>
    Number((await maria.query(`SELECT COUNT(*) AS n FROM ${table}`, 'globe'))[0]?.n);

  test('loses nothing and doubles nothing, in the database and on the screen', async () => {
    let sent = 0;
    const send = async (upTo: number) => {
      await kafka.kcatProduce({
        topic: TOPIC,
        compression: 'lz4',
        lines: Array.from({ length: upTo - sent }, (_, index) => repin(sent + index)),
      });
      sent = upTo;
    };
    const share = COUNT / (KILLS + 1);
    await send(share);
    for (let kill = 1; kill <= KILLS; kill++) {
      const before = await stored();
      const worker = await startGlobe({ env: { ...env, ROLE: 'worker' }, ready: false });
      await send(share * (kill + 1));
      // In the middle of its work: some of the backlog is stored, not all of it.
      await waitFor(async () => (await stored()) > before, `worker ${kill} to have stored something`, {
        timeoutMs: 90_000,
        intervalMs: 3,
      });
      await worker.process.kill9();
    }
    const last = await startGlobe({ env: { ...env, ROLE: 'worker' }, ready: false });
    await waitFor(async () => (await stored()) >= COUNT, 'all to be stored', { timeoutMs: 120_000 });
    await waitFor(() => viewer.totals.repin + viewer.totals.comment >= COUNT, 'all to be shown');

    const [position] = await maria.query(
      'SELECT SUM(duplicates) AS d, SUM(dead_letters) AS dead, SUM(lost_before_read) AS lost FROM positions',
      'globe',
    );
    expect({ repins: await count('repins'), comments: await count('comments') }).toEqual({
      repins: (COUNT * 3) / 4,
      comments: COUNT / 4,
    });
    expect([position?.d, position?.dead, position?.lost].map(Number)).toEqual([0, 0, 0]);
    expect({ repins: viewer.count('repin'), comments: viewer.count('comment') }).toEqual({
      repins: (COUNT * 3) / 4,
      comments: COUNT / 4,
    });
    expect({ gaps: viewer.gaps, repeats: viewer.repeats, resets: viewer.resets }).toEqual({
      gaps: 0,
      repeats: 0,
      resets: 0,
    });
    expect((await last.process.stop()).code).toBe(0);
  });
});
