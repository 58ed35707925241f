import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbeddedStore } from '../../server/store/embedded/embedded-store';
import { openMysqlStore } from '../../server/store/mysql/mysql-store';
import type { Store } from '../../server/store/store';
import { crashKey, crashOutcome } from '../support/crash-batches';
import { type MariaDb, startMariaDb } from '../support/mariadb';
import { requirePart } from '../support/parts';
import { privateFolder, startProcess } from '../support/processes';

const LAST = 60_000;
const KILLS = 5;

// Inside the project, so that the bundles find the drivers.
const cache = resolve('node_modules/.cache');
mkdirSync(cache, { recursive: true });
const bundles = mkdtempSync(join(cache, 'store-crash-'));
afterAll(() => rmSync(bundles, { recursive: true, force: true }));
const [writer, thread] = [join(bundles, 'store-writer.mjs'), join(bundles, 'store-thread.mjs')];
for (const [entry, outfile] of [
  [fileURLToPath(new URL('../support/store-writer.ts', import.meta.url)), writer],
  ['server/store/embedded/thread.ts', thread],
] as const)
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });

/** What the database must hold when everything up to `storedTo` is accounted for, and nothing else. */
async function assertExact(store: Store, storedTo: number): Promise<void> {
  const position = await store.position('crash', 0);
  expect(position?.storedTo).toBe(storedTo);
  const tally = { row: 0, duplicate: 0, filtered: 0, dead: 0 };
  const keys = new Set<string>();
  for (let offset = 0; offset <= storedTo; offset++) {
    const outcome = crashOutcome(offset);
    tally[outcome]++;
    if (outcome === 'row') keys.add(crashKey(offset));
  }
  const stored = await store.select(
    'SELECT event_id, src_offset FROM pins UNION ALL SELECT event_id, src_offset FROM repins UNION ALL SELECT event_id, src_offset FROM comments UNION ALL SELECT event_id, src_offset FROM logins',
  );
  expect(stored.length).toBe(keys.size);
  for (const row of stored) expect(row.event_id).toBe(`key-${String(row.src_offset)}`);
  expect(new Set(stored.map((row) => String(row.event_id)))).toEqual(keys);
  const rows = position?.rows ?? { pin: 0, repin: 0, comment: 0, login: 0 };
  expect(rows.pin + rows.repin + rows.comment + rows.login).toBe(tally.row);
  expect(position).toMatchObject({
    duplicates: tally.duplicate,
    filtered: tally.filtered,
    deadLetters: tally.dead,
  });
  const letters = await store.select('SELECT COUNT(*) AS n FROM dead_letters');
  expect(letters[0]?.n).toBe(tally.dead);
}

/** Kills the writer in mid-stream again and again, looking at the store each time; then lets it finish. */
async function killAgainAndAgain(args: readonly string[], open: () => Promise<Store>): Promise<void> {
  let acknowledged = -1;
  let kills = 0;
  while (acknowledged < LAST) {
    const child = startProcess(process.execPath, [
      writer,
      ...args.slice(0, 2),
      String(LAST),
      ...args.slice(2),
    ]);
    const begin = acknowledged;
    await child.waitUntil(async () => {
      const lines = child.output.split('\n').slice(0, -1);
      acknowledged = Math.max(acknowledged, ...lines.map(Number).filter(Number.isInteger));
      const enough = acknowledged >= begin + LAST / (KILLS + 3);
      return acknowledged >= LAST || (kills < KILLS && enough);
    }, 'the writer to get on');
    if (acknowledged < LAST) kills++;
    await child.kill9();
    const store = await open();
    const storedTo = (await store.position('crash', 0))?.storedTo ?? -1;
    // What was acknowledged is there; one more batch may have been committed without its answer getting out.
    expect(storedTo).toBeGreaterThanOrEqual(acknowledged);
    acknowledged = storedTo;
    await assertExact(store, storedTo);
    await store.close();
  }
  expect(kills).toBe(KILLS);
}

describe('kill -9 of the writing process in mid-stream', () => {
  it('loses nothing and doubles nothing in the embedded store, and its live log tells the same', async () => {
    const file = join(privateFolder('store-crash'), 'crash.db');
    const open = () => openEmbeddedStore({ file });
    await killAgainAndAgain(['embedded', file, pathToFileURL(thread).href], open);
    const store = await open();
    const shown: number[] = [];
    for (let after = 0; ; ) {
      const rows = await store.liveRows(after, 100);
      for (const { seq, batch } of rows) {
        after = seq;
        shown.push(...batch.events.map(({ offset }) => offset));
      }
      if (rows.length === 0) break;
    }
    const expected = Array.from({ length: LAST + 1 }, (_, offset) => offset).filter(
      (offset) => crashOutcome(offset) === 'row',
    );
    expect(shown).toEqual(expected);
    await store.close();
  });

  describe.skipIf(!requirePart('mariadb'))('with MariaDB', () => {
    let server: MariaDb;
    beforeAll(async () => {
      server = await startMariaDb();
    });
    afterAll(async () => {
      await server?.stop();
    });

    it('loses nothing and doubles nothing', async () => {
      const url = server.url('crash');
      await killAgainAndAgain(['mysql', url], () => openMysqlStore({ url }));
    });

    it('nor when the database itself is killed in mid-stream', async () => {
      const url = server.url('crash_server');
      const store = await openMysqlStore({ url });
      await store.migrate();
      const child = startProcess(process.execPath, [writer, 'mysql', url, String(LAST)]);
      await child.waitUntil(async () => child.output.split('\n').length > 20, 'some batches');
      await server.kill9();
      await child.exited;
      const acknowledged = Math.max(...child.output.split('\n').map(Number).filter(Number.isInteger));
      await server.start();
      const storedTo = (await store.position('crash', 0))?.storedTo ?? -1;
      expect(storedTo).toBeGreaterThanOrEqual(acknowledged);
      await assertExact(store, storedTo);
      await store.close();
    });
  });
});
