import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BulkInsert, SqlValue } from '../sql/statement';
import { insertTexts } from './insert-text';

const insert = (rows: readonly (readonly SqlValue[])[], more: Partial<BulkInsert> = {}): BulkInsert => ({
  table: 't',
  columns: ['a', 'b'],
  rows,
  ignore: true,
  conflict: '',
  ...more,
});
const texts = (rows: readonly (readonly SqlValue[])[], maxBytes = 1e6) => [
  ...insertTexts(insert(rows), maxBytes),
];

/** Reads tuples of literals back, as a server with backslash escapes does (either quote, x'…', numbers, NULL). */
function readTuples(sql: string): SqlValue[][] {
  const rows: SqlValue[][] = [];
  let at = sql.indexOf('VALUES ') + 7;
  const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', '0': '\0', Z: '\x1a' };
  const literal = (): SqlValue => {
    const quote = sql[at];
    if (quote === "'" || quote === '"') {
      let text = '';
      for (at++; sql[at] !== quote; at++) {
        if (sql[at] !== '\\') text += sql[at];
        else {
          at++;
          text += escapes[sql[at] ?? ''] ?? sql[at];
        }
      }
      at++;
      return text;
    }
    const word = /^(null|x'([0-9a-f]*)'|[-+.\de]+)/i.exec(sql.slice(at, at + 400))?.[0] ?? '';
    at += word.length;
    if (/^null$/i.test(word)) return null;
    return word.startsWith('x') ? Buffer.from(word.slice(2, -1), 'hex') : Number(word);
  };
  while (sql[at] === '(') {
    const row: SqlValue[] = [];
    do {
      at++;
      row.push(literal());
    } while (sql[at] === ',');
    rows.push(row);
    at++;
    if (sql[at] === ',') at++;
  }
  return rows;
}

describe('the text of a bulk insert', () => {
  it('is one statement of tuples', () => {
    expect(
      texts([
        ['x', 1],
        ['y', null],
      ]),
    ).toEqual(['INSERT IGNORE INTO t (a,b) VALUES ("x",1),("y",null)']);
    const [upsert] = insertTexts(
      insert([['x', 1]], { ignore: false, conflict: ' ON DUPLICATE KEY UPDATE b = 1' }),
      1e6,
    );
    expect(upsert).toBe('INSERT INTO t (a,b) VALUES ("x",1) ON DUPLICATE KEY UPDATE b = 1');
  });

  it.each([
    ['quotes', `'"\`\\'\\"`],
    ['what parts two rows', '],["'],
    ['what looks like it once its quote is added', 'a],['],
    ['what ends a tuple', '"),("'],
    ['control characters', '\0\x01\b\t\n\v\f\r\x1a\x1f\x7f'],
    ['a backslash before u and f', '\\u0041 \\f'],
    ['line separators and emoji', '\u2028\u2029😀'],
    ['a trailing backslash', 'a\\'],
  ])('keeps %s', (_, text) => {
    expect(
      texts([
        [text, 1],
        [text, text],
      ]).flatMap(readTuples),
    ).toEqual([
      [text, 1],
      [text, text],
    ]);
  });

  it('keeps bytes, and rows that begin with a number', () => {
    const bytes = new Uint8Array([0, 39, 92, 255]);
    expect(
      texts([
        [7, bytes],
        [8, "it's"],
      ]),
    ).toEqual([`INSERT IGNORE INTO t (a,b) VALUES (7,x'00275cff'),(8,'it\\'s')`]);
    expect(texts([['k', new Uint8Array()]])[0]).toContain("('k','')");
  });

  it('keeps any text and any double', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }).map((text) => text.replace(/[\ud800-\udfff]/g, '')),
      fc.constantFrom('],["', '],[', '\\', '"', "'", '\f', '\u0000'),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      fc.constant(null),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), value), { minLength: 1, maxLength: 6 }),
        (rows) => {
          const plain = rows.map((row) => row.map((cell) => (Object.is(cell, -0) ? 0 : cell)));
          expect(texts(rows).flatMap(readTuples)).toEqual(plain);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('cuts what is longer than a packet, by bytes, and keeps every row in its order', () => {
    const rows = Array.from({ length: 1_000 }, (_, at): SqlValue[] => [`é${at}`, '中'.repeat(at % 50)]);
    const parts = texts(rows, 4_000);
    expect(parts.length).toBeGreaterThan(10);
    for (const part of parts) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(4_000);
    expect(parts.flatMap(readTuples)).toEqual(rows);
  });

  it('puts at most 5,000 rows into a statement, and one row that is too long into one of its own', () => {
    const rows = Array.from({ length: 12_000 }, (_, at): SqlValue[] => ['k', at]);
    expect(texts(rows, 1e8).map((text) => readTuples(text).length)).toEqual([5_000, 5_000, 2_000]);
    expect(
      texts(
        [
          ['a', 'x'.repeat(9_000)],
          ['b', 1],
        ],
        2_000,
      ).map((text) => readTuples(text).length),
    ).toEqual([1, 1]);
  });
});
