import { EVENT_TYPES, type EventType } from '../../../lib/events/event';
import type { Totals } from '../../../lib/live/protocol';
import { type EngagementBucket, type Position, type Retention, StoreDataError } from '../store';
import type { Dialect } from './dialect';
import { EVENT_TABLES } from './event-rows';
import { allPositions } from './positions';
import { query, type Script } from './statement';

const MAX_BUCKETS = 100_000;

/** One statement reads all positions, so the sums are those of one moment. */
export function* totals(): Script<{ readonly totals: Totals; readonly positions: readonly Position[] }> {
  const positions = yield* allPositions();
  const sum = { pin: 0, repin: 0, comment: 0, login: 0, unlocatedRepins: 0 };
  for (const position of positions) {
    for (const type of EVENT_TYPES) sum[type] += position.rows[type];
    sum.unlocatedRepins += position.unlocatedRepins;
  }
  return { totals: sum, positions };
}

/** Every bucket from the one that holds `from` to the one before `to`, empty ones too; counts are of [from, to). */
export function* engagement(
  dialect: Dialect,
  from: number,
  to: number,
  stepMs: number,
): Script<readonly EngagementBucket[]> {
  if (![from, to, stepMs].every(Number.isSafeInteger) || stepMs <= 0 || from < 0)
    throw new StoreDataError('engagement: from, to and step must be whole milliseconds');
  const first = from - (from % stepMs);
  if ((to - first) / stepMs > MAX_BUCKETS)
    throw new StoreDataError(`engagement: more than ${MAX_BUCKETS} buckets`);
  const buckets = new Map<number, { start: number } & Record<EventType, number>>();
  for (let start = first; start < to; start += stepMs)
    buckets.set(start, { start, pin: 0, repin: 0, comment: 0, login: 0 });
  const step = Math.trunc(stepMs);
  const bucket = dialect === 'sqlite' ? `ts / ${step}` : `ts DIV ${step}`;
  for (const type of EVENT_TYPES) {
    const { rows } = yield query(
      `SELECT ${bucket} AS bucket, COUNT(*) AS events FROM ${EVENT_TABLES[type]} WHERE ts >= ? AND ts < ? GROUP BY ${bucket}`,
      from,
      to,
    );
    for (const row of rows) {
      const counted = buckets.get(Number(row.bucket) * step);
      if (counted !== undefined) counted[type] += Number(row.events);
    }
  }
  return [...buckets.values()];
}

const AGE_COLUMNS = {
  pins: 'ts',
  repins: 'ts',
  comments: 'ts',
  logins: 'ts',
  geo_cache: 'expires_at',
  dead_letters: 'dead_at',
  live_log: 'stored_at',
} as const satisfies Record<Retention['table'], string>;

/** Deletes the oldest first (SingleStore deletes in no order), at most `limit`. */
export function* prune(dialect: Dialect, step: Retention): Script<number> {
  const { table, olderThan } = step;
  const age = AGE_COLUMNS[table];
  const limit = Math.max(0, Math.trunc(step.limit));
  if (table === 'live_log' && dialect !== 'sqlite') return 0;
  const old = `WHERE ${age} < ?`;
  const sql =
    dialect === 'sqlite'
      ? `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} ${old} ORDER BY ${age} LIMIT ${limit})`
      : `DELETE FROM ${table} ${old}${dialect === 'singlestore' ? '' : ` ORDER BY ${age}`} LIMIT ${limit}`;
  const { affected } = yield query(sql, olderThan);
  return affected;
}

/** First writer wins. */
export function* claimSetting(name: string, initial: string): Script<string> {
  const find = query('SELECT value FROM settings WHERE name = ?', name);
  const found = yield find;
  if (found.rows[0] !== undefined) return String(found.rows[0].value);
  yield {
    table: 'settings',
    columns: ['name', 'value'],
    rows: [[name, initial]],
    ignore: true,
    conflict: '',
  };
  const claimed = yield find;
  return String(claimed.rows[0]?.value ?? initial);
}

/** Compare-and-set: `to` where the value is `from`. Returns the one that is in force then. */
export function* swapSetting(name: string, from: string, to: string): Script<string> {
  yield query('UPDATE settings SET value = ? WHERE name = ? AND value = ?', to, name, from);
  const { rows } = yield query('SELECT value FROM settings WHERE name = ?', name);
  return String(rows[0]?.value ?? from);
}

/** Lets through one SELECT (or WITH … SELECT) and nothing that writes, locks or leaves the database. */
export function readOnlySelect(sql: string): string {
  const text = sql.trim().replace(/;\s*$/, '');
  const bare = text
    .replace(/'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`/g, "''")
    .replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ');
  const reads = /^\s*(select|with)\b/i.test(bare);
  const more =
    /;|\b(insert|update|delete|replace\s+into|create|alter|drop|truncate|grant|attach|pragma|into\s+(outfile|dumpfile|@)|for\s+update|lock\s+in)\b/i;
  if (!reads || more.test(bare)) throw new StoreDataError('select: exactly one SELECT is run here');
  return text;
}
