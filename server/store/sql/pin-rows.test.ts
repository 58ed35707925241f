import { describe, expect, it } from 'vitest';
import type { PinWrite } from '../store';
import { fullPin } from '../store-fixtures';
import { mergePins, pinVersion } from './pin-rows';
import { isBulkInsert, runNow, type Statement } from './statement';

const pin = fullPin('p', 't');
const write = (ts: number, offset: number, full = true): PinWrite => ({
  pinId: 'p',
  pin: full ? pin : null,
  ts,
  offset,
});

function statements(dialect: 'mariadb' | 'singlestore' | 'sqlite', writes: readonly PinWrite[]): Statement[] {
  const seen: Statement[] = [];
  runNow(mergePins(dialect, writes, { epoch: 1, stream: 2 }, 5), (statement) => {
    seen.push(statement);
    return { rows: [], affected: 1 };
  });
  return seen;
}

describe('the version of a pin', () => {
  it('sorts as text like (placeholder, ts, epoch, offset, stream)', () => {
    const at = (epoch: number, stream: number) => ({ epoch, stream });
    const ascending = [
      pinVersion(write(0, 99, false), at(9, 9)),
      pinVersion(write(0, 0), at(0, 0)),
      pinVersion(write(5, 9), at(9, 9)),
      pinVersion(write(10, 0), at(1, 1)),
      pinVersion(write(10, 0), at(1, 2)),
      pinVersion(write(10, 8), at(1, 1)),
      pinVersion(write(10, Number.MAX_SAFE_INTEGER), at(1, 1)),
      pinVersion(write(10, 3), at(2, 1)),
      pinVersion(write(Number.MAX_SAFE_INTEGER, 0), at(0, 0)),
    ];
    expect([...ascending].sort()).toEqual(ascending);
    expect(new Set(ascending).size).toBe(ascending.length);
    for (const version of ascending) expect(Buffer.byteLength(version)).toBeLessThanOrEqual(64);
  });
});

describe('the merge of pins', () => {
  it('judges by the version and changes it last, since a server assigns from left to right', () => {
    for (const dialect of ['mariadb', 'singlestore'] as const) {
      const [statement] = statements(dialect, [write(1, 1)]);
      if (statement === undefined || !isBulkInsert(statement)) throw new Error('no insert');
      const assigned = [
        ...statement.conflict.matchAll(/(\w+) = IF\(VALUES\(version\) > version, VALUES\(\1\), \1\)/g),
      ];
      expect(assigned.at(-1)?.[1]).toBe('version');
      // SingleStore refuses to touch the key of a column store.
      expect(assigned.map(([, name]) => name)).not.toContain('pin_id');
      expect(assigned.map(([, name]) => name)).not.toContain('first_seen_at');
      expect(assigned.length).toBe(statement.columns.length - 2);
    }
  });

  it('sends each pin once, the best of the batch, sorted by key', () => {
    const others = ['b', 'a'].map((pinId) => ({ ...write(1, 1), pinId }));
    const [statement] = statements('sqlite', [write(1, 5), write(3, 2), write(0, 9, false), ...others]);
    if (statement === undefined || !isBulkInsert(statement)) throw new Error('no insert');
    expect(statement.rows.map((row) => row[0])).toEqual(['a', 'b', 'p']);
    expect(statement.rows[2]?.[statement.columns.indexOf('ts')]).toBe(3);
  });

  it('sends nothing for no pins', () => {
    expect(statements('sqlite', [])).toEqual([]);
  });
});
