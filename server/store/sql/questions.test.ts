import { describe, expect, it } from 'vitest';
import { StoreDataError } from '../store';
import { prune, readOnlySelect } from './questions';
import type { Query } from './statement';

describe('prune', () => {
  const text = (dialect: 'sqlite' | 'mariadb' | 'singlestore') =>
    (prune(dialect, { table: 'repins', olderThan: 7, limit: 10 }).next().value as Query).sql;

  it('deletes the oldest first where the engine can', () => {
    expect(text('mariadb')).toBe('DELETE FROM repins WHERE ts < ? ORDER BY ts LIMIT 10');
    expect(text('singlestore')).toBe('DELETE FROM repins WHERE ts < ? LIMIT 10');
    expect(text('sqlite')).toContain('rowid IN (SELECT rowid FROM repins WHERE ts < ? ORDER BY ts LIMIT 10)');
  });
});

describe('select', () => {
  it.each([
    'SELECT 1',
    '  select * from pins;  ',
    "SELECT 'drop; delete from pins' AS x",
    'WITH a AS (SELECT 1) SELECT * FROM a',
    'SELECT `update` FROM pins -- delete\n',
    'SELECT created_at, updated_at FROM x',
  ])('takes %s', (sql) => {
    expect(readOnlySelect(sql)).toBe(sql.trim().replace(/;\s*$/, ''));
  });

  it.each([
    'DELETE FROM pins',
    '/* SELECT */ DROP TABLE pins',
    'SELECT 1; DROP TABLE pins',
    "SELECT 'a' ; DROP TABLE pins",
    'WITH a AS (SELECT 1) DELETE FROM pins',
    'SELECT * FROM pins INTO OUTFILE "x"',
    'SELECT 1 INTO @x',
    'SELECT * FROM pins FOR UPDATE',
    'SELECT * FROM pins LOCK IN SHARE MODE',
    'PRAGMA user_version = 4',
    '',
  ])('refuses %s', (sql) => {
    expect(() => readOnlySelect(sql)).toThrow(StoreDataError);
  });
});
