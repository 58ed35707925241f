import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventType } from '../../lib/events/event';
import { placeKey } from '../../lib/geo/place';
import { expectedOutcome, type MixedRecord, mixedEvents } from '../fixtures/mixed-events';
import { type Globe, startGlobe } from '../support/globe';
import { type KafkaBroker, startKafka } from '../support/kafka-broker';
import { type MariaDb, startMariaDb } from '../support/mariadb';
import { requirePart } from '../support/parts';
import { waitFor } from '../support/processes';
import { openViewer, type Viewer } from '../support/viewer';

const COUNT = 20_000;
const COMPRESSIONS = ['gzip', 'snappy', 'lz4', 'zstd'] as const;
const TABLES: Readonly<Record<EventType, string>> = {
  pin: 'pins',
  repin: 'repins',
  comment: 'comments',
  login: 'logins',
};

/** What fits in a line goes through kcat, a producer that is not ours, in all four compressions; the rest as bytes. */
async function produce(kafka: KafkaBroker, topic: string, records: readonly MixedRecord[]): Promise<void> {
  const fitsLine = ({ value, headers }: MixedRecord) =>
    Object.keys(headers).length === 0 &&
    value[0] !== 0 &&
    !value.includes(10) &&
    value.equals(Buffer.from(value.toString('utf8')));
  const lines = records.filter(fitsLine);
  const others = records.filter((record) => !fitsLine(record));
  const share = Math.ceil(lines.length / COMPRESSIONS.length);
  for (const [index, compression] of COMPRESSIONS.entries()) {
    const part = lines.slice(index * share, (index + 1) * share);
    await kafka.kcatProduce({ topic, compression, lines: part.map(({ value }) => value.toString('utf8')) });
  }
  await kafka.produce(topic, others);
}

type Rows = Record<string, unknown>[];

/** Reads the result back: over SQL, and as the product tells it. */
type Case = {
  readonly name: string;
  readonly types: readonly EventType[];
  start(): Promise<{
    globe: Globe;
    kafka: KafkaBroker;
    topic: string;
    query(sql: string): Promise<Rows>;
    stop(): Promise<void>;
  }>;
};

const cases: readonly Case[] = [
  {
    name: 'Kafka and MariaDB, worker and web apart',
    types: ['pin', 'repin', 'comment', 'login'],
    async start() {
      const [kafka, maria]: [KafkaBroker, MariaDb] = await Promise.all([startKafka(), startMariaDb()]);
      const topic = 'mixed';
      await kafka.createTopic(topic, 4);
      const url = await maria.createDatabase('globe');
      const env = {
        KAFKA_BROKERS: kafka.brokers,
        KAFKA_TOPIC: topic,
        DATABASE_URL: url,
        GEO_CACHE_KEY: 'a secret for tests',
      };
      const worker = await startGlobe({ env: { ...env, ROLE: 'worker' } });
      const globe = await startGlobe({ env: { ...env, ROLE: 'web' } });
      return {
        globe,
        kafka,
        topic,
        query: (sql) => maria.query(sql, 'globe'),
        async stop() {
          expect((await worker.process.stop()).code).toBe(0);
          expect((await globe.process.stop()).code).toBe(0);
          for (const output of [worker.process.output, globe.process.output]) expectPrivate(output);
          await kafka.stop();
          await maria.stop();
        },
      };
    },
  },
  {
    name: 'Kafka and the embedded store, logins filtered out',
    types: ['pin', 'repin', 'comment'],
    async start() {
      const kafka = await startKafka();
      const topic = 'mixed';
      await kafka.createTopic(topic, 2);
      const env = { KAFKA_BROKERS: kafka.brokers, KAFKA_TOPIC: topic, EVENT_TYPES: 'pin,repin,comment' };
      const globe = await startGlobe({ env });
      return {
        globe,
        kafka,
        topic,
        query: (sql) => queryEmbedded(globe, sql),
        async stop() {
          expect((await globe.process.stop()).code).toBe(0);
          expectPrivate(globe.process.output);
          await kafka.stop();
        },
      };
    },
  },
];

/** A second reader of the embedded file: SQLite allows it, and it sees what is committed. */
async function queryEmbedded(globe: Globe, sql: string): Promise<Rows> {
  const { default: Database } = await import('libsql');
  const { readdirSync } = await import('node:fs');
  const { join } = await import('node:path');
  const file = readdirSync(globe.dataDir).find((name) => name.endsWith('.db'));
  const database = new Database(join(globe.dataDir, file ?? ''));
  try {
    return database.prepare(sql).all() as Rows;
  } finally {
    database.close();
  }
}

/** Addresses and users of the stream, as they must never be seen outside of the worker. */
const PRIVATE = [
  '81.2.69.142',
  '133.1.1.1',
  '200.147.3.157',
  '196.25.1.1',
  '2a00:1450',
  '10.1.2.3',
  '192.168.0.7',
  'user-',
  'u-secret',
];
function expectPrivate(text: string): void {
  for (const secret of PRIVATE) expect(text.includes(secret) ? `found ${secret}` : 'clean').toBe('clean');
}

const text = (value: unknown) =>
  value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value);

describe.skipIf(!requirePart('kafka', 'mariadb', 'kcat')).each(cases)('$name', ({ types, start }) => {
  const records = mixedEvents(COUNT, 7, Date.now());
  const expected = expectedOutcome(records, new Set(types));
  let parts: Awaited<ReturnType<Case['start']>>;
  let viewer: Viewer;

  beforeAll(async () => {
    parts = await start();
    viewer = await openViewer(parts.globe.url);
    await produce(parts.kafka, parts.topic, records);
    await waitFor(
      async () => {
        const [row] = await parts.query('SELECT SUM(stored_to + 1) AS done FROM positions');
        return Number(row?.done ?? 0) >= COUNT;
      },
      'all records to be accounted for',
      { timeoutMs: 120_000 },
    );
    await waitFor(
      () => viewer.totals.repin >= expected.rows.repin && viewer.totals.comment >= expected.rows.comment,
      'the viewer to have seen all',
    );
  });
  afterAll(async () => {
    viewer?.close();
    await parts?.stop();
  });

  test.each(Object.entries(TABLES))('%ss: exactly the expected rows', async (type, table) => {
    const rows = await parts.query(`SELECT event_id FROM ${table}`);
    const got = rows.map((row) => text(row.event_id));
    const want = expected.keys[type as EventType];
    const named = [...want].filter((key) => !key.startsWith('nameless '));
    const derived = got.filter((key) => key.startsWith(`${parts.topic}/`));
    expect(derived.length).toBe(want.size - named.length);
    expect(got.filter((key) => !key.startsWith(`${parts.topic}/`)).sort()).toEqual(named.sort());
  });

  test('ids that differ by case, accent or blank stay apart', async () => {
    const near = [...expected.keys.repin, ...expected.keys.comment, ...expected.keys.pin].filter((key) =>
      /^\d\s?n/i.test(key),
    );
    expect(near.length).toBeGreaterThan(8);
  });

  test('exactly the expected dead letters, with their reasons', async () => {
    const rows = await parts.query('SELECT reason, COUNT(*) AS n FROM dead_letters GROUP BY reason');
    const got = Object.fromEntries(rows.map((row) => [text(row.reason), Number(row.n)]));
    expect(got).toEqual(Object.fromEntries(expected.dead));
    expect(Object.keys(got).length).toBeGreaterThanOrEqual(8);
  });

  test('duplicates and filtered events are counted', async () => {
    const [row] = await parts.query(
      'SELECT SUM(duplicates) AS duplicates, SUM(filtered) AS filtered, SUM(dead_letters) AS dead FROM positions',
    );
    const dead = [...expected.dead.values()].reduce((sum, count) => sum + count, 0);
    expect({
      duplicates: Number(row?.duplicates),
      filtered: Number(row?.filtered),
      dead: Number(row?.dead),
    }).toEqual({
      duplicates: expected.duplicates,
      filtered: expected.filtered,
      dead,
    });
    expect(expected.duplicates).toBeGreaterThan(100);
  });

  test('in = rows + duplicates + filtered + dead letters', () => {
    const rows = Object.values(expected.rows).reduce((sum, count) => sum + count, 0);
    const dead = [...expected.dead.values()].reduce((sum, count) => sum + count, 0);
    expect(rows + expected.duplicates + expected.filtered + dead).toBe(COUNT);
  });

  test('pins are saved, and placeholders stand for those never seen', async () => {
    const rows = await parts.query('SELECT pin_id, is_placeholder FROM full_pins');
    const all = rows.map((row) => text(row.pin_id)).sort();
    const full = rows.filter((row) => Number(row.is_placeholder) === 0).map((row) => text(row.pin_id));
    expect(all).toEqual([...expected.pins.all].sort());
    expect(full.sort()).toEqual([...expected.pins.full].sort());
    expect(all.length).toBeGreaterThan(full.length);
  });

  test('a viewer received every located repin exactly once, at its place', async () => {
    expect({ gaps: viewer.gaps, repeats: viewer.repeats, resets: viewer.resets }).toEqual({
      gaps: 0,
      repeats: 0,
      resets: 0,
    });
    expect(viewer.count('repin')).toBe(expected.locatedRepins);
    expect(viewer.totals).toMatchObject({ ...expected.rows, unlocatedRepins: expected.unlocatedRepins });
    const stored = new Map<string, number>();
    for (const row of await parts.query(
      'SELECT country, region, city, lat, lng FROM repins WHERE lat IS NOT NULL',
    )) {
      const place = {
        country: text(row.country ?? ''),
        region: text(row.region ?? ''),
        city: text(row.city ?? ''),
        lat: Number(row.lat),
        lng: Number(row.lng),
        accuracyKm: 1,
        precision: 'city' as const,
      };
      stored.set(`repin|${placeKey(place)}`, (stored.get(`repin|${placeKey(place)}`) ?? 0) + 1);
    }
    const seen = [...viewer.received].filter(([key]) => key.startsWith('repin|'));
    expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(stored));
  });

  test('a viewer that comes later starts from the same totals', async () => {
    const late = await openViewer(parts.globe.url);
    expect(late.snapshot.totals).toEqual(viewer.totals);
    late.close();
  });

  test('no address and no user id leaves the worker', async () => {
    for (const sent of viewer.raw) expectPrivate(sent);
    const now = Date.now();
    for (const path of [
      '/api/live/snapshot',
      `/api/metrics/engagement?from=${now - 3_600_000}&to=${now}&step=60000`,
      '/readyz',
      '/healthz',
      '/schema/event.json',
      '/api/pins/p-1',
    ])
      expectPrivate(await (await fetch(parts.globe.url + path)).text());
    for (const frame of viewer.frames) expectPrivate(JSON.stringify(frame));
    const [row] = await parts.query('SELECT COUNT(*) AS n FROM geo_cache');
    expect(Number(row?.n)).toBeGreaterThanOrEqual(0);
  });
});
