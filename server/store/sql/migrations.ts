import { createTable } from './create-table';
import type { Dialect } from './dialect';
import { TABLES, type Table } from './tables';

/**
 * One step of the schema. Every statement is repeatable, because a server cannot take DDL back: a migration that was
 * cut off half-way is simply run again. Never drop a column or a table that holds data; append, don't edit.
 */
export type Migration = {
  readonly version: number;
  readonly name: string;
  readonly statements: (dialect: Dialect) => readonly string[];
  /** Nullable columns that are added where they are missing. Not every server has ADD COLUMN IF NOT EXISTS. */
  readonly columns?: readonly { readonly table: Table; readonly names: readonly string[] }[];
};

const FIRST_TABLES = [
  TABLES.pins,
  TABLES.repins,
  TABLES.comments,
  TABLES.logins,
  TABLES.full_pins,
  TABLES.geo_cache,
  TABLES.streams,
  TABLES.positions,
  TABLES.dead_letters,
  TABLES.settings,
];

export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    name: 'first tables',
    statements: (dialect) => [
      ...FIRST_TABLES.flatMap((table) => createTable(table, dialect)),
      // Only the embedded store keeps its live log in the database; elsewhere it is a Kafka topic.
      ...(dialect === 'sqlite' ? createTable(TABLES.live_log, dialect) : []),
    ],
  },
  {
    version: 2,
    name: 'dead letters that can be replayed',
    statements: (dialect) => (dialect === 'sqlite' ? [] : createTable(TABLES.replay_outbox, dialect)),
    columns: [
      { table: TABLES.dead_letters, names: ['record_ts', 'headers', 'outcome', 'settled_at'] },
      { table: TABLES.positions, names: ['replayed'] },
    ],
  },
  {
    version: 3,
    name: 'dropped dead letters are counted',
    statements: () => [],
    columns: [{ table: TABLES.positions, names: ['dropped'] }],
  },
  {
    version: 4,
    name: 'countries from which repins came',
    // Filled by `fillCountries`, a part at a time: the repins may be many millions.
    statements: (dialect) => createTable(TABLES.repin_countries, dialect),
  },
];

export const SCHEMA_VERSION = MIGRATIONS.at(-1)?.version ?? 0;
