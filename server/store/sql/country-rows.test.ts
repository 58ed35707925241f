import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { SqliteSession } from '../embedded/sqlite-session';
import { anEvent, OSLO } from '../store-fixtures';
import { addCountries, countriesSeen, fillCountries } from './country-rows';
import { eventColumns, eventRow } from './event-rows';
import { KnownCountries } from './known-countries';
import { migrateSchema } from './migrate-schema';
import { isBulkInsert, query, rowsOf, runNow, type Script } from './statement';

const folder = mkdtempSync(join(tmpdir(), 'country-rows-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const session = new SqliteSession(join(folder, 'countries.db'));
session.transact(migrateSchema('sqlite', 'DATA_DIR', 1));
afterAll(() => session.close());

function* emptied(): Script<void> {
  for (const table of ['repins', 'repin_countries', 'settings']) yield query(`DELETE FROM ${table}`);
}

type Old = { readonly ts: number; readonly country: string | null };
const repin = ({ ts, country }: Old, offset = 0) =>
  anEvent(offset, `r${offset}`, 'repin', { ts, place: country === null ? null : { ...OSLO, country } });

function* stored(old: readonly Old[]): Script<void> {
  yield {
    table: 'repins',
    columns: eventColumns('repin'),
    rows: old.map((one, offset) => eventRow(repin(one, offset), 1, one.ts + 5)),
    ignore: false,
    conflict: '',
  };
}

const TABLE = 'SELECT country, first_ts, stored_at FROM repin_countries ORDER BY country';
const written = () => session.run(rowsOf(TABLE));
function firstOf(old: readonly Old[]) {
  const firsts = new Map<string, number>();
  for (const { ts, country } of old)
    if (country !== null && country !== '') firsts.set(country, Math.min(ts, firsts.get(country) ?? ts));
  return [...firsts].sort().map(([country, ts]) => ({ country, first_ts: ts, stored_at: ts + 5 }));
}

describe('countries of repins from before they were written down', () => {
  it('are all found with their first, a step at a time, whatever shares a moment', () => {
    const rows = fc.array(
      fc.record({
        ts: fc.integer({ min: 1, max: 12 }),
        country: fc.constantFrom('NO', 'FR', 'PE', '', null),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 9 }), (old, rowsPerStep) => {
        session.transact(emptied());
        session.transact(stored(old));
        let steps = 1;
        while (!session.transact(fillCountries('sqlite', rowsPerStep))) {
          expect(session.run(countriesSeen())).toBeNull();
          expect(steps++).toBeLessThan(60);
        }
        expect(written()).toEqual(firstOf(old));
        expect(session.run(countriesSeen())).toEqual(firstOf(old).map(({ country }) => country));
        expect(session.transact(fillCountries('sqlite', rowsPerStep))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('are found with their first beside what is written meanwhile', () => {
    session.transact(emptied());
    const old = [1, 2, 3, 4, 5, 6].map((ts) => ({ ts, country: ts === 6 ? 'NO' : 'PE' }));
    session.transact(stored(old));
    expect(session.transact(fillCountries('sqlite', 2))).toBe(false);
    const known = new KnownCountries();
    session.transact(
      addCountries([repin({ ts: 90, country: 'NO' }), repin({ ts: 91, country: 'FR' })], known, 99),
    );
    while (!session.transact(fillCountries('sqlite', 2)));
    expect(written()).toEqual([
      { country: 'FR', first_ts: 91, stored_at: 99 },
      { country: 'NO', first_ts: 6, stored_at: 11 },
      { country: 'PE', first_ts: 1, stored_at: 6 },
    ]);
  });
});

it('a country that is known is written no more, one that is no code never', () => {
  session.transact(emptied());
  const known = new KnownCountries();
  const statements = (...countries: (string | null)[]) => {
    let asked = 0;
    const script = addCountries(
      countries.map((country) => repin({ ts: 1, country })),
      known,
      9,
    );
    runNow(script, () => {
      asked++;
      return { rows: [], affected: 0 };
    });
    return asked;
  };
  expect(statements('NO', 'FR', 'NO')).toBe(1);
  known.note([repin({ ts: 1, country: 'NO' }), { ...repin({ ts: 1, country: 'FR' }), type: 'login' }]);
  expect(statements('NO', 'NO')).toBe(0);
  expect(statements('NO', 'FR')).toBe(1);
  expect(statements(null, '', 'no', 'N')).toBe(0);
});

it.each([
  ['of old repins', () => fillCountries('mariadb')],
  [
    'of new ones',
    () =>
      addCountries(
        ['PE', 'FR', 'NO'].map((country) => repin({ ts: 1, country })),
        new KnownCountries(),
        9,
      ),
  ],
])('countries %s are written in one order, whatever order they are found in', (_name, script) => {
  const found = ['PE', 'FR', 'NO'].map((country) => ({ country, first_ts: 1, stored_at: 2 }));
  const orders: unknown[] = [];
  runNow<unknown>(script() as Script<unknown>, (statement) => {
    if (!isBulkInsert(statement))
      return { rows: statement.sql.includes('GROUP BY') ? found : [], affected: 0 };
    if (statement.table === 'repin_countries') orders.push(statement.rows.map(([country]) => country));
    return { rows: [], affected: 0 };
  });
  expect(orders).toEqual([['FR', 'NO', 'PE']]);
});
