import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdLease } from '../../server/store/mysql/migration-lock';
import { type MysqlStore, openMysqlStore } from '../../server/store/mysql/mysql-store';
import { isBulkInsert, type Statement } from '../../server/store/sql/statement';
import { StoreUnavailableError } from '../../server/store/store';
import { StoreConfigError } from '../../server/store/store-config-error';
import { describeStore } from '../../server/store/store-contract';
import { aBatch, anEvent } from '../../server/store/store-fixtures';
import { type MariaDb, startMariaDb } from '../support/mariadb';
import { requirePart } from '../support/parts';
import { waitFor } from '../support/processes';

const WAITING = "SELECT 1 FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'";
/** InnoDB answers that table from a copy, which it renews only after nobody has read it for 100 ms. */
const ASK_AGAIN_MS = 250;

const skip = !requirePart('mariadb');

describe.skipIf(skip)('the store on MariaDB', () => {
  let server: MariaDb;
  beforeAll(async () => {
    server = await startMariaDb();
  });
  afterAll(async () => {
    await server?.stop();
  });

  async function openOn(database: string): Promise<MysqlStore> {
    const store = await openMysqlStore({ url: server.url(database) });
    await store.migrate();
    return store;
  }

  describeStore('mariadb', { open: () => openOn('contract'), again: () => openOn('contract') });

  it('knows the server by asking it, and makes the database', async () => {
    const store = await openMysqlStore({ url: server.url('made_by_the_store') });
    expect(store.kind).toBe('mariadb');
    await store.close();
    const rows = await server.query("SHOW DATABASES LIKE 'made_by_the_store'");
    expect(rows.length).toBe(1);
  });

  it('gives one clear line, without the password, for what only the operator can mend', async () => {
    await server.query("CREATE OR REPLACE USER 'reader'@'%' IDENTIFIED BY 'right pass'");
    await server.query("CREATE OR REPLACE USER 'reader'@'localhost' IDENTIFIED BY 'right pass'");
    const at = `127.0.0.1:${server.port}`;
    const cases: readonly (readonly [string, RegExp])[] = [
      [`mysql://reader:wrong@${at}/contract`, /^DATABASE_URL: .* refuses user "reader" or its password/],
      [`mysql://reader:right%20pass@${at}/contract`, /^DATABASE_URL: user "reader" may not use the database/],
      [`mysql://root@${at}/contract?ssl=true`, /^DATABASE_URL: .* cannot be trusted over TLS/],
    ];
    for (const [url, line] of cases) {
      const attempt = openMysqlStore({ url });
      await expect(attempt, url).rejects.toThrow(line);
      await expect(attempt).rejects.toBeInstanceOf(StoreConfigError);
      await expect(attempt).rejects.not.toThrow(/wrong|right pass/);
    }
  });

  it('names the rights that are missing for the tables', async () => {
    await server.query('CREATE DATABASE IF NOT EXISTS narrow');
    await server.query("CREATE OR REPLACE USER 'narrow'@'localhost' IDENTIFIED BY 'n'");
    await server.query("GRANT SELECT, INSERT ON narrow.* TO 'narrow'@'localhost'");
    const store = await openMysqlStore({ url: `mysql://narrow:n@127.0.0.1:${server.port}/narrow` });
    await expect(store.migrate()).rejects.toThrow(/^DATABASE_URL: the user may not create or change tables/);
    await store.close();
  });

  it('is "unavailable" for a server that does not answer, so that the caller waits', async () => {
    await expect(openMysqlStore({ url: 'mysql://root@127.0.0.1:1/x' })).rejects.toBeInstanceOf(
      StoreUnavailableError,
    );
  });

  it('migrates from several processes at once, from half of a migration, and never a newer schema', async () => {
    await server.createDatabase('migrations');
    await server.query(
      'CREATE TABLE settings (name VARBINARY(128) PRIMARY KEY, value TEXT NOT NULL)',
      'migrations',
    );
    await server.query("INSERT INTO settings VALUES ('kept', 'yes')", 'migrations');
    const stores = await Promise.all([1, 2, 3, 4].map(() => openOn('migrations')));
    expect(await stores[0]?.claimSetting('kept', 'no')).toBe('yes');
    expect(await server.query('SELECT version FROM schema_migrations', 'migrations')).toEqual([
      { version: 1 },
      { version: 2 },
      { version: 3 },
      { version: 4 },
    ]);
    // As an older version left it, cut off in the middle of the step up.
    await server.query('ALTER TABLE dead_letters DROP COLUMN headers, DROP COLUMN outcome', 'migrations');
    await server.query('ALTER TABLE positions DROP COLUMN dropped', 'migrations');
    await server.query('DELETE FROM schema_migrations WHERE version > 1', 'migrations');
    await stores[0]?.migrate();
    expect(await stores[0]?.letters.newest({}, null, 1)).toEqual([]);
    await server.query("INSERT INTO schema_migrations VALUES (7, 'later', 0)", 'migrations');
    await expect(stores[0]?.migrate()).rejects.toThrow(/^DATABASE_URL: the database has schema 7/);
    for (const store of stores) await store.close();
  });

  it('writes down the countries of repins that were there before their table', async () => {
    const store = await openOn('countries');
    await store.writeBatch(aBatch([anEvent(0, 'a'), anEvent(1, 'b', 'login')]));
    await server.query('DROP TABLE repin_countries', 'countries');
    await server.query('DELETE FROM settings', 'countries');
    await server.query('DELETE FROM schema_migrations WHERE version = 4', 'countries');
    await Promise.all([store.migrate(), openOn('countries').then((other) => other.close())]);
    expect(await store.countriesSeen()).toEqual(['NO']);
    await store.close();
  });

  it('takes a country back with its batch, and writes it with the next try', async () => {
    const store = await openOn('taken_back');
    await server.query('RENAME TABLE full_pins TO away', 'taken_back');
    const batch = aBatch([anEvent(0, 'a')], { pins: [{ pinId: 'p', pin: null, ts: 0, offset: 0 }] });
    await expect(store.writeBatch(batch)).rejects.toThrow();
    expect(await store.countriesSeen()).toEqual([]);
    await server.query('RENAME TABLE away TO full_pins', 'taken_back');
    await store.writeBatch(batch);
    expect(await store.countriesSeen()).toEqual(['NO']);
    await store.close();
  });

  it('sees at once what another connection has committed (READ COMMITTED)', async () => {
    const [one, two] = [await openOn('visible'), await openOn('visible')];
    const events = Array.from({ length: 200 }, (_, at) => anEvent(at, `v${at}`));
    await one.writeBatch(aBatch(events, { partition: 1 }));
    const outcome = await two.writeBatch(aBatch(events, { partition: 2 }));
    expect(outcome).toMatchObject({ inserted: 0, duplicates: 200, publishable: [] });
    await one.close();
    await two.close();
  });

  it('survives deadlocks of writers that lock keys in opposite orders', async () => {
    const [one, two] = [await openOn('deadlock'), await openOn('deadlock')];
    const batches = 60;
    const write = async (store: MysqlStore, partition: number) => {
      let inserted = 0;
      for (let n = 0; n < batches; n++) {
        // Types are written in a fixed order and keys sorted, so opposite orders come from crossed batches.
        const events = Array.from({ length: 40 }, (_, at) => {
          const number = partition === 1 ? n * 40 + at : (batches - n) * 40 - at;
          return anEvent(n * 40 + at, `d${number % 300}`, at % 2 === 0 ? 'repin' : 'login');
        });
        inserted += (await store.writeBatch(aBatch(events, { partition }))).inserted;
      }
      return inserted;
    };
    const inserted = await Promise.all([write(one, 1), write(two, 2), write(one, 3), write(two, 4)]);
    const { totals } = await one.totals();
    const rows = await one.select(
      'SELECT (SELECT COUNT(*) FROM repins) AS repins, (SELECT COUNT(*) FROM logins) AS logins',
    );
    expect(rows[0]).toEqual({ repins: totals.repin, logins: totals.login });
    expect(inserted.reduce((sum, one) => sum + one, 0)).toBe(totals.repin + totals.login);
    await one.close();
    await two.close();
  });

  it('runs the whole transaction again after a deadlock, and counts it', async () => {
    const store = await openOn('forced');
    await store.writeBatch(aBatch([anEvent(0, 'first')], { partition: 1 }));
    await store.writeBatch(aBatch([anEvent(0, 'second')], { partition: 2 }));
    const outside = await createConnection(server.url('forced'));
    const insert = (table: string, ids: readonly string[], round: number) =>
      outside.query(
        `INSERT IGNORE INTO ${table} (event_id, ts, stored_at, src_stream, src_offset) VALUES ${ids
          .map((id, at) => `('${id}', 1, 1, 99, ${round * 1_000 + at})`)
          .join(',')}`,
      );
    for (let round = 1; round <= 20 && store.deadlocks === 0; round++) {
      await outside.query('BEGIN');
      // It has done more than the store's transaction, so the store's is the one to be sacrificed.
      const pads = Array.from({ length: 300 }, (_, at) => `pad${round}-${at}`);
      await insert('logins', [...pads, `x${round}`], round);
      const writing = store.writeBatch(
        aBatch([anEvent(round, `a${round}`, 'repin'), anEvent(round + 100, `x${round}`, 'login')], {
          partition: 2 + round,
        }),
      );
      // The store holds a{round} and waits for x{round}; now we ask for a{round}.
      await waitFor(async () => (await server.query(WAITING)).length > 0, 'the store to wait for a lock', {
        intervalMs: ASK_AGAIN_MS,
      });
      await insert('repins', [`a${round}`], round).catch((error: { errno: number }) => {
        expect(error.errno).toBe(1213);
      });
      await outside.query('COMMIT');
      const outcome = await writing;
      expect(outcome.inserted + outcome.duplicates).toBe(2);
    }
    expect(store.deadlocks).toBeGreaterThan(0);
    await outside.end();
    await store.close();
  });

  it('is "unavailable" while the server is gone, and goes on when it is back', async () => {
    const store = await openOn('gone');
    await store.writeBatch(aBatch([anEvent(0, 'a')]));
    await server.kill9();
    await expect(store.writeBatch(aBatch([anEvent(1, 'b')]))).rejects.toBeInstanceOf(StoreUnavailableError);
    await server.start();
    expect(await store.writeBatch(aBatch([anEvent(0, 'a'), anEvent(1, 'b')]))).toMatchObject({
      inserted: 1,
      redelivered: 1,
    });
    await store.close();
  });

  it('keeps any text as it is, through the server’s own parser', async () => {
    const store = await openOn('texts');
    let offset = 0;
    const text = fc
      .string({ unit: 'binary', maxLength: 60 })
      .map((any) => any.replace(/[\ud800-\udfff]/g, ''));
    const nasty = fc.constantFrom(
      '],["',
      '],[',
      '\\',
      '"',
      "'",
      '\f',
      '\\u0041',
      '"),("',
      '%_',
      '-- x',
      '/*',
      '\u0000',
      '😀',
    );
    const body = fc.array(fc.oneof(text, nasty), { maxLength: 5 }).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(fc.array(body, { minLength: 1, maxLength: 30 }), async (bodies) => {
        const events = bodies.map((one, at) =>
          anEvent(offset + at, `${one}#${offset + at}`, 'comment', { text: one }),
        );
        offset += bodies.length;
        const { publishable } = await store.writeBatch(aBatch(events));
        expect(publishable.length).toBe(bodies.length);
        const from = events[0]?.offset ?? 0;
        const rows = await store.select(
          `SELECT event_id, body FROM comments WHERE src_offset >= ${from} ORDER BY src_offset`,
        );
        expect(rows).toEqual(events.map((event) => ({ event_id: event.key, body: event.text })));
      }),
      { numRuns: 60 },
    );
    await store.close();
  });

  it('gives up a statement that is not answered in time, and its connection with it', async () => {
    const store = await openMysqlStore({ url: server.url('frozen'), statementTimeoutMs: 700 });
    await store.migrate();
    await store.writeBatch(aBatch([anEvent(0, 'a')]));
    process.kill(server.pid, 'SIGSTOP');
    try {
      // All of its threads stand still some time after the signal.
      const threads = `/proc/${server.pid}/task`;
      await waitFor(
        () => readdirSync(threads).every((id) => / T /.test(readFileSync(`${threads}/${id}/stat`, 'utf8'))),
        'the server to stand still',
      );
      await expect(store.writeBatch(aBatch([anEvent(1, 'b')]))).rejects.toBeInstanceOf(StoreUnavailableError);
    } finally {
      process.kill(server.pid, 'SIGCONT');
    }
    const outcome = await store.writeBatch(aBatch([anEvent(0, 'a'), anEvent(1, 'b')]));
    expect(outcome.publishable.map(({ key }) => key)).toEqual(['a', 'b']);
    await store.close();
  });

  it('lets one at a time hold the lease that SingleStore migrates under, and takes over a dead one', async () => {
    await server.createDatabase('lease');
    await server.query(
      'CREATE TABLE migration_lock (id INT PRIMARY KEY, owner VARCHAR(64), expires_at BIGINT)',
      'lease',
    );
    await server.query("INSERT INTO migration_lock VALUES (1, 'a dead process', 5)", 'lease');
    const connection = await createConnection({ uri: server.url('lease'), flags: ['-FOUND_ROWS'] });
    const execute = async (statement: Statement) => {
      if (isBulkInsert(statement)) throw new Error('not asked for here');
      const [answer] = await connection.query(statement.sql, [...statement.values] as (string | number)[]);
      return { rows: [], affected: (answer as { affectedRows: number }).affectedRows };
    };
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 20));
      inside--;
    };
    await Promise.all([1, 2, 3].map(() => holdLease(execute, Date.now, work)));
    expect(most).toBe(1);
    expect(await server.query('SELECT * FROM migration_lock', 'lease')).toEqual([]);
    await connection.end();
  });

  it('is "unavailable" when the server is read-only', async () => {
    const store = await openOn('readonly');
    await server.query('SET GLOBAL read_only = 1');
    await server.query("CREATE OR REPLACE USER 'plain'@'localhost' IDENTIFIED BY 'p'");
    await server.query("GRANT ALL ON readonly.* TO 'plain'@'localhost'");
    const plain = await openMysqlStore({ url: `mysql://plain:p@127.0.0.1:${server.port}/readonly` });
    try {
      await expect(plain.writeBatch(aBatch([anEvent(0, 'a')]))).rejects.toBeInstanceOf(StoreUnavailableError);
    } finally {
      await server.query('SET GLOBAL read_only = 0');
    }
    expect((await plain.writeBatch(aBatch([anEvent(0, 'a')]))).inserted).toBe(1);
    await plain.close();
    await store.close();
  });
});
