import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventType } from '../../lib/events/event';
import type { Place } from '../../lib/geo/place';
import { openEmbeddedStore } from '../../server/store/embedded/embedded-store';
import { openMysqlStore } from '../../server/store/mysql/mysql-store';
import type { LocatedEvent, Store } from '../../server/store/store';
import { aBatch, anEvent } from '../../server/store/store-fixtures';
import { type MariaDb, startMariaDb } from '../support/mariadb';
import { requirePart } from '../support/parts';
import { privateFolder } from '../support/processes';

type Dialect = 'mysql' | 'sqlite';
type Question = { readonly title: string; readonly sql: Readonly<Record<Dialect, string>> };

/** The document's questions: a heading, then one ```sql for both engines or one for each. */
function questions(markdown: string): Question[] {
  return markdown
    .split(/^### (?=\d+\. )/m)
    .slice(1)
    .map((section) => {
      const title = section.slice(0, section.indexOf('\n'));
      const sql: Partial<Record<Dialect, string>> = {};
      for (const [, dialect, text = ''] of section.matchAll(/^```sql ?(\w*)\n([\s\S]*?)^```/gm)) {
        if (dialect !== 'sqlite') sql.mysql = text;
        if (dialect !== 'mysql') sql.sqlite = text;
      }
      return { title, sql: sql as Record<Dialect, string> };
    });
}

const MINUTE = 60_000;
const T = 1_790_000_040_000;
const OSLO: Place = {
  lat: 59.91,
  lng: 10.75,
  country: 'NO',
  region: '03',
  city: 'Oslo',
  accuracyKm: 10,
  precision: 'city',
};
const LIMA: Place = {
  ...OSLO,
  lat: -12.05,
  lng: -77.04,
  country: 'PE',
  region: 'LMA',
  city: 'Lima',
  accuracyKm: 20,
};
const NORWAY: Place = { ...OSLO, region: '', city: '', accuracyKm: 500, precision: 'country' };

type Row = readonly [
  type: EventType,
  ts: number,
  user: string,
  pin: string | null,
  place: Place | null,
  category: string | null,
];
const ROWS: readonly Row[] = [
  ['login', T - 5 * MINUTE, 'ann', null, OSLO, null],
  ['repin', T - 5 * MINUTE, 'ann', 'Pin-A', OSLO, 'art'],
  ['pin', T, 'ann', 'Pin-A', OSLO, 'art'],
  ['login', T + 1, 'ben', null, LIMA, null],
  ['login', T + 2, 'ann', null, OSLO, null],
  ['repin', T + 1_000, 'ben', 'Pin-A', LIMA, 'art'],
  ['repin', T + 2_000, 'ann', 'Pin-A', OSLO, 'art'],
  ['repin', T + 59_999, 'cid', 'pin-a', OSLO, 'food'],
  ['comment', T + MINUTE, 'ben', 'Pin-A', LIMA, 'art'],
  ['repin', T + MINUTE, 'dan', 'Pin-A', NORWAY, 'art'],
  ['repin', T + MINUTE + 1, 'ann', 'pin-b', null, null],
  ['login', T + MINUTE + 2, 'ben', null, LIMA, null],
  ['login', T + MINUTE + 3, 'cid', null, OSLO, null],
  ['comment', T + 2 * MINUTE, 'cid', 'pin-b', OSLO, null],
  ['comment', T + 2 * MINUTE + 1, 'cid', 'pin-b', OSLO, null],
];

async function fill(store: Store): Promise<void> {
  await store.migrate();
  const events: LocatedEvent[] = ROWS.map(([type, ts, userId, pinId, place, category], at) =>
    anEvent(at, `event-${at}`, type, { ts, userId, pinId, place, category, boardId: null, text: null }),
  );
  const again = { ...anEvent(ROWS.length, 'event-5', 'repin'), ts: T };
  const title = (id: string, text: string) => ({
    id,
    title: text,
    description: null,
    imageUrl: null,
    link: null,
    boardId: null,
    boardName: null,
    category: null,
    color: null,
  });
  await store.writeBatch(
    aBatch([...events, again], {
      lastOffset: 20,
      filtered: [16, 17],
      deadLetters: [],
      pins: [
        { pinId: 'Pin-A', pin: title('Pin-A', 'Føroyar at dawn 🌅'), ts: T, offset: 2 },
        { pinId: 'pin-b', pin: null, ts: 0, offset: 10 },
      ],
    }),
  );
}

const M1 = T;
const M2 = T + MINUTE;
const M3 = T + 2 * MINUTE;

/** Worked out by hand from ROWS. */
const EXPECTED: readonly (readonly Record<string, unknown>[])[] = [
  [
    { minute_start: M1, pins: 1, repins: 3, comments: 0, logins: 2 },
    { minute_start: M2, pins: 0, repins: 2, comments: 1, logins: 2 },
    { minute_start: M3, pins: 0, repins: 0, comments: 2, logins: 0 },
  ],
  [
    { pin_id: 'Pin-A', title: 'Føroyar at dawn 🌅', repins: 3, people: 3 },
    { pin_id: 'pin-a', title: null, repins: 1, people: 1 },
    { pin_id: 'pin-b', title: null, repins: 1, people: 1 },
  ],
  [
    { country: 'NO', city: 'Oslo', repins: 2, lat: 59.91, lng: 10.75 },
    { country: 'PE', city: 'Lima', repins: 1, lat: -12.05, lng: -77.04 },
  ],
  [
    { pin_category: 'art', repins: 3, percent_of_all: 60 },
    { pin_category: '(unknown)', repins: 1, percent_of_all: 20 },
    { pin_category: 'food', repins: 1, percent_of_all: 20 },
  ],
  [
    { pin_id: 'Pin-A', repins: 3, comments: 1, percent_repins: 75 },
    { pin_id: 'pin-b', repins: 1, comments: 2, percent_repins: 33.3 },
    { pin_id: 'pin-a', repins: 1, comments: 0, percent_repins: 100 },
  ],
  [
    { minute_start: M1, new_users: 1, returning_users: 1 },
    { minute_start: M2, new_users: 1, returning_users: 1 },
  ],
  [
    { located_to: 'city', repins: 3, mean_accuracy_km: 13.3 },
    { located_to: 'country', repins: 1, mean_accuracy_km: 500 },
    { located_to: 'not located', repins: 1, mean_accuracy_km: null },
  ],
  [{ pin_id: 'Pin-A', countries: 2, ms_to_second: 1_000 }],
  [{ hour_utc: '2026-09-21 14:00', repins: 1 + 5, different_pins: 3 }],
  [
    {
      topic: 'engagement',
      stored_rows: 15,
      duplicates: 1,
      filtered: 2,
      dead_letters: 0,
      received: 18,
      lost_before_read: 0,
    },
  ],
];

const QUESTIONS = questions(readFileSync('docs/sql.md', 'utf8'));

it('docs/sql.md asks ten questions, each for both engines', () => {
  expect(QUESTIONS.length).toBe(10);
  expect(EXPECTED.length).toBe(10);
  for (const { title, sql } of QUESTIONS) {
    expect(sql.mysql, title).toMatch(/^SELECT/);
    expect(sql.sqlite, title).toMatch(/^SELECT/);
  }
});

describe('the questions of docs/sql.md on the embedded store', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openEmbeddedStore({ file: join(privateFolder('sql-docs'), 'docs.db') });
    await fill(store);
  });
  afterAll(() => store.close());
  it.each(QUESTIONS.map(({ title, sql }, at) => ({ title, sql: sql.sqlite, expected: EXPECTED[at] })))(
    '$title',
    async ({ sql, expected }) => {
      expect(await store.select(sql)).toEqual(expected);
    },
  );
});

describe.skipIf(!requirePart('mariadb'))('the questions of docs/sql.md on MariaDB', () => {
  let server: MariaDb;
  let store: Store;
  beforeAll(async () => {
    server = await startMariaDb();
    store = await openMysqlStore({ url: server.url('sql_docs') });
    await fill(store);
  });
  afterAll(async () => {
    await store?.close();
    await server?.stop();
  });
  it.each(QUESTIONS.map(({ title, sql }, at) => ({ title, sql: sql.mysql, expected: EXPECTED[at] })))(
    '$title',
    async ({ sql, expected }) => {
      expect(await store.select(sql)).toEqual(expected);
    },
  );
});
