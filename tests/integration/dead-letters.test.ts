import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DropReport, LETTERS_PATH, type LetterList, type ReplayReport } from '../../lib/letters/desk';
import { sumOfReplay } from '../../lib/letters/reports';
import { type Globe, startGlobe } from '../support/globe';
import { type KafkaBroker, startKafka } from '../support/kafka-broker';
import { askLetterTool, runLetterTool, startLetterTool } from '../support/letter-tool';
import { type MariaDb, startMariaDb } from '../support/mariadb';
import { requirePart } from '../support/parts';
import { waitFor } from '../support/processes';
import { openViewer, type Viewer } from '../support/viewer';

const TOPIC = 'engagement';
const PARTITIONS = 2;
const KEY = 'the key of the operators';
const USER = 'user-nobody-may-see';
const ADDRESS = '81.2.69.142';
/** Letters that one transaction of a replay takes: the kill comes in the second. */
const PER_STEP = 200;

type Made = { readonly partition: number; readonly value: string };

/** Repins that the database refuses as long as its trigger stands; every other one has no id of its own. */
const cursed = (tag: string, count: number, more: Record<string, unknown> = {}): Made[] =>
  Array.from({ length: count }, (_, index) => ({
    partition: index % PARTITIONS,
    value: JSON.stringify({
      ...(index % 4 < 2 ? {} : { id: `${tag}-${index}` }),
      type: 'repin',
      ts: Date.now(),
      userId: USER,
      ip: ADDRESS,
      pinId: `${tag}-pin-${index}`,
      pin: { title: 'Ramen', category: 'cursed' },
      ...more,
    }),
  }));

describe.skipIf(!requirePart('kafka', 'mariadb'))('dead letters, on a real Kafka and MariaDB', () => {
  let kafka: KafkaBroker;
  let maria: MariaDb;
  let worker: Globe;
  let web: Globe;
  let viewer: Viewer;
  let env: Record<string, string>;
  let sent = 0;
  let logs = '';

  const startWorker = () => startGlobe({ env: { ...env, ROLE: 'worker' } });
  beforeAll(async () => {
    [kafka, maria] = await Promise.all([startKafka(), startMariaDb()]);
    await kafka.createTopic(TOPIC, PARTITIONS);
    env = {
      KAFKA_BROKERS: kafka.brokers,
      KAFKA_TOPIC: TOPIC,
      DATABASE_URL: await maria.createDatabase('globe'),
      GEO_CACHE_KEY: 'a secret for tests',
      ADMIN_KEY: KEY,
      // The shortest that a broker grants: the kill waits for it.
      KAFKA_SESSION_TIMEOUT_MS: '6000',
    };
    worker = await startWorker();
    web = await startGlobe({ env: { ...env, ROLE: 'web' } });
    viewer = await openViewer(web.url);
    await curse();
  });
  afterAll(async () => {
    viewer?.close();
    await worker?.process.stop();
    await web?.process.stop();
    await kafka?.stop();
    await maria?.stop();
  });

  const query = (sql: string) => maria.query(sql, 'globe');
  const number = async (sql: string) => Number(Object.values((await query(sql))[0] ?? {})[0]);
  const curse = () =>
    query(
      "CREATE TRIGGER curse BEFORE INSERT ON repins FOR EACH ROW IF NEW.category = 'cursed' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'cursed'; END IF",
    );
  const repair = () => query('DROP TRIGGER curse');
  const tool = <T>(...args: string[]) => askLetterTool<T>(args, env);

  async function send(records: readonly Made[]): Promise<void> {
    await kafka.produce(TOPIC, records);
    sent += records.length;
    await waitFor(
      async () =>
        (await number(`SELECT COALESCE(SUM(stored_to + 1), 0) FROM positions WHERE topic = '${TOPIC}'`)) >=
        sent,
      'all records to be accounted for',
      { timeoutMs: 120_000 },
    );
  }

  /** The promise, by what stands in the database: every record has one outcome, and every tally has its rows. */
  async function expectExact(): Promise<{ rows: number; dead: number; replayed: number }> {
    const [sums = {}] = await query(
      `SELECT SUM(pin_rows + repin_rows + comment_rows + login_rows) AS told, SUM(duplicates) AS duplicates, SUM(filtered) AS filtered, SUM(dead_letters) AS dead, SUM(replayed) AS replayed, SUM(dropped) AS dropped FROM positions WHERE topic = '${TOPIC}'`,
    );
    const of = (name: string) => Number(sums[name]);
    expect(of('told') + of('duplicates') + of('filtered') + of('dead')).toBe(sent);
    expect(await number('SELECT COUNT(*) FROM repins')).toBe(of('told'));
    expect(await number("SELECT COUNT(*) FROM dead_letters WHERE state <> 'replayed'")).toBe(of('dead'));
    expect(await number("SELECT COUNT(*) FROM dead_letters WHERE state = 'replayed'")).toBe(of('replayed'));
    expect(await number("SELECT COUNT(*) FROM dead_letters WHERE state = 'dropped'")).toBe(of('dropped'));
    return { rows: of('told'), dead: of('dead'), replayed: of('replayed') };
  }

  /** Each row on the screen, once. */
  async function expectShown(rows: number): Promise<void> {
    await waitFor(() => viewer.totals.repin >= rows, `the viewer to have seen ${rows}`, {
      timeoutMs: 120_000,
    });
    expect({ told: viewer.totals.repin, drawn: viewer.count('repin') }).toEqual({ told: rows, drawn: rows });
    expect({ gaps: viewer.gaps, repeats: viewer.repeats, resets: viewer.resets }).toEqual({
      gaps: 0,
      repeats: 0,
      resets: 0,
    });
  }

  /** Holds a lock until it is told to let go. */
  async function hold(sql: string): Promise<() => Promise<void>> {
    const connection = await createConnection({ uri: maria.url('globe') });
    // Rows alone, not the gaps between them.
    await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
    await connection.beginTransaction();
    await connection.query(sql);
    return async () => {
      await connection.rollback();
      await connection.end();
    };
  }
  /** So many transactions wait for a lock. */
  const waits = (count = 1) =>
    waitFor(
      async () =>
        (await number("SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'")) >=
        count,
      `${count} to wait for the lock`,
      { intervalMs: 250, timeoutMs: 40_000 },
    );

  test('a replay that is killed in mid-transaction, and again: nothing is lost, nothing double', async () => {
    const all = PER_STEP * 4;
    const known = `k-pin-${PER_STEP * 3}`;
    const pin = { title: 'Known before', category: 'food' };
    await send([
      {
        // The first stream there is: replayed first.
        partition: 0,
        value: JSON.stringify({
          id: 'k',
          type: 'repin',
          ts: Date.now() - 60_000,
          userId: USER,
          ip: ADDRESS,
          pinId: known,
          pin,
        }),
      },
    ]);
    await send(cursed('k', all));
    expect(await expectExact()).toEqual({ rows: 1, dead: all, replayed: 0 });
    await repair();

    // The rows of a step go in before its pins: who waits for a pin has written rows and not committed them.
    const release = await hold(`SELECT * FROM full_pins WHERE pin_id = '${known}' FOR UPDATE`);
    const first = startLetterTool(['replay', '--all'], env);
    await waits();
    expect(first.exit).toBeNull();
    await first.kill9();
    await release();
    const before = await number('SELECT COALESCE(SUM(replayed), 0) FROM positions');
    expect(before).toBe(PER_STEP);

    const report = await tool<ReplayReport>('replay', '--all');
    expect(sumOfReplay(report)).toBe(report.asked);
    expect(report).toMatchObject({ rows: all - before, duplicates: 0, stillDead: {}, gone: 0 });
    expect(await expectExact()).toEqual({ rows: all + 1, dead: 0, replayed: all });
    await expectShown(all + 1);
  });

  test('an id that is missing is made of the original coordinates', async () => {
    expect(
      await number(
        `SELECT COUNT(*) FROM repins r JOIN streams s ON s.stream_id = r.src_stream WHERE s.topic = '${TOPIC}' AND r.event_id = CONCAT(s.topic, '/', s.epoch, '/', s.partition_id, '/', r.src_offset)`,
      ),
    ).toBe(PER_STEP * 2);
    expect(await number('SELECT SUM(derived_ids) FROM positions')).toBe(PER_STEP * 2);
  });

  test('a worker that is killed after it published what was replayed, before it noted so: shown once', async () => {
    await curse();
    await send(cursed('p', 100));
    await repair();
    const shown = viewer.totals.repin;
    logs += worker.process.output;
    await worker.process.kill9();
    expect(await tool<ReplayReport>('replay', '--all')).toMatchObject({ asked: 100, rows: 100 });
    const waiting = await number('SELECT COUNT(*) FROM replay_outbox');
    expect(waiting).toBeGreaterThan(0);
    // What was published is noted under this lock.
    const release = await hold("SELECT * FROM positions WHERE topic = 'replay:dead-letters' FOR UPDATE");
    const doomed = await startGlobe({ env: { ...env, ROLE: 'worker' }, ready: false });
    await waitFor(() => viewer.totals.repin >= shown + 100, 'the viewer to have seen them', {
      timeoutMs: 120_000,
    });
    logs += doomed.process.output;
    await doomed.process.kill9();
    await release();
    expect(await number('SELECT COUNT(*) FROM replay_outbox')).toBe(waiting);
    worker = await startWorker();
    await waitFor(
      async () => (await number('SELECT COUNT(*) FROM replay_outbox')) === 0,
      'the outbox to be empty',
    );
    // Something new behind it: had there been a repeat, it would have been shown by then.
    await send(cursed('after', 2, { pin: { title: 'Soba', category: 'food' } }));
    const { rows } = await expectExact();
    expect(rows).toBe(shown + 102);
    await expectShown(rows);
  });

  test('three replays at once, by two tools and a worker: one outcome for each letter', async () => {
    await curse();
    await send(cursed('r', 600));
    await repair();
    // All three have found the same letters before one of them may settle any.
    const release = await hold("SELECT * FROM positions WHERE topic = 'replay:dead-letters' FOR UPDATE");
    const replays = Promise.all([
      tool<ReplayReport>('replay', '--all'),
      tool<ReplayReport>('replay', '--reason', 'refused_by_store'),
      tool<ReplayReport>('replay', '--all', '--url', worker.url),
    ]);
    await Promise.race([waits(3), replays]);
    await release();
    const [one, two, three] = await replays;
    for (const report of [one, two, three]) expect(sumOfReplay(report)).toBe(report.asked);
    expect(one.rows + two.rows + three.rows).toBe(600);
    expect(one.duplicates + two.duplicates + three.duplicates).toBe(0);
    expect(one.gone + two.gone + three.gone).toBeGreaterThanOrEqual(2 * PER_STEP);
    const { rows, dead } = await expectExact();
    expect(dead).toBe(0);
    await expectShown(rows);
  });

  test('duplicates, filtered, refused and dropped ones have their outcome too, and the sum stays', async () => {
    await curse();
    const same = JSON.stringify({
      id: 'r-2',
      type: 'repin',
      ts: Date.now(),
      userId: USER,
      pinId: 'x',
      pin: { title: 'Ramen', category: 'cursed' },
    });
    await send([
      ...cursed('d', 6),
      { partition: 0, value: same },
      { partition: 1, value: `{"userId":"${USER}","ip":"${ADDRESS}"` },
      { partition: 1, value: JSON.stringify({ type: 'like', ts: 1, userId: USER, ip: ADDRESS }) },
    ]);
    const before = await expectExact();
    await repair();
    const list = await tool<LetterList>('list', '--reason', 'unknown_type');
    expect(await tool<DropReport>('drop', list.letters[0]?.key ?? '')).toMatchObject({
      asked: 1,
      dropped: 1,
    });
    const report = await tool<ReplayReport>('replay', '--all');
    expect(report).toMatchObject({ rows: 6, duplicates: 1, stillDead: { not_json: 1 } });
    expect(sumOfReplay(report)).toBe(report.asked);
    const after = await expectExact();
    expect(after).toEqual({ rows: before.rows + 6, dead: before.dead - 7, replayed: before.replayed + 7 });
    await expectShown(after.rows);
  });

  test('a web process lists, shows and drops, and says where a replay is possible', async () => {
    const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
    const list = await web.json<LetterList>(LETTERS_PATH, { headers });
    expect(list.noReplay).toMatch(/worker/);
    const response = await fetch(`${web.url}${LETTERS_PATH}/replay`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ keys: [list.letters[0]?.key] }),
    });
    expect([
      response.status,
      ((await response.json()) as { error: { reason: string } }).error.reason,
    ]).toEqual([409, list.noReplay]);
  });

  test('no address and no user id in a log line, a frame, or what the tool prints but for --raw', async () => {
    const { letters } = await tool<LetterList>('list', '--state', 'any');
    const open = letters.find(({ state, reason }) => state === 'open' && reason === 'not_json');
    const said = await Promise.all(
      [
        ['list', '--state', 'any'],
        ['show', open?.key ?? ''],
        ['show', open?.key ?? '', '--json'],
        ['replay', open?.key ?? ''],
      ].map((args) => runLetterTool(args, env)),
    );
    expect(said.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    const public_ = [
      logs,
      worker.process.output,
      web.process.output,
      ...viewer.raw,
      ...said.map(({ output }) => output),
    ];
    for (const text of public_)
      for (const secret of [USER, ADDRESS, KEY])
        expect(text.includes(secret) ? `found ${secret} in ${text.slice(0, 400)}` : 'clean').toBe('clean');
    const raw = await runLetterTool(['show', open?.key ?? '', '--raw'], env);
    expect(raw.output).toBe(`{"userId":"${USER}","ip":"${ADDRESS}"`);
  });
});
