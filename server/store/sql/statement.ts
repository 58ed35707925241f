/** What travels to and from a database. Booleans and dates do not: they are integers here. */
export type SqlValue = string | number | null | Uint8Array;
export type SqlRow = Readonly<Record<string, unknown>>;

/** One statement with `?` for each value. */
export type Query = { readonly sql: string; readonly values: readonly SqlValue[] };

/**
 * Rows for one table. The engine renders it in its own fastest form and in chunks (packet size, placeholders), inside
 * the script's transaction. `conflict` is what follows the values; with `ignore`, rows whose key exists are passed over,
 * and such as a constraint refuses.
 */
export type BulkInsert = {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SqlValue[])[];
  readonly ignore: boolean;
  readonly conflict: string;
};

export type Statement = Query | BulkInsert;

/** `affected` is the number of rows really inserted, updated or deleted (for an upsert it means nothing). */
export type StatementResult = { readonly rows: readonly SqlRow[]; readonly affected: number };

/**
 * What the store does, written once for engines that answer at once and engines that are waited for: it yields
 * statements and is handed their results. It holds no connection, so its text can be tested without one.
 */
export type Script<T> = Generator<Statement, T, StatementResult>;

export function isBulkInsert(statement: Statement): statement is BulkInsert {
  return 'table' in statement;
}

export function query(sql: string, ...values: readonly SqlValue[]): Query {
  return { sql, values };
}

/** `?,?,?` for a list of `count` values. */
export function marks(count: number): string {
  return `${'?,'.repeat(count - 1)}?`;
}

/** Splits for IN lists: bounded by SQLite's 32,766 placeholders and by what a server parses at a sip. */
export function* chunksOf<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  if (items.length <= size) {
    if (items.length > 0) yield items;
    return;
  }
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}

/** The rows of one query. */
export function* rowsOf(sql: string): Script<readonly SqlRow[]> {
  const { rows } = yield query(sql);
  return rows;
}

/** Runs a script on an engine that answers at once. */
export function runNow<T>(script: Script<T>, execute: (statement: Statement) => StatementResult): T {
  let step = script.next();
  while (!step.done) step = script.next(execute(step.value));
  return step.value;
}

/** Runs a script on an engine that is waited for. */
export async function runAwaiting<T>(
  script: Script<T>,
  execute: (statement: Statement) => Promise<StatementResult>,
): Promise<T> {
  let step = script.next();
  while (!step.done) step = script.next(await execute(step.value));
  return step.value;
}
