import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SCHEMA_VERSION } from '../sql/migrations';
import { StoreConfigError } from '../store-config-error';
import { describeStore } from '../store-contract';
import { aBatch, aDeadLetter, anEvent } from '../store-fixtures';
import { openEmbeddedStore } from './embedded-store';

const folder = mkdtempSync(join(tmpdir(), 'embedded-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs statements on the file in a process of its own. */
function change(file: string, sql: string): void {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['-e', `new (require('libsql'))(${JSON.stringify(file)}).exec(${JSON.stringify(sql)})`],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
}

describeStore('embedded, in the caller’s thread', {
  open: async () => {
    const store = await openEmbeddedStore({ file: join(folder, 'contract.db') });
    await store.migrate();
    return store;
  },
  again: null,
});

describe('the embedded store’s file', () => {
  it('refuses a second holder while the first one has it, and lets readers in', async () => {
    const file = join(folder, 'lock.db');
    const first = await openEmbeddedStore({ file });
    await first.migrate();
    await expect(openEmbeddedStore({ file })).rejects.toThrow(
      /^DATA_DIR: .*lock\.db is in use by another process/,
    );
    const reader = spawnSync(
      process.execPath,
      [
        '-e',
        `console.log(new (require('libsql'))(${JSON.stringify(file)}).prepare('SELECT COUNT(*) AS n FROM pins').get().n)`,
      ],
      { encoding: 'utf8' },
    );
    expect(reader.stdout.trim()).toBe('0');
    await first.close();
    const second = await openEmbeddedStore({ file });
    await second.close();
  });

  it('names DATA_DIR when the folder cannot be made', async () => {
    writeFileSync(join(folder, 'a-file'), '');
    const attempt = openEmbeddedStore({ file: join(folder, 'a-file', 'x.db') });
    await expect(attempt).rejects.toBeInstanceOf(StoreConfigError);
    await expect(attempt).rejects.toThrow(/^DATA_DIR: .*cannot be opened for writing/);
  });

  it('names DATA_DIR when the file is something else', async () => {
    const file = join(folder, 'notes.db');
    writeFileSync(file, 'these are my notes, and no database at all\n'.repeat(200));
    await expect(openEmbeddedStore({ file })).rejects.toThrow(/^DATA_DIR: .*damaged or not a database/);
  });

  it('adds the columns that an older schema lacks, and keeps its dead letters', async () => {
    const file = join(folder, 'older.db');
    const store = await openEmbeddedStore({ file });
    await store.migrate();
    await store.writeBatch(aBatch([], { firstOffset: 1, lastOffset: 1, deadLetters: [aDeadLetter(1)] }));
    await store.close();
    const older = ['record_ts', 'headers', 'outcome', 'settled_at']
      .map((name) => `ALTER TABLE dead_letters DROP COLUMN ${name};`)
      .join(' ');
    spawnSync(process.execPath, [
      '-e',
      `new (require('libsql'))(${JSON.stringify(file)}).exec("${older} DELETE FROM schema_migrations WHERE version = 2")`,
    ]);
    const newer = await openEmbeddedStore({ file });
    await expect(newer.letters.after({}, null, 1)).rejects.toThrow();
    await newer.migrate();
    const [letter] = await newer.letters.after({}, null, 1);
    expect(letter).toMatchObject({
      offset: 1,
      state: 'open',
      recordTime: null,
      headers: null,
      outcome: null,
    });
    await newer.close();
  });

  it('writes down the countries of repins that were there before their table', async () => {
    const file = join(folder, 'countries.db');
    const store = await openEmbeddedStore({ file });
    await store.migrate();
    await store.writeBatch(aBatch([anEvent(0, 'a'), anEvent(1, 'b', 'login')]));
    await store.close();
    change(
      file,
      'DROP TABLE repin_countries; DELETE FROM settings; DELETE FROM schema_migrations WHERE version = 4',
    );
    const newer = await openEmbeddedStore({ file });
    await newer.migrate();
    expect(await newer.countriesSeen()).toEqual(['NO']);
    await newer.close();
  });

  it('takes a country back with its batch, and writes it with the next try', async () => {
    const file = join(folder, 'taken-back.db');
    const store = await openEmbeddedStore({ file });
    await store.migrate();
    change(file, 'ALTER TABLE full_pins RENAME TO away');
    const batch = aBatch([anEvent(0, 'a')], { pins: [{ pinId: 'p', pin: null, ts: 0, offset: 0 }] });
    await expect(store.writeBatch(batch)).rejects.toThrow('SQLITE_ERROR');
    expect(await store.countriesSeen()).toEqual([]);
    change(file, 'ALTER TABLE away RENAME TO full_pins');
    await store.writeBatch(batch);
    expect(await store.countriesSeen()).toEqual(['NO']);
    await store.close();
  });

  it('refuses a schema that is newer than it knows', async () => {
    const file = join(folder, 'newer.db');
    const store = await openEmbeddedStore({ file });
    await store.migrate();
    await store.close();
    spawnSync(process.execPath, [
      '-e',
      `new (require('libsql'))(${JSON.stringify(file)}).exec("INSERT INTO schema_migrations VALUES (99, 'later', 0)")`,
    ]);
    const later = await openEmbeddedStore({ file });
    await expect(later.migrate()).rejects.toThrow(
      `DATA_DIR: the database has schema 99, this program knows ${SCHEMA_VERSION}: update the program`,
    );
    await later.close();
  });

  it('goes on with a migration that was cut off', async () => {
    const file = join(folder, 'half.db');
    spawnSync(process.execPath, [
      '-e',
      `new (require('libsql'))(${JSON.stringify(file)}).exec('CREATE TABLE settings (name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name)) STRICT')`,
    ]);
    const store = await openEmbeddedStore({ file });
    await store.migrate();
    await store.writeBatch(aBatch([anEvent(0, 'a')]));
    expect((await store.totals()).totals.repin).toBe(1);
    await store.close();
  });
});

describe('the embedded live log’s rows', () => {
  it('appends fresh events in the write’s own transaction, numbers them for good and tells listeners', async () => {
    const store = await openEmbeddedStore({ file: join(folder, 'live.db') });
    await store.migrate();
    expect(await store.liveBounds()).toEqual({ first: 0, last: 0, next: 1 });
    let told = 0;
    const stop = store.onLiveAppend(() => told++);
    await store.writeBatch(aBatch([anEvent(0, 'a'), anEvent(1, 'b', 'login', { place: null })]));
    await store.writeBatch(aBatch([anEvent(0, 'a')]));
    await store.writeBatch(aBatch([anEvent(2, 'a'), anEvent(3, 'c')]));
    expect(told).toBe(2);
    stop();
    const rows = await store.liveRows(0, 10);
    expect(rows.map(({ seq, batch }) => [seq, batch.events.map(({ offset }) => offset)])).toEqual([
      [1, [0, 1]],
      [2, [3]],
    ]);
    expect(JSON.stringify(rows)).not.toContain('user-1');
    expect(rows[0]?.batch.events[1]).toMatchObject({ type: 'login', place: null, category: 'travel' });
    expect((await store.liveRows(1, 10)).map(({ seq }) => seq)).toEqual([2]);
    await store.prune({ table: 'live_log', olderThan: Number.MAX_SAFE_INTEGER, limit: 10 });
    expect(await store.liveBounds()).toEqual({ first: 0, last: 0, next: 3 });
    await store.writeBatch(aBatch([anEvent(4, 'd')]));
    expect(await store.liveBounds()).toEqual({ first: 3, last: 3, next: 4 });
    await store.close();
  });
});
