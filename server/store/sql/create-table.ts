import type { Dialect } from './dialect';
import type { Column, ColumnType, Table } from './tables';

const TEXT = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';

function sqliteType(type: ColumnType): string {
  if (typeof type === 'object' || type === 'text' || type === 'longtext') return 'TEXT';
  if (type === 'double') return 'REAL';
  return type === 'blob' ? 'BLOB' : 'INTEGER';
}

function serverType(type: ColumnType): string {
  if (typeof type === 'object')
    return 'bytes' in type ? `VARBINARY(${type.bytes})` : `VARCHAR(${type.chars}) ${TEXT}`;
  switch (type) {
    case 'text':
      return `TEXT ${TEXT}`;
    case 'longtext':
      return `LONGTEXT ${TEXT}`;
    case 'blob':
      return 'MEDIUMBLOB';
    case 'int':
      return 'INT';
    case 'bigint':
      return 'BIGINT';
    case 'double':
      return 'DOUBLE';
  }
}

function columnLine(column: Column, type: string): string {
  return `${column.name} ${type}${column.nullable === true ? '' : ' NOT NULL'}`;
}

function indexName(table: Table, columns: readonly string[]): string {
  return `${table.name}_by_${columns.join('_')}`;
}

/** STRICT: a value of another type is an error, as it is on the servers. */
function createSqlite(table: Table): string[] {
  const lines =
    table.autoIncrement === true
      ? table.columns.map((column) =>
          column.name === table.primaryKey[0]
            ? `${column.name} INTEGER PRIMARY KEY AUTOINCREMENT`
            : columnLine(column, sqliteType(column.type)),
        )
      : [
          ...table.columns.map((column) => columnLine(column, sqliteType(column.type))),
          `PRIMARY KEY (${table.primaryKey.join(', ')})`,
        ];
  return [
    `CREATE TABLE IF NOT EXISTS ${table.name} (\n  ${lines.join(',\n  ')}\n) STRICT`,
    ...table.indexes.map(
      (index) =>
        `CREATE INDEX IF NOT EXISTS ${indexName(table, index)} ON ${table.name} (${index.join(', ')})`,
    ),
  ];
}

function createServer(table: Table): string[] {
  const lines = [
    ...table.columns.map((column) => columnLine(column, serverType(column.type))),
    `PRIMARY KEY (${table.primaryKey.join(', ')})`,
    ...table.indexes.map((index) => `KEY ${indexName(table, index)} (${index.join(', ')})`),
  ];
  return [
    `CREATE TABLE IF NOT EXISTS ${table.name} (\n  ${lines.join(',\n  ')}\n) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT ${TEXT}`,
  ];
}

/**
 * SingleStore. A unique key must hold the shard key, so the primary key is the shard key. A column store takes one
 * sort key and hash keys; what needs ranges of `ts` reads by the sort key. Small locked tables are row stores.
 */
function createSingleStore(table: Table): string[] {
  const columns = table.columns.map((column) => columnLine(column, serverType(column.type)));
  const primary = `PRIMARY KEY (${table.primaryKey.join(', ')})`;
  const shard = `SHARD KEY (${table.primaryKey.join(', ')})`;
  if (table.sortKey === undefined) {
    const keys = table.indexes.map((index) => `KEY ${indexName(table, index)} (${index.join(', ')})`);
    return [
      `CREATE ROWSTORE TABLE IF NOT EXISTS ${table.name} (\n  ${[...columns, primary, shard, ...keys].join(',\n  ')}\n)`,
    ];
  }
  const keys = table.indexes
    .filter((index) => index.length === 1 && index[0] !== table.sortKey)
    .map((index) => `KEY ${indexName(table, index)} (${index.join(', ')}) USING HASH`);
  const sort = `SORT KEY (${table.sortKey})`;
  return [
    `CREATE TABLE IF NOT EXISTS ${table.name} (\n  ${[...columns, primary, shard, sort, ...keys].join(',\n  ')}\n)`,
  ];
}

/** The statement that adds a nullable column to a table that may hold rows. Not repeatable: look first. */
export function addColumn(table: Table, name: string, dialect: Dialect): string {
  const column = table.columns.find((one) => one.name === name);
  if (column?.nullable !== true) throw new TypeError(`${table.name}.${name} is no nullable column`);
  const type = dialect === 'sqlite' ? sqliteType(column.type) : serverType(column.type);
  return `ALTER TABLE ${table.name} ADD COLUMN ${name} ${type}`;
}

/** The statements that make the table, each repeatable. */
export function createTable(table: Table, dialect: Dialect): readonly string[] {
  if (dialect === 'sqlite') return createSqlite(table);
  return dialect === 'singlestore' ? createSingleStore(table) : createServer(table);
}
