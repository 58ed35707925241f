import { StoreConfigError } from '../store-config-error';
import { addColumn, createTable } from './create-table';
import type { Dialect } from './dialect';
import { MIGRATIONS, type Migration } from './migrations';
import { query, type Script } from './statement';
import { TABLES, type Table } from './tables';

function* presentColumns(dialect: Dialect, table: Table): Script<ReadonlySet<string>> {
  const { rows } = yield dialect === 'sqlite'
    ? query('SELECT name FROM pragma_table_info(?)', table.name)
    : query(
        'SELECT column_name AS name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?',
        table.name,
      );
  return new Set(rows.map((row) => String(row.name)));
}

/**
 * Brings the schema up to date. To be run by one at a time. A migration is noted after its last statement; one that
 * was cut off before that runs again from its first, which is harmless because all are repeatable.
 */
export function* migrateSchema(
  dialect: Dialect,
  option: 'DATABASE_URL' | 'DATA_DIR',
  now: number,
  migrations: readonly Migration[] = MIGRATIONS,
): Script<number> {
  for (const sql of createTable(TABLES.schema_migrations, dialect)) yield query(sql);
  const { rows } = yield query('SELECT version FROM schema_migrations');
  const applied = new Set(rows.map((row) => Number(row.version)));
  const known = Math.max(0, ...migrations.map((migration) => migration.version));
  const newest = Math.max(0, ...applied);
  if (newest > known)
    throw new StoreConfigError(
      option,
      `the database has schema ${newest}, this program knows ${known}: update the program, or name another database`,
    );
  let ran = 0;
  for (const migration of migrations) {
    if (applied.has(migration.version)) continue;
    for (const sql of migration.statements(dialect)) yield query(sql);
    for (const { table, names } of migration.columns ?? []) {
      const present = yield* presentColumns(dialect, table);
      for (const name of names) if (!present.has(name)) yield query(addColumn(table, name, dialect));
    }
    yield {
      table: 'schema_migrations',
      columns: ['version', 'name', 'applied_at'],
      rows: [[migration.version, migration.name, now]],
      ignore: true,
      conflict: '',
    };
    ran++;
  }
  return ran;
}
