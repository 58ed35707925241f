import type { LocatedEvent } from '../store';
import type { Dialect } from './dialect';
import { isCountry, type KnownCountries, repinCountry } from './known-countries';
import { query, type Script, type SqlValue } from './statement';
import { columnNames, TABLES } from './tables';

/** Up to which `ts` older repins have been looked through, or that all have. */
const LOOKED_THROUGH = 'repin_countries_looked_through';
const ALL = 'all';
const COLUMNS = columnNames(TABLES.repin_countries);
const ROWS_PER_STEP = 20_000;

/** Writes down the countries of repins that this transaction stored, where they are not known: whoever is first stays. */
export function* addCountries(
  fresh: readonly LocatedEvent[],
  known: KnownCountries,
  storedAt: number,
): Script<void> {
  const firsts = new Map<string, number>();
  for (const event of fresh) {
    const code = event.place?.country ?? '';
    if (code === '' || known.has(code)) continue;
    const country = repinCountry(event);
    if (country !== null) firsts.set(country, Math.min(event.ts, firsts.get(country) ?? event.ts));
  }
  if (firsts.size === 0) return;
  const rows = inOrder([...firsts].map(([country, ts]) => [country, ts, storedAt]));
  yield { table: 'repin_countries', columns: COLUMNS, rows, ignore: true, conflict: '' };
}

/** null while repins from before countries were written down are still being looked through. */
export function* countriesSeen(): Script<readonly string[] | null> {
  const looked = yield query('SELECT value FROM settings WHERE name = ?', LOOKED_THROUGH);
  if (looked.rows[0]?.value !== ALL) return null;
  const { rows } = yield query('SELECT country FROM repin_countries ORDER BY country');
  return rows.map((row) => String(row.country));
}

/**
 * Looks through the next of the repins that were there before the table, the oldest first: no statement reads more of them
 * than a few thousand, however large the table is. True when none are left. Repeatable.
 */
export function* fillCountries(dialect: Dialect, rowsPerStep = ROWS_PER_STEP): Script<boolean> {
  const looked = yield query('SELECT value FROM settings WHERE name = ?', LOOKED_THROUGH);
  const value = looked.rows[0]?.value;
  if (value === ALL) return true;
  const from = Number(value ?? 0);
  const next = yield query(
    `SELECT ts FROM repins WHERE ts >= ? ORDER BY ts LIMIT 1 OFFSET ${Math.trunc(rowsPerStep)}`,
    from,
  );
  // Where more than a step's repins share one moment, that moment is a step.
  const end = next.rows[0] === undefined ? null : Math.max(Number(next.rows[0].ts), from + 1);
  const { rows } = yield query(
    'SELECT country, MIN(ts) AS first_ts, MIN(stored_at) AS stored_at FROM repins WHERE ts >= ? AND ts < ? GROUP BY country',
    from,
    end ?? Number.MAX_SAFE_INTEGER,
  );
  const found = inOrder(
    rows
      .filter((row) => isCountry(String(row.country ?? '')))
      .map((row) => [String(row.country), Number(row.first_ts), Number(row.stored_at)]),
  );
  if (found.length > 0)
    yield {
      table: 'repin_countries',
      columns: COLUMNS,
      rows: found,
      ignore: false,
      conflict: earlierWins(dialect),
    };
  yield {
    table: 'settings',
    columns: ['name', 'value'],
    rows: [[LOOKED_THROUGH, end === null ? ALL : String(end)]],
    ignore: false,
    conflict:
      dialect === 'sqlite'
        ? ' ON CONFLICT (name) DO UPDATE SET value = excluded.value'
        : ' ON DUPLICATE KEY UPDATE value = VALUES(value)',
  };
  return end === null;
}

type CountryRow = readonly [country: string, firstTs: number, storedAt: number];

/** In one order, so that all who write them wait for each other and don't deadlock. */
function inOrder(rows: readonly CountryRow[]): SqlValue[][] {
  return rows.toSorted(([a], [b]) => (a < b ? -1 : 1)).map((row) => [...row]);
}

function earlierWins(dialect: Dialect): string {
  const times = ['first_ts', 'stored_at'];
  return dialect === 'sqlite'
    ? ` ON CONFLICT (country) DO UPDATE SET ${times.map((name) => `${name} = MIN(${name}, excluded.${name})`).join(', ')}`
    : ` ON DUPLICATE KEY UPDATE ${times.map((name) => `${name} = LEAST(${name}, VALUES(${name}))`).join(', ')}`;
}
