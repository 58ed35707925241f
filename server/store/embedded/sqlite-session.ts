import Database from 'libsql';
import {
  type BulkInsert,
  isBulkInsert,
  marks,
  runNow,
  type Script,
  type SqlRow,
  type SqlValue,
  type Statement,
  type StatementResult,
} from '../sql/statement';
import { toStoreError } from './errors';

type Prepared = Database.Statement<unknown[]>;

/** Rows of one prepared insert. Fifty to five hundred were equally fast (measured); the rest goes row by row. */
const ROWS_PER_INSERT = 100;
const MAX_PREPARED = 200;
/** Longer texts are IN lists of every length: not worth keeping. */
const MAX_KEPT_SQL_CHARS = 2_000;
const BUSY_TIMEOUT_MS = 5_000;

/**
 * One connection to the file. WAL, so that readers (analysts with the sqlite3 shell too) don't stop the writer;
 * synchronous FULL, so that a commit is on the disk when it is acknowledged: NORMAL would survive kill -9, but lose
 * the last commits of a power loss, whose offsets are gone from the source.
 */
export class SqliteSession {
  readonly #database: Database.Database;
  readonly #prepared = new Map<string, Prepared>();

  constructor(file: string) {
    this.#database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
    for (const pragma of [
      'journal_mode = WAL',
      'synchronous = FULL',
      'wal_autocheckpoint = 4000',
      'journal_size_limit = 67108864',
      'cache_size = -65536',
      'temp_store = MEMORY',
      'foreign_keys = OFF',
    ])
      this.#database.pragma(pragma);
  }

  run<T>(script: Script<T>): T {
    try {
      return runNow(script, (statement) => this.#execute(statement));
    } catch (error) {
      throw toStoreError(error);
    }
  }

  /** IMMEDIATE: the write lock is taken at the start, so a transaction never fails half-way for want of it. */
  transact<T>(script: Script<T>): T {
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      try {
        const value = runNow(script, (statement) => this.#execute(statement));
        this.#database.exec('COMMIT');
        return value;
      } catch (error) {
        if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
        throw error;
      }
    } catch (error) {
      throw toStoreError(error);
    }
  }

  /** Runs a query that the engine itself refuses to let write. */
  readOnly<T>(script: Script<T>): T {
    this.#database.pragma('query_only = ON');
    try {
      return this.run(script);
    } finally {
      this.#database.pragma('query_only = OFF');
    }
  }

  close(): void {
    this.#prepared.clear();
    this.#database.close();
  }

  #execute(statement: Statement): StatementResult {
    if (isBulkInsert(statement)) return { rows: [], affected: this.#insert(statement) };
    const prepared = this.#prepare(statement.sql);
    if (prepared.reader) return { rows: prepared.all(statement.values) as SqlRow[], affected: 0 };
    return { rows: [], affected: prepared.run(statement.values).changes };
  }

  #insert(insert: BulkInsert): number {
    const { rows } = insert;
    const full = rows.length - (rows.length % ROWS_PER_INSERT);
    let affected = 0;
    for (let at = 0; at < full; at += ROWS_PER_INSERT)
      affected += this.#insertRows(insert, at, at + ROWS_PER_INSERT);
    for (let at = full; at < rows.length; at++) affected += this.#insertRows(insert, at, at + 1);
    return affected;
  }

  #insertRows(insert: BulkInsert, from: number, to: number): number {
    const { table, columns, conflict, ignore, rows } = insert;
    const tuple = `(${marks(columns.length)})`;
    const tuples = `${`${tuple},`.repeat(to - from - 1)}${tuple}`;
    const sql = `INSERT ${ignore ? 'OR IGNORE ' : ''}INTO ${table} (${columns.join(',')}) VALUES ${tuples}${conflict}`;
    // Filled in place: flattening slices of rows cost a third of the insert itself (measured).
    const values = new Array<SqlValue>((to - from) * columns.length);
    let filled = 0;
    for (let at = from; at < to; at++) for (const value of rows[at] ?? []) values[filled++] = value;
    return this.#prepare(sql, true).run(values).changes;
  }

  #prepare(sql: string, keep = sql.length <= MAX_KEPT_SQL_CHARS): Prepared {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    const prepared = this.#database.prepare<unknown[]>(sql);
    if (!keep) return prepared;
    if (this.#prepared.size >= MAX_PREPARED) this.#prepared.clear();
    this.#prepared.set(sql, prepared);
    return prepared;
  }
}
