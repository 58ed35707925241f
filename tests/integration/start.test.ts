import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGlobe } from '../support/globe';
import { type MariaDb, startMariaDb } from '../support/mariadb';
import { requirePart } from '../support/parts';
import { freePort, privateFolder, startProcess, waitFor } from '../support/processes';

const ROOT = join(import.meta.dirname, '../..');

/** Runs the server to its end and gives what it said. */
async function end(args: readonly string[], env: Record<string, string> = {}) {
  const child = startProcess(process.execPath, [join(ROOT, 'dist/server/main.js'), ...args], {
    cwd: ROOT,
    env: { NODE_ENV: 'production', DATA_DIR: privateFolder('start'), PORT: '0', ...env },
  });
  const { code } = await child.exited;
  return { code, lines: child.output.trim().split('\n') };
}

describe('a start that cannot work says so in one line and ends', () => {
  test.each([
    ['an unknown option', ['--prot=1'], {}, /^--prot: there is no such option; did you mean --port\?/],
    ['a broken option', ['--rate', 'fast'], {}, /^RATE: must be a number/],
    ['a role that needs more', [], { ROLE: 'worker' }, /^ROLE: worker needs a database/],
    [
      'an MMDB file that is not there',
      [],
      { GEOIP_MMDB_PATH: '/nowhere/city.mmdb' },
      /^GEOIP_MMDB_PATH: cannot be read/,
    ],
    [
      'a replay file that is not there',
      [],
      { SOURCE: 'file', FILE_PATH: '/nowhere/events.ndjson' },
      /^FILE_PATH: /,
    ],
    [
      'a certificate that is not there',
      [],
      { KAFKA_BROKERS: '127.0.0.1:1', KAFKA_SSL: 'true', KAFKA_SSL_CA: '/nowhere/ca.pem' },
      /^KAFKA_SSL_CA: /,
    ],
  ])('%s', async (_name, args, env, line) => {
    const result = await end(args, env as Record<string, string>);
    expect(result.code).toBeGreaterThan(0);
    expect(result.lines).toHaveLength(1);
    expect(result.lines[0]).toMatch(line);
  });

  test('a port in use', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const result = await end([], { PORT: String(port) });
    server.close();
    expect(result.code).toBeGreaterThan(0);
    expect(result.lines.at(-1)).toMatch(new RegExp(`^PORT: ${port} .*in use`));
  });

  test('a data folder that cannot be written', async () => {
    const folder = privateFolder('locked');
    // A file in place of the folder: refused to root as well.
    writeFileSync(join(folder, 'data'), '');
    const result = await end([], { DATA_DIR: join(folder, 'data', 'below') });
    expect(result.code).toBeGreaterThan(0);
    expect(result.lines.at(-1)).toMatch(/^DATA_DIR: /);
    mkdirSync(join(folder, 'sealed'));
    chmodSync(join(folder, 'sealed'), 0o500);
  });

  test('a second process on the same embedded database', async () => {
    const globe = await startGlobe();
    const result = await end([], { DATA_DIR: globe.dataDir });
    expect(result.code).toBeGreaterThan(0);
    expect(result.lines.at(-1)).toMatch(/^DATA_DIR: .*another process/);
    expect((await globe.process.stop()).code).toBe(0);
  });

  test('--help lists the options and ends well', async () => {
    const result = await end(['--help']);
    expect(result.code).toBe(0);
    expect(result.lines.join('\n')).toContain('--kafka-brokers');
  });
});

describe.skipIf(!requirePart('mariadb'))('a database that refuses us', () => {
  let maria: MariaDb;
  beforeAll(async () => {
    maria = await startMariaDb();
    await maria.createDatabase('globe');
  });
  afterAll(() => maria?.stop());

  test('a wrong password: one clear line without the password', async () => {
    const url = new URL(maria.url('globe'));
    const result = await end([], { DATABASE_URL: `mysql://nobody:hunter2@${url.host}/globe` });
    expect(result.code).toBeGreaterThan(0);
    expect(result.lines.at(-1)).toMatch(/^DATABASE_URL: /);
    expect(result.lines.join('\n')).not.toContain('hunter2');
  });
});

describe('parts that do not answer are waited for, visibly', () => {
  test('a database and a broker that are away: /readyz says 503 and names them, with a count', async () => {
    const [database, broker] = [await freePort(), await freePort()];
    const globe = await startGlobe({
      env: { DATABASE_URL: `mysql://root@127.0.0.1:${database}/globe`, KAFKA_BROKERS: `127.0.0.1:${broker}` },
      ready: false,
    });
    const body = await waitFor(async () => {
      const response = await fetch(`${globe.url}/readyz`);
      const text = await response.text();
      return response.status === 503 && /database.*try \d+/is.test(text) ? text : null;
    }, '/readyz to name the database');
    expect(body).not.toContain('root@');
    expect((await fetch(`${globe.url}/healthz`)).status).toBe(200);
    expect((await globe.process.stop()).code).toBe(0);
  });
});

describe('the file source', () => {
  test('replays NDJSON from standard input, and says that this is at most once', async () => {
    const lines = Array.from({ length: 50 }, (_, index) =>
      JSON.stringify({ id: `f-${index}`, type: 'repin', ts: Date.now(), pinId: 'p', ip: '81.2.69.142' }),
    );
    const globe = await startGlobe({
      env: { SOURCE: 'file', FILE_PATH: '-', SPEED: '0' },
      input: `${lines.join('\n')}\n`,
    });
    await waitFor(
      async () => (await globe.json<{ totals: { repin: number } }>('/api/live/snapshot')).totals.repin === 50,
      'the lines to be in',
    );
    expect(globe.process.output).toContain('at most once');
    expect((await globe.process.stop()).code).toBe(0);
  });
});

describe('a source that stops for good', () => {
  test('ends the process, which says why and exits non-zero, so that whoever runs it starts another', async () => {
    const file = join(privateFolder('replay'), 'events.ndjson');
    writeFileSync(file, `${JSON.stringify({ id: 'f', type: 'repin', ts: Date.now(), pinId: 'p' })}\n`);
    const globe = await startGlobe({
      env: { SOURCE: 'file', FILE_PATH: file, FILE_LOOP: 'true', SPEED: '0' },
    });
    rmSync(file);
    expect((await globe.process.exited).code).toBe(1);
    expect(globe.process.output).toMatch(/stopped for good: .*events\.ndjson: ENOENT/);
  });
});

describe('the collector in the demo', () => {
  test('takes an event over HTTP, answers after the commit, and refuses a bad one by field', async () => {
    const globe = await startGlobe({ env: { SOURCE: 'none' } });
    const answer = await fetch(`${globe.url}/api/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ type: 'repin', pinId: 'p-1', ip: '81.2.69.142' }, { type: 'repin' }]),
    });
    expect(answer.status).toBe(207);
    const snapshot = await waitFor(async () => {
      const body = await globe.json<{ totals: { repin: number } }>('/api/live/snapshot');
      return body.totals.repin === 1 ? body : null;
    }, 'the repin to be counted');
    expect(snapshot.totals.repin).toBe(1);
    const { counts } = await globe.json<{ counts: Record<string, Record<string, number>> }>('/readyz');
    expect(counts).toMatchObject({
      pipeline: { inserted: 1 },
      places: { file: 1 },
      pins: { placeholder: 1 },
    });
    expect(JSON.stringify(await answer.json())).toContain('pinId');
    expect((await globe.process.stop()).code).toBe(0);
  });
});
