import { request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EVENT_TYPES, type EventType } from '../../lib/events/event';
import { SOCKET_PATH } from '../../lib/live/protocol';
import { METRICS, PROCESS_METRICS } from '../../server/metrics/catalog';
import { expectedOutcome, mixedEvents } from '../fixtures/mixed-events';
import { type Globe, startGlobe } from '../support/globe';
import { type KafkaBroker, startKafka } from '../support/kafka-broker';
import { type MariaDb, startMariaDb } from '../support/mariadb';
import { requirePart } from '../support/parts';
import { privateFolder, startProcess, waitFor } from '../support/processes';
import { type Scrape, scrape } from '../support/prometheus';
import { openViewer, type Viewer } from '../support/viewer';

const COUNT = 6_000;
const TOPIC = 'measured';
const PARTITIONS = 3;
/** Users and addresses of the stream. */
const PRIVATE =
  /user-|u-secret|81\.2\.69|8\.8\.8\.8|2a00:1450|133\.1\.1\.1|200\.147|196\.25|10\.1\.2\.3|192\.168|fe80|fc00|p-\d/;

async function address(globe: Globe): Promise<string> {
  const [, found = ''] = await globe.process.waitForOutput(/metrics +(http:\S+)/);
  return found;
}

/** The HTTP status that a WebSocket of a foreign page gets. */
function knockFrom(origin: string, url: string): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const headers = {
      origin,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    };
    const path = `${SOCKET_PATH}/?EIO=4&transport=websocket`;
    const asked = request({ hostname, port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on('upgrade', (_response, socket) => {
      socket.destroy();
      resolve(101);
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe.skipIf(!requirePart('kafka', 'mariadb'))('metrics on Kafka and MariaDB', () => {
  const types: ReadonlySet<EventType> = new Set(EVENT_TYPES.filter((type) => type !== 'login'));
  const records = mixedEvents(COUNT, 11, Date.now());
  const expected = expectedOutcome(records, types);
  const wanted = records.flatMap(({ outcome }) =>
    outcome.kind === 'event' && types.has(outcome.type) ? [outcome] : [],
  );
  const rows = expected.rows.pin + expected.rows.repin + expected.rows.comment;
  const dead = [...expected.dead.values()].reduce((sum, count) => sum + count, 0);
  let kafka: KafkaBroker;
  let maria: MariaDb;
  let env: Record<string, string>;
  let worker: Globe;
  let web: Globe;
  let viewer: Viewer;
  let ofWorker: Scrape;
  let ofWeb: Scrape;

  beforeAll(async () => {
    [kafka, maria] = await Promise.all([startKafka(), startMariaDb()]);
    await kafka.createTopic(TOPIC, PARTITIONS);
    env = {
      KAFKA_BROKERS: kafka.brokers,
      KAFKA_TOPIC: TOPIC,
      DATABASE_URL: await maria.createDatabase('measured'),
      GEO_CACHE_KEY: 'a secret for tests',
      EVENT_TYPES: [...types].join(','),
      METRICS_PORT: '0',
    };
    worker = await startGlobe({ env: { ...env, ROLE: 'worker' } });
    web = await startGlobe({ env: { ...env, ROLE: 'web' } });
    viewer = await openViewer(web.url);
    // Some records are a third of a megabyte, and a batch may hold one.
    for (let at = 0; at < COUNT; at += 500) await kafka.produce(TOPIC, records.slice(at, at + 500));
    await waitFor(
      async () => {
        ofWorker = await scrape(await address(worker));
        // What stands in the store is read every 5 s.
        const stored = ofWorker.sum('repin_globe_stored_total');
        return ofWorker.value('repin_globe_consumed_total') >= COUNT && stored >= rows;
      },
      'all records to be counted',
      { timeoutMs: 60_000 },
    );
    await waitFor(() => viewer.totals.repin >= expected.rows.repin, 'the viewer to have seen all');
    expect(await knockFrom('http://elsewhere.example', web.url)).toBeGreaterThanOrEqual(400);
    viewer.socket.emit('resume', 'no cursor');
    await waitFor(() => viewer.resets === 1, 'the reset');
    await waitFor(
      async () => {
        ofWeb = await scrape(await address(web));
        return ofWeb.sum('repin_globe_stored_total') >= rows;
      },
      'the web process to have read the store',
      { timeoutMs: 30_000 },
    );
  });
  afterAll(async () => {
    viewer?.close();
    expect((await worker?.process.stop())?.code).toBe(0);
    expect((await web?.process.stop())?.code).toBe(0);
    await kafka?.stop();
    await maria?.stop();
  });

  test('each record has its outcome, and they add up', () => {
    const counts = (name: string) => ofWorker.value(`repin_globe_${name}_total`);
    expect({
      consumed: counts('consumed'),
      inserted: counts('inserted'),
      published: counts('published'),
      redelivered: counts('redelivered'),
      duplicates: counts('duplicates'),
      filtered: counts('filtered'),
      retries: counts('store_retries'),
    }).toEqual({
      consumed: COUNT,
      inserted: rows,
      published: rows,
      redelivered: 0,
      duplicates: expected.duplicates,
      filtered: expected.filtered,
      retries: 0,
    });
    expect(rows + expected.duplicates + expected.filtered + dead).toBe(COUNT);
    expect(expected.duplicates).toBeGreaterThan(50);
    expect(expected.filtered).toBeGreaterThan(50);
  });

  test('dead letters by reason', () => {
    expect(ofWorker.by('repin_globe_dead_letters_total', 'reason')).toEqual(
      Object.fromEntries(expected.dead),
    );
    expect(expected.dead.size).toBeGreaterThanOrEqual(8);
  });

  test('located events by precision, and what answered', () => {
    const precision = ofWorker.by('repin_globe_located_total', 'precision');
    expect(precision.none).toBe(wanted.filter(({ located }) => !located).length);
    expect(ofWorker.sum('repin_globe_located_total')).toBe(wanted.length);
    expect(precision.city).toBeGreaterThan(0);
    const geo = ofWorker.by('repin_globe_geo_lookups_total', 'answer');
    expect(geo.memory).toBeGreaterThan(geo.lookup ?? 0);
    const carried = records.filter(
      ({ outcome }) => outcome.kind === 'event' && outcome.fullPin && outcome.pinId !== null,
    );
    const pins = ofWorker.by('repin_globe_pin_lookups_total', 'answer');
    expect(pins.stream).toBe(carried.length);
    expect(pins.memory).toBeGreaterThan(0);
  });

  test('batches: their rows, a time per step and stage', () => {
    expect(ofWorker.value('repin_globe_batch_rows_sum')).toBe(rows);
    const batches = ofWorker.value('repin_globe_batch_rows_count');
    expect(batches).toBeGreaterThan(0);
    for (const step of ['decode', 'enrich', 'store', 'publish'])
      expect(ofWorker.by('repin_globe_batch_step_seconds_count', 'step')[step]).toBe(batches);
    const latency = ofWorker.by('repin_globe_latency_seconds_sum', 'stage');
    const at = ['taken', 'decoded', 'stored', 'published'].map((stage) => latency[stage] ?? 0);
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(at[3]).toBeGreaterThan(0);
  });

  test('lag of every partition is 0 when all is read', () => {
    for (const name of ['repin_globe_lag_records', 'repin_globe_lag_seconds']) {
      const own = ofWorker.samples.filter((sample) => sample.name === name);
      expect(own.map(({ labels }) => labels.partition).sort()).toEqual(['0', '1', '2']);
      for (const { labels, value } of own) expect([labels.topic, value]).toEqual([TOPIC, 0]);
    }
    expect(ofWorker.value('repin_globe_partitions_read')).toBe(PARTITIONS);
  });

  test('both processes are ready, and tell what stands in the store', () => {
    for (const each of [ofWorker, ofWeb]) {
      expect(each.value('repin_globe_ready')).toBe(1);
      const { pin, repin, comment } = expected.rows;
      expect(each.by('repin_globe_stored_total', 'type')).toEqual({ pin, repin, comment });
      expect(each.value('repin_globe_stored_duplicates_total')).toBe(expected.duplicates);
      expect(each.value('repin_globe_stored_filtered_total')).toBe(expected.filtered);
      expect(each.value('repin_globe_stored_dead_letters_total')).toBe(dead);
      expect(each.value('repin_globe_stored_unlocated_repins_total')).toBe(expected.unlocatedRepins);
      expect(each.value('repin_globe_stored_derived_ids_total')).toBe(expected.derived);
      expect(each.value('repin_globe_lost_before_read_total')).toBe(0);
      expect(each.value('process_resident_memory_bytes')).toBeGreaterThan(1e7);
      expect(each.value('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
    }
  });

  test('viewers, frames, resumes and resets', async () => {
    expect(ofWeb.by('repin_globe_viewers', 'transport')).toEqual({ websocket: 1 });
    expect(ofWeb.by('repin_globe_viewers_refused_total', 'reason')).toEqual({ origin: 1 });
    expect(ofWeb.by('repin_globe_resets_total', 'reason')).toEqual({ malformed: 1 });
    expect(ofWeb.by('repin_globe_viewers_cut_off_total', 'reason')).toEqual({});
    const resumes = ofWeb.by('repin_globe_resumes_total', 'answer');
    expect((resumes.nothing_missed ?? 0) + (resumes.caught_up ?? 0)).toBe(1);
    // After its reset the viewer stands in no room: it was sent what it has, and nothing more.
    const sent = ofWeb.value('repin_globe_frames_sent_total');
    const frames = viewer.raw.filter((text) => text.startsWith('["f",')).slice(resumes.caught_up ?? 0);
    expect(sent).toBe(frames.length);
    const bytes = frames.reduce((sum, text) => sum + Buffer.byteLength(JSON.parse(text)[1]), 0);
    expect(ofWeb.value('repin_globe_frame_bytes_sent_total')).toBe(bytes);
    expect(sent).toBeGreaterThan(0);
    expect(ofWeb.value('repin_globe_frames_total')).toBeGreaterThanOrEqual(sent);
    expect(ofWeb.value('repin_globe_snapshot_encodings_total')).toBe(1);
  });

  test('the hub has read all, and keeps it in its ring', () => {
    expect(ofWeb.value('repin_globe_ring_events')).toBe(rows);
    expect(ofWeb.value('repin_globe_ring_capacity_events')).toBeGreaterThan(rows);
    expect(ofWeb.value('repin_globe_hub_lag_messages')).toBe(0);
    expect(ofWeb.value('repin_globe_hub_delay_seconds_count')).toBeGreaterThan(0);
    const newest = ofWeb.value('repin_globe_newest_event_timestamp_seconds');
    expect(Math.abs(newest - Date.now() / 1_000)).toBeLessThan(600);
  });

  test('nothing but the catalogue is told, and no user, pin or address', () => {
    for (const { text, samples } of [ofWorker, ofWeb]) {
      expect(PRIVATE.exec(text)?.[0] ?? 'clean').toBe('clean');
      for (const { name, labels } of samples) {
        const base =
          name in METRICS || name in PROCESS_METRICS ? name : name.replace(/_(bucket|sum|count)$/, '');
        const spec = METRICS[base as keyof typeof METRICS];
        const known = spec ? Object.keys(spec.labels) : PROCESS_METRICS[base];
        expect([name, known]).toEqual([name, expect.any(Array)]);
        for (const [label, value] of Object.entries(labels)) {
          if (label === 'le') continue;
          expect(known).toContain(label);
          const values = spec?.labels[label];
          if (values === 'topic') expect(value).toBe(TOPIC);
          else if (values === 'partition') expect(value).toMatch(/^\d+$/);
          else if (values) expect(values).toContain(value);
        }
      }
    }
  });

  test('a new worker begins at 0, and the store tells on', async () => {
    expect((await worker.process.stop()).code).toBe(0);
    worker = await startGlobe({ env: { ...env, ROLE: 'worker' } });
    const fresh = await scrape(await address(worker));
    expect(fresh.value('repin_globe_consumed_total')).toBe(0);
    expect(fresh.sum('repin_globe_dead_letters_total')).toBe(0);
    expect(fresh.sum('repin_globe_stored_total')).toBe(rows);
    expect(fresh.value('repin_globe_partitions_read')).toBe(PARTITIONS);
  });
});

describe('the port of the metrics', () => {
  test('is off unless it is given', async () => {
    const globe = await startGlobe();
    expect(globe.process.output).not.toMatch(/metrics +http/);
    expect((await fetch(`${globe.url}/metrics`)).status).toBe(404);
    expect((await globe.process.stop()).code).toBe(0);
  });

  test('answers /metrics alone, and on the loopback alone', async () => {
    const globe = await startGlobe({ env: { METRICS_PORT: '0' } });
    const where = await address(globe);
    expect(where).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
    const response = await fetch(where);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(await response.text()).toContain('# TYPE repin_globe_consumed_total counter');
    expect((await fetch(where, { method: 'POST' })).status).toBe(405);
    expect((await fetch(where.replace('/metrics', '/readyz'))).status).toBe(404);
    expect((await fetch(`${globe.url}/metrics`)).status).toBe(404);
    expect((await globe.process.stop()).code).toBe(0);
  });

  test('in use: one line that names the setting', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const taken = server.address();
    const port = typeof taken === 'object' && taken ? taken.port : 0;
    const child = startProcess(process.execPath, [join(import.meta.dirname, '../../dist/server/main.js')], {
      env: { DATA_DIR: privateFolder('metrics'), PORT: '0', METRICS_PORT: String(port) },
    });
    const { code } = await child.exited;
    server.close();
    expect(code).toBeGreaterThan(0);
    const lines = child.output.trim().split('\n');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(new RegExp(`^METRICS_PORT: ${port} is in use: .*--metrics-port ${port + 1}`));
  });
});
