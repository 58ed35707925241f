import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { StaleEpochError, StoreUnavailableError } from '../store';
import { StoreConfigError } from '../store-config-error';
import { describeStore } from '../store-contract';
import { aBatch, anEvent } from '../store-fixtures';
import { EmbeddedStore, openEmbeddedStore } from './embedded-store';
import { ThreadEngine } from './thread-engine';
import { packBatch, unpackBatch } from './thread-protocol';

const folder = mkdtempSync(join(tmpdir(), 'thread-engine-'));
// Inside the project, so that the bundle finds the driver.
const cache = resolve('node_modules/.cache');
mkdirSync(cache, { recursive: true });
const bundles = mkdtempSync(join(cache, 'store-thread-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(bundles, { recursive: true, force: true });
});

const script = join(bundles, 'store-thread.mjs');
buildSync({
  entryPoints: ['server/store/embedded/thread.ts'],
  outfile: script,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  logLevel: 'error',
});
const threadUrl = pathToFileURL(script);

describeStore('embedded, in its thread', {
  open: async () => {
    const store = await openEmbeddedStore({ file: join(folder, 'contract.db'), threadUrl });
    await store.migrate();
    return store;
  },
  again: null,
});

describe('the database thread', () => {
  it('keeps the class, the option and the text of errors across threads', async () => {
    const file = join(folder, 'errors.db');
    const store = await openEmbeddedStore({ file, threadUrl });
    await store.migrate();
    const second = openEmbeddedStore({ file, threadUrl });
    await expect(second).rejects.toBeInstanceOf(StoreConfigError);
    await expect(second).rejects.toThrow(/^DATA_DIR: .* is in use by another process/);
    await store.raiseEpoch('t', 0, null);
    await store.raiseEpoch('t', 0, 1);
    await expect(store.recordGap('t', 0, 1, 4, 5)).rejects.toBeInstanceOf(StaleEpochError);
    await store.close();
    await expect(store.ping()).rejects.toBeInstanceOf(StoreUnavailableError);
  });

  it('lets the event loop run while a long statement runs', async () => {
    const store = await openEmbeddedStore({ file: join(folder, 'loop.db'), threadUrl });
    let turns = 0;
    let over = false;
    const turning = (async () => {
      while (!over) {
        turns++;
        await new Promise((done) => setImmediate(done));
      }
    })();
    await store.select(
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) SELECT COUNT(*) AS n FROM n',
    );
    over = true;
    await turning;
    // In the caller's thread the loop would turn once or twice in all that time.
    expect(turns).toBeGreaterThan(20);
    await store.close();
  });

  it('is started again after it ended by itself, and tells those who waited', async () => {
    const flaky = join(bundles, 'flaky.mjs');
    const mark = join(folder, 'died-once');
    writeFileSync(
      flaky,
      `import { existsSync, writeFileSync } from 'node:fs';
       import { parentPort } from 'node:worker_threads';
       if (existsSync(${JSON.stringify(mark)})) await import(${JSON.stringify(threadUrl.href)});
       else {
         parentPort.postMessage({ id: 0, ok: true, value: null });
         parentPort.on('message', () => { writeFileSync(${JSON.stringify(mark)}, ''); process.exit(3); });
       }`,
    );
    const engine = new ThreadEngine(pathToFileURL(flaky), join(folder, 'flaky.db'));
    await engine.open();
    const store = new EmbeddedStore(engine);
    await expect(store.ping()).rejects.toThrow(/the database thread has ended \(exit 3\)/);
    await store.ping();
    await store.migrate();
    expect((await store.writeBatch(aBatch([anEvent(0, 'a')]))).inserted).toBe(1);
    await store.close();
  });

  it('takes along what rows are made of, and neither addresses nor pins', () => {
    const event = anEvent(3, 'k', 'comment', { ip: '203.0.113.9', text: 'hi', idDerived: true });
    const batch = aBatch([event, anEvent(4, 'l', 'repin', { place: null })]);
    const packed = packBatch(batch);
    expect(packed.events).not.toContain('203.0.113.9');
    const { ip: _, ...rest } = event;
    expect(unpackBatch(packed).events[0]).toEqual({ ...rest, ip: null });
    expect(unpackBatch(packed).events[1]).toEqual(batch.events[1]);
  });
});
