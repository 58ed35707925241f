import type { Pool, PoolConnection, ResultSetHeader } from 'mysql2';
import {
  isBulkInsert,
  runAwaiting,
  type Script,
  type SqlRow,
  type SqlValue,
  type Statement,
  type StatementResult,
} from '../sql/statement';
import { StoreUnavailableError } from '../store';
import { isLostRace, toStoreError } from './errors';
import { insertTexts } from './insert-text';

const MAX_ATTEMPTS = 12;
const FIRST_PAUSE_MS = 4;
const LAST_PAUSE_MS = 400;
/** Room in a packet for its header and for the driver's own. */
const PACKET_SLACK_BYTES = 4 * 1024;
const MAX_STATEMENT_BYTES = 16 * 1024 * 1024;

export type SessionOptions = {
  readonly maxPacketBytes: number;
  /** A statement that is not answered by then is given up together with its connection. */
  readonly statementTimeoutMs: number;
};

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Runs scripts over a pool: with or without a transaction, and again from its start when it lost a race. */
export class MysqlSession {
  readonly #pool: Pool;
  readonly #statementBytes: number;
  readonly #statementTimeoutMs: number;
  #deadlocks = 0;

  constructor(pool: Pool, options: SessionOptions) {
    this.#pool = pool;
    this.#statementBytes = Math.min(options.maxPacketBytes - PACKET_SLACK_BYTES, MAX_STATEMENT_BYTES);
    this.#statementTimeoutMs = options.statementTimeoutMs;
  }

  /** Transactions that were rolled back and run again, since the start. */
  get deadlocks(): number {
    return this.#deadlocks;
  }

  /** Runs a script of which each statement stands alone. */
  async run<T>(script: () => Script<T>): Promise<T> {
    return this.#retrying((connection) =>
      runAwaiting(script(), (statement) => this.#execute(connection, statement)),
    );
  }

  /** Runs a script as one transaction. */
  async transact<T>(script: () => Script<T>, begin = 'BEGIN'): Promise<T> {
    return this.#retrying(async (connection) => {
      await this.#send(connection, begin);
      const value = await runAwaiting(script(), (statement) => this.#execute(connection, statement));
      await this.#send(connection, 'COMMIT');
      return value;
    });
  }

  /** Hands over one connection for as long as `use` takes: for locks that belong to a connection. */
  async withConnection<T>(
    use: (execute: (statement: Statement) => Promise<StatementResult>) => Promise<T>,
  ): Promise<T> {
    const connection = await this.#acquire();
    try {
      const value = await use((statement) => this.#execute(connection, statement));
      connection.release();
      return value;
    } catch (error) {
      // Whatever it held is given back with it.
      connection.destroy();
      throw error;
    }
  }

  async end(): Promise<void> {
    await new Promise<void>((resolve) => this.#pool.end(() => resolve()));
  }

  async #retrying<T>(attempt: (connection: PoolConnection) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      const connection = await this.#acquire();
      try {
        const value = await attempt(connection);
        connection.release();
        return value;
      } catch (error) {
        await this.#rollBack(connection);
        if (!isLostRace(error)) throw toStoreError(error);
        this.#deadlocks++;
        if (tries === MAX_ATTEMPTS)
          throw new StoreUnavailableError(`the transaction lost ${tries} races for its locks`);
      }
      const longest = Math.min(LAST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries);
      await pause(longest * (0.5 + Math.random() / 2));
    }
  }

  #acquire(): Promise<PoolConnection> {
    return new Promise((resolve, reject) => {
      this.#pool.getConnection((error, connection) => {
        if (error === null) resolve(connection);
        else reject(toStoreError(error));
      });
    });
  }

  /** A lost race on a lock wait leaves its transaction open, so it is always rolled back in so many words. */
  async #rollBack(connection: PoolConnection): Promise<void> {
    try {
      await this.#send(connection, 'ROLLBACK');
      connection.release();
    } catch {
      connection.destroy();
    }
  }

  async #execute(connection: PoolConnection, statement: Statement): Promise<StatementResult> {
    if (!isBulkInsert(statement)) return this.#send(connection, statement.sql, statement.values);
    let affected = 0;
    for (const text of insertTexts(statement, this.#statementBytes))
      affected += (await this.#send(connection, text)).affected;
    return { rows: [], affected };
  }

  #send(connection: PoolConnection, sql: string, values: readonly SqlValue[] = []): Promise<StatementResult> {
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => {
        connection.destroy();
        reject(new StoreUnavailableError('the database does not answer (statement timeout)'));
      }, this.#statementTimeoutMs);
      const driverValues = values.map((value) =>
        value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.length) : value,
      );
      connection.query(sql, driverValues, (error, answer) => {
        clearTimeout(deadline);
        if (error !== null) reject(error);
        else if (Array.isArray(answer)) resolve({ rows: answer as SqlRow[], affected: 0 });
        else resolve({ rows: [], affected: (answer as ResultSetHeader).affectedRows });
      });
    });
  }
}
