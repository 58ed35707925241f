import { randomUUID } from 'node:crypto';
import { createTable } from '../sql/create-table';
import { query, type Statement, type StatementResult } from '../sql/statement';
import { TABLES } from '../sql/tables';
import { StoreUnavailableError } from '../store';

type Execute = (statement: Statement) => Promise<StatementResult>;

const WAIT_MS = 120_000;
const LEASE_MS = 5 * 60_000;
const LEASE_RETRY_MS = 250;

/** MySQL and MariaDB: a named lock that falls with its connection. Names are global to the server. */
export async function withNamedLock<T>(
  execute: Execute,
  database: string,
  work: () => Promise<T>,
): Promise<T> {
  // Lock names end at 64 characters.
  const name = `repin-globe ${database}`.slice(0, 64);
  const { rows } = await execute(query('SELECT GET_LOCK(?, ?) AS got', name, WAIT_MS / 1_000));
  if (Number(rows[0]?.got) !== 1)
    throw new StoreUnavailableError('another process is bringing the schema up to date');
  const value = await work();
  await execute(query('SELECT RELEASE_LOCK(?) AS freed', name));
  return value;
}

/** SingleStore has no named locks: a row that is owned for a while. A dead owner's row is taken over when it is due. */
export async function withLease<T>(execute: Execute, now: () => number, work: () => Promise<T>): Promise<T> {
  for (const sql of createTable(TABLES.migration_lock, 'singlestore')) await execute(query(sql));
  return holdLease(execute, now, work);
}

export async function holdLease<T>(execute: Execute, now: () => number, work: () => Promise<T>): Promise<T> {
  const owner = randomUUID();
  const giveUpAt = now() + WAIT_MS;
  for (;;) {
    const { affected: made } = await execute(
      query(
        'INSERT IGNORE INTO migration_lock (id, owner, expires_at) VALUES (1, ?, ?)',
        owner,
        now() + LEASE_MS,
      ),
    );
    if (made === 1) break;
    const { affected: taken } = await execute(
      query(
        'UPDATE migration_lock SET owner = ?, expires_at = ? WHERE id = 1 AND expires_at < ?',
        owner,
        now() + LEASE_MS,
        now(),
      ),
    );
    if (taken === 1) break;
    if (now() > giveUpAt)
      throw new StoreUnavailableError('another process is bringing the schema up to date');
    await new Promise((resolve) => setTimeout(resolve, LEASE_RETRY_MS));
  }
  try {
    return await work();
  } finally {
    await execute(query('DELETE FROM migration_lock WHERE id = 1 AND owner = ?', owner));
  }
}
