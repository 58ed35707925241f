import { describe, expect, it } from 'vitest';
import { createTable } from './create-table';
import { MIGRATIONS, SCHEMA_VERSION } from './migrations';
import { TABLES } from './tables';

// SingleStore cannot be run here: its text is held to what its documentation asks for.
describe('the tables for SingleStore', () => {
  const text = (name: keyof typeof TABLES) => createTable(TABLES[name], 'singlestore').join(';');

  it.each(['pins', 'repins', 'comments', 'logins'] as const)(
    '%s: a column store, sharded by the key that drops duplicates, sorted by time',
    (name) => {
      expect(text(name)).toMatch(/^CREATE TABLE IF NOT EXISTS/);
      expect(text(name)).toContain('event_id VARBINARY(512) NOT NULL');
      expect(text(name)).toContain('PRIMARY KEY (event_id)');
      expect(text(name)).toContain('SHARD KEY (event_id)');
      expect(text(name)).toContain('SORT KEY (ts)');
    },
  );

  it.each([
    'positions',
    'settings',
    'streams',
    'geo_cache',
    'dead_letters',
    'repin_countries',
    'schema_migrations',
  ] as const)('%s: a row store, whose rows are locked one by one', (name) => {
    expect(text(name)).toMatch(/^CREATE ROWSTORE TABLE IF NOT EXISTS/);
    expect(text(name)).not.toContain('SORT KEY');
  });

  it.each(Object.keys(TABLES) as (keyof typeof TABLES)[])(
    '%s: the unique key holds the shard key; one sort key at most; no InnoDB words and no AUTO_INCREMENT',
    (name) => {
      const sql = text(name);
      expect(sql.match(/PRIMARY KEY \(([^)]*)\)/)?.[1]).toBe(sql.match(/SHARD KEY \(([^)]*)\)/)?.[1]);
      expect(sql.match(/SORT KEY/g)?.length ?? 0).toBeLessThanOrEqual(1);
      expect(sql).not.toMatch(/ENGINE|ROW_FORMAT|AUTO_?INCREMENT|UNIQUE/);
      // A column store takes hash keys of one column only.
      if (!sql.includes('ROWSTORE'))
        for (const key of sql.match(/\n {2}KEY .*/g) ?? []) expect(key).toMatch(/\(\w+\) USING HASH/);
    },
  );
});

describe('the tables for MySQL and MariaDB', () => {
  it('keep ids as bytes and text in a collation that folds nothing', () => {
    const [sql = ''] = createTable(TABLES.comments, 'mariadb');
    expect(sql).toContain('event_id VARBINARY(512) NOT NULL');
    expect(sql).toContain('city VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,');
    expect(sql).toContain('KEY comments_by_ts (ts)');
    expect(sql).toMatch(/ENGINE=InnoDB .*COLLATE utf8mb4_bin$/);
    expect(createTable(TABLES.comments, 'mysql')).toEqual([sql]);
  });
});

describe('the tables of the embedded file', () => {
  it('are strict, and the live log never gives a number twice', () => {
    for (const table of Object.values(TABLES)) expect(createTable(table, 'sqlite')[0]).toMatch(/\) STRICT$/);
    expect(createTable(TABLES.live_log, 'sqlite')[0]).toContain('seq INTEGER PRIMARY KEY AUTOINCREMENT');
    expect(createTable(TABLES.repins, 'sqlite')[1]).toBe(
      'CREATE INDEX IF NOT EXISTS repins_by_ts ON repins (ts)',
    );
  });
});

describe('the migrations', () => {
  it.each(['sqlite', 'mysql', 'mariadb', 'singlestore'] as const)(
    'are repeatable and drop nothing on %s',
    (dialect) => {
      for (const migration of MIGRATIONS)
        for (const sql of migration.statements(dialect)) {
          expect(sql).toMatch(/IF NOT EXISTS/);
          expect(sql).not.toMatch(/\b(DROP|DELETE|TRUNCATE)\b/i);
        }
    },
  );

  it('are numbered from 1 without a hole', () => {
    expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, at) => at + 1));
    expect(SCHEMA_VERSION).toBe(MIGRATIONS.length);
  });
});
