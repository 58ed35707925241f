import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventOf, idOf } from '../../bench/chaos/numbered-events';
import { type Globe, startGlobe } from '../support/globe';
import { type KafkaBroker, startKafka } from '../support/kafka-broker';
import { type MariaDb, startMariaDb } from '../support/mariadb';
import { requirePart } from '../support/parts';
import { waitFor } from '../support/processes';

const TOPIC = 'engagement';
/** All tables in one file that does not grow: a disk that can be filled without harm to others. */
const SMALL = ['--innodb-file-per-table=0', '--innodb-data-file-path=ibdata1:12M;ibdata2:24M'];
const TABLE_FULL = 1114;

describe.skipIf(!requirePart('kafka', 'mariadb'))('a database that is full, or refuses', () => {
  let kafka: KafkaBroker;
  let maria: MariaDb;
  let worker: Globe;
  let sent = 0;

  beforeAll(async () => {
    [kafka, maria] = await Promise.all([startKafka(), startMariaDb({ args: SMALL })]);
    await kafka.createTopic(TOPIC, 2);
    worker = await startGlobe({
      env: {
        ROLE: 'worker',
        KAFKA_BROKERS: kafka.brokers,
        KAFKA_TOPIC: TOPIC,
        DATABASE_URL: await maria.createDatabase('globe'),
        GEO_CACHE_KEY: 'a secret for tests',
      },
    });
  });
  afterAll(async () => {
    await worker?.process.stop();
    await kafka?.stop();
    await maria?.stop();
  });

  const send = async (count: number) => {
    for (const upTo = sent + count; sent < upTo; ) {
      const portion = Math.min(1_000, upTo - sent);
      const messages = Array.from({ length: portion }, () => ({ value: eventOf(sent++, Date.now()) }));
      await kafka.produce(TOPIC, messages);
    }
  };
  const number = async (sql: string) =>
    Number(Object.values((await maria.query(sql, 'globe'))[0] ?? {})[0] ?? 0);
  const stored = () => number('SELECT SUM(stored_to + 1) FROM positions');
  const ids = async () => {
    const tables = ['pins', 'repins', 'comments', 'logins'];
    const union = tables.map((table) => `SELECT event_id FROM ${table}`).join(' UNION ALL ');
    return (await maria.query(union, 'globe')).map((row) => String(row.event_id)).sort();
  };
  const waitingFor = async () => {
    const answer = await fetch(`${worker.url}/readyz`);
    return answer.status === 503 ? JSON.stringify(await answer.json()) : '';
  };
  const untilStored = (count: number) =>
    waitFor(async () => (await stored()) >= count, `${count} records to be stored`);

  async function fill(): Promise<void> {
    await maria.query('CREATE TABLE ballast (n INT AUTO_INCREMENT PRIMARY KEY, x CHAR(250))', 'globe');
    await maria.query("INSERT INTO ballast (x) VALUES ('')", 'globe');
    try {
      for (;;) await maria.query('INSERT INTO ballast (x) SELECT x FROM ballast LIMIT 2000', 'globe');
    } catch (error) {
      expect((error as { errno?: number }).errno).toBe(TABLE_FULL);
    }
    // The last pages too.
    for (let misses = 0; misses < 3; )
      await maria.query("INSERT INTO ballast (x) VALUES ('')", 'globe').catch(() => misses++);
  }

  test('it waits visibly while there is no room, and has lost nothing when there is', async () => {
    await send(1_000);
    await untilStored(1_000);
    await fill();
    await send(20_000);
    await waitFor(
      async () => (await waitingFor()).includes(String(TABLE_FULL)),
      '/readyz to name the reason',
    );
    expect(await number('SELECT COUNT(*) FROM dead_letters')).toBe(0);
    expect(await stored()).toBeLessThan(sent);
    await maria.query('DROP TABLE ballast', 'globe');
    await untilStored(sent);
    await waitFor(async () => (await waitingFor()) === '', 'the worker to be ready');
    expect(await ids()).toEqual(Array.from({ length: sent }, (_, index) => idOf(index)));
    expect(await number('SELECT SUM(duplicates) + SUM(dead_letters) FROM positions')).toBe(0);
    expect(worker.process.exit).toBeNull();
  });

  const refused: string[] = [];
  test.each([
    [
      'a trigger',
      (id: string) =>
        `CREATE TRIGGER refuse BEFORE INSERT ON comments FOR EACH ROW IF NEW.event_id = '${id}' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'not this one'; END IF`,
      /1644/,
    ],
    // These an INSERT IGNORE passes over without a word.
    [
      'a check',
      (id: string) => `ALTER TABLE comments ADD CONSTRAINT c CHECK (event_id <> '${id}')`,
      /4025 ER_CONSTRAINT_FAILED/,
    ],
    [
      'a unique index',
      (id: string, another: string) =>
        `ALTER TABLE comments ADD one INT AS (IF(event_id IN ('${id}', '${another}'), 1, NULL)) PERSISTENT, ADD UNIQUE (one)`,
      /1062 ER_DUP_ENTRY/,
    ],
  ])('a row that %s refuses becomes a dead letter, alone', async (_, statement, detail) => {
    const id = idOf(sent + 6);
    const [stored] = await maria.query('SELECT event_id FROM comments LIMIT 1', 'globe');
    await maria.query(statement(id, String(stored?.event_id)), 'globe');
    await send(500);
    await untilStored(sent);
    refused.push(id);
    const all = Array.from({ length: sent }, (_, index) => idOf(index));
    expect(await ids()).toEqual(all.filter((one) => !refused.includes(one)));
    const letters = await maria.query('SELECT reason, detail, payload FROM dead_letters', 'globe');
    expect(letters).toHaveLength(refused.length);
    const letter = letters.find(({ payload }) => String(payload).includes(id));
    expect(letter?.reason).toBe('refused_by_store');
    expect(String(letter?.detail)).toMatch(detail);
    expect(String(letter?.detail)).not.toContain('not this one');
  });
});
