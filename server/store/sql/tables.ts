/**
 * The tables, described once and rendered per engine (`create-table.ts`).
 *
 * `bytes` columns are compared byte by byte (VARBINARY; SQLite's TEXT compares so by itself): with a default
 * collation `ABC`, `abc`, `abc ` and `ábc` would be one id. `chars` columns are shown, grouped and never keys.
 * Times are epoch milliseconds, everywhere.
 */
export type ColumnType =
  | { readonly bytes: number }
  | { readonly chars: number }
  | 'text'
  | 'int'
  | 'bigint'
  | 'double'
  | 'blob'
  | 'longtext';

export type Column = { readonly name: string; readonly type: ColumnType; readonly nullable?: boolean };

export type Table = {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly primaryKey: readonly string[];
  /** Kept few: each one costs every insert. SingleStore's column store gets the single-column ones as hash keys. */
  readonly indexes: readonly (readonly string[])[];
  /** SingleStore: the column store's order. Without it the table is a row store (small, hot, locked by row). */
  readonly sortKey?: string;
  /** SQLite: the primary key is an insertion number that is never used twice. */
  readonly autoIncrement?: boolean;
};

const PLACE_COLUMNS: readonly Column[] = [
  { name: 'country', type: { chars: 2 }, nullable: true },
  { name: 'region', type: { chars: 200 }, nullable: true },
  { name: 'city', type: { chars: 200 }, nullable: true },
  { name: 'lat', type: 'double', nullable: true },
  { name: 'lng', type: 'double', nullable: true },
  { name: 'accuracy_km', type: 'double', nullable: true },
  { name: 'geo_precision', type: { chars: 8 }, nullable: true },
];

/** The same columns in all four, so that analysts can UNION ALL them. `body` is the comment's text. */
const EVENT_COLUMNS: readonly Column[] = [
  { name: 'event_id', type: { bytes: 512 } },
  { name: 'ts', type: 'bigint' },
  { name: 'stored_at', type: 'bigint' },
  { name: 'user_id', type: { bytes: 128 }, nullable: true },
  { name: 'pin_id', type: { bytes: 128 }, nullable: true },
  { name: 'board_id', type: { bytes: 128 }, nullable: true },
  { name: 'category', type: { chars: 100 }, nullable: true },
  ...PLACE_COLUMNS,
  { name: 'src_stream', type: 'int' },
  { name: 'src_offset', type: 'bigint' },
];

/** One index, for retention and for every question about a time span; docs/sql.md tells how to add more and what they cost. */
function eventTable(name: string, more: readonly Column[] = []): Table {
  return {
    name,
    columns: [...EVENT_COLUMNS, ...more],
    primaryKey: ['event_id'],
    indexes: [['ts']],
    sortKey: 'ts',
  };
}

export const TABLES = {
  pins: eventTable('pins'),
  repins: eventTable('repins'),
  comments: eventTable('comments', [{ name: 'body', type: 'text', nullable: true }]),
  logins: eventTable('logins'),
  full_pins: {
    name: 'full_pins',
    columns: [
      { name: 'pin_id', type: { bytes: 128 } },
      { name: 'is_placeholder', type: 'int' },
      { name: 'title', type: { chars: 1000 }, nullable: true },
      { name: 'description', type: 'text', nullable: true },
      { name: 'image_url', type: 'text', nullable: true },
      { name: 'link', type: 'text', nullable: true },
      { name: 'board_id', type: { bytes: 128 }, nullable: true },
      { name: 'board_name', type: { chars: 500 }, nullable: true },
      { name: 'category', type: { chars: 100 }, nullable: true },
      { name: 'color', type: { chars: 7 }, nullable: true },
      { name: 'ts', type: 'bigint' },
      { name: 'first_seen_at', type: 'bigint' },
      { name: 'updated_at', type: 'bigint' },
      { name: 'version', type: { bytes: 64 } },
    ],
    primaryKey: ['pin_id'],
    indexes: [['is_placeholder', 'first_seen_at']],
    sortKey: 'first_seen_at',
  },
  geo_cache: {
    name: 'geo_cache',
    columns: [
      { name: 'hash', type: { bytes: 128 } },
      ...PLACE_COLUMNS,
      { name: 'expires_at', type: 'bigint' },
    ],
    primaryKey: ['hash'],
    indexes: [['expires_at']],
  },
  streams: {
    name: 'streams',
    columns: [
      { name: 'stream_id', type: 'int' },
      { name: 'topic', type: { bytes: 255 } },
      { name: 'partition_id', type: 'int' },
      { name: 'epoch', type: 'bigint' },
    ],
    primaryKey: ['stream_id'],
    indexes: [],
  },
  positions: {
    name: 'positions',
    columns: [
      { name: 'topic', type: { bytes: 255 } },
      { name: 'partition_id', type: 'int' },
      { name: 'epoch', type: 'bigint' },
      { name: 'stored_to', type: 'bigint' },
      { name: 'published_to', type: 'bigint' },
      { name: 'fingerprint_ts', type: 'bigint', nullable: true },
      { name: 'fingerprint_crc', type: 'bigint', nullable: true },
      { name: 'pin_rows', type: 'bigint' },
      { name: 'repin_rows', type: 'bigint' },
      { name: 'comment_rows', type: 'bigint' },
      { name: 'login_rows', type: 'bigint' },
      { name: 'unlocated_repins', type: 'bigint' },
      { name: 'duplicates', type: 'bigint' },
      { name: 'filtered', type: 'bigint' },
      { name: 'dead_letters', type: 'bigint' },
      { name: 'derived_ids', type: 'bigint' },
      { name: 'lost_before_read', type: 'bigint' },
      { name: 'replayed', type: 'bigint', nullable: true },
      { name: 'dropped', type: 'bigint', nullable: true },
    ],
    primaryKey: ['topic', 'partition_id'],
    indexes: [],
  },
  dead_letters: {
    name: 'dead_letters',
    columns: [
      { name: 'src_stream', type: 'int' },
      { name: 'src_offset', type: 'bigint' },
      { name: 'last_offset', type: 'bigint' },
      { name: 'reason', type: { chars: 32 } },
      { name: 'state', type: { chars: 16 } },
      { name: 'field', type: { chars: 200 }, nullable: true },
      { name: 'detail', type: { chars: 1000 } },
      { name: 'payload', type: 'blob' },
      { name: 'payload_bytes', type: 'bigint' },
      { name: 'payload_sha256', type: { chars: 64 } },
      { name: 'dead_at', type: 'bigint' },
      { name: 'record_ts', type: 'bigint', nullable: true },
      { name: 'headers', type: 'text', nullable: true },
      { name: 'outcome', type: { chars: 16 }, nullable: true },
      { name: 'settled_at', type: 'bigint', nullable: true },
    ],
    primaryKey: ['src_stream', 'src_offset'],
    indexes: [['dead_at'], ['state', 'reason']],
  },
  /** Countries from which a repin ever came: one row each, which outlives the repin. */
  repin_countries: {
    name: 'repin_countries',
    columns: [
      { name: 'country', type: { bytes: 2 } },
      { name: 'first_ts', type: 'bigint' },
      { name: 'stored_at', type: 'bigint' },
    ],
    primaryKey: ['country'],
    indexes: [],
  },
  /** Replayed events on their way to a live log that is not in the database: gone once they are published. */
  replay_outbox: {
    name: 'replay_outbox',
    columns: [
      { name: 'seq', type: 'bigint' },
      { name: 'payload', type: 'longtext' },
    ],
    primaryKey: ['seq'],
    indexes: [],
  },
  settings: {
    name: 'settings',
    columns: [
      { name: 'name', type: { bytes: 128 } },
      { name: 'value', type: 'text' },
    ],
    primaryKey: ['name'],
    indexes: [],
  },
  live_log: {
    name: 'live_log',
    columns: [
      { name: 'seq', type: 'bigint' },
      { name: 'stored_at', type: 'bigint' },
      { name: 'payload', type: 'longtext' },
    ],
    primaryKey: ['seq'],
    indexes: [['stored_at']],
    autoIncrement: true,
  },
  schema_migrations: {
    name: 'schema_migrations',
    columns: [
      { name: 'version', type: 'int' },
      { name: 'name', type: { chars: 100 } },
      { name: 'applied_at', type: 'bigint' },
    ],
    primaryKey: ['version'],
    indexes: [],
  },
  migration_lock: {
    name: 'migration_lock',
    columns: [
      { name: 'id', type: 'int' },
      { name: 'owner', type: { chars: 64 } },
      { name: 'expires_at', type: 'bigint' },
    ],
    primaryKey: ['id'],
    indexes: [],
  },
} as const satisfies Record<string, Table>;

export function columnNames(table: Table): readonly string[] {
  return table.columns.map((column) => column.name);
}
