import { rootCertificates } from 'node:tls';
import { type ConnectionOptions, createPool, format, type Pool, type PoolOptions } from 'mysql2';
import { type Connection, createConnection } from 'mysql2/promise';
import type { Dialect } from '../sql/dialect';
import { StoreUnavailableError } from '../store';
import { StoreConfigError } from '../store-config-error';
import type { DatabaseAddress } from './database-url';
import { codeOf, errnoOf } from './errors';
import { readValue } from './read-value';

const CONNECT_TIMEOUT_MS = 10_000;
const OPTION = 'DATABASE_URL';

export type ServerKind = Exclude<Dialect, 'sqlite'>;
export type ServerTraits = {
  readonly kind: ServerKind;
  /** Bytes of the longest statement that the server takes. */
  readonly maxPacketBytes: number;
};

function connectionOptions(address: DatabaseAddress): ConnectionOptions {
  return {
    host: address.host,
    port: address.port,
    user: address.user,
    password: address.password,
    charset: 'utf8mb4',
    connectTimeout: CONNECT_TIMEOUT_MS,
    // Else a no-op upsert counts as an affected row, and "how many were new" is a guess.
    flags: ['-FOUND_ROWS'],
    supportBigNumbers: true,
    multipleStatements: false,
    typeCast: readValue,
    // Without values there is nothing to put in: the driver would walk through megabytes of tuples to find that out.
    queryFormat: (sql: string, values: unknown) =>
      Array.isArray(values) && values.length === 0
        ? sql
        : format(sql, values as (string | number | null | Buffer)[]),
    ...(address.tls === null
      ? {}
      : {
          ssl: {
            rejectUnauthorized: true,
            verifyIdentity: true,
            minVersion: 'TLSv1.2',
            ca: address.tls.ca ?? [...rootCertificates],
          },
        }),
  };
}

const CERTIFICATE_CODES =
  /^(CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HANDSHAKE_SSL|HANDSHAKE_NO_SSL|ERR_OSSL)/;

/** Why the first connection failed: what only the operator can mend, or what is worth waiting for. */
function connectError(error: unknown, address: DatabaseAddress): Error {
  const { user, database, host, port } = address;
  const errno = errnoOf(error);
  const code = codeOf(error) ?? 'unknown';
  if (errno === 1045 || errno === 1698)
    return new StoreConfigError(
      OPTION,
      `${host}:${port} refuses user "${user}" or its password: correct them`,
    );
  if (errno === 1044)
    return new StoreConfigError(
      OPTION,
      `user "${user}" may not use the database "${database}": grant it the rights, or name another one`,
    );
  if (errno === 1251 || errno === 1524 || code === 'AUTH_SWITCH_PLUGIN_ERROR')
    return new StoreConfigError(
      OPTION,
      `the way in which ${host}:${port} checks user "${user}" is not known here: use mysql_native_password or caching_sha2_password`,
    );
  if (
    CERTIFICATE_CODES.test(code) ||
    (error instanceof Error && /does not support secure/i.test(error.message))
  )
    return new StoreConfigError(
      OPTION,
      `${host}:${port} cannot be trusted over TLS (${code}): name its authority with ssl-ca=<file>, or correct its certificate`,
    );
  return new StoreUnavailableError(`${host}:${port} does not answer (${code})`);
}

async function connectOnce(address: DatabaseAddress, withDatabase: boolean): Promise<Connection> {
  return createConnection({
    ...connectionOptions(address),
    ...(withDatabase ? { database: address.database } : {}),
  });
}

/** Connects; makes the database when it is not there and the user may. */
async function connectFirst(address: DatabaseAddress): Promise<Connection> {
  try {
    return await connectOnce(address, true);
  } catch (error) {
    if (errnoOf(error) !== 1049) throw connectError(error, address);
  }
  let connection: Connection;
  try {
    connection = await connectOnce(address, false);
  } catch (error) {
    throw connectError(error, address);
  }
  try {
    await connection.query(`CREATE DATABASE IF NOT EXISTS \`${address.database}\``);
    await connection.query(`USE \`${address.database}\``);
    return connection;
  } catch (error) {
    connection.destroy();
    const errno = errnoOf(error);
    if (errno === 1044 || errno === 1142 || errno === 1227)
      throw new StoreConfigError(
        OPTION,
        `there is no database "${address.database}" and user "${address.user}" may not create it: create it, or name another one`,
      );
    throw new StoreUnavailableError(`the database could not be created (${codeOf(error) ?? 'unknown'})`);
  }
}

async function readTraits(connection: Connection): Promise<ServerTraits> {
  const [packet] = await connection.query('SELECT @@max_allowed_packet AS bytes');
  const maxPacketBytes = Number((packet as { bytes: number }[])[0]?.bytes ?? 1024 * 1024);
  try {
    // VERSION() of SingleStore names a MySQL that it is not; MySQL and MariaDB don't know this variable.
    await connection.query('SELECT @@memsql_version');
    return { kind: 'singlestore', maxPacketBytes };
  } catch (error) {
    if (errnoOf(error) !== 1193) throw error;
  }
  const [version] = await connection.query('SELECT VERSION() AS version');
  const text = String((version as { version: string }[])[0]?.version);
  return { kind: /mariadb/i.test(text) ? 'mariadb' : 'mysql', maxPacketBytes };
}

/** Asks once what stands behind the address. Throws StoreConfigError or StoreUnavailableError. */
export async function probeServer(address: DatabaseAddress): Promise<ServerTraits> {
  const connection = await connectFirst(address);
  try {
    return await readTraits(connection);
  } catch (error) {
    throw connectError(error, address);
  } finally {
    connection.destroy();
  }
}

/**
 * What each connection is told before its first statement. READ COMMITTED: under the default a row that another
 * worker has just committed is hidden from the look-up that follows the ignored insert. The mode: strict, and without
 * ANSI_QUOTES and NO_BACKSLASH_ESCAPES, on which `insert-text.ts` builds.
 */
function sessionStatements(kind: ServerKind): readonly string[] {
  if (kind === 'singlestore') return [];
  return [
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'",
    'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
    'SET SESSION innodb_lock_wait_timeout = 10',
  ];
}

export function createStorePool(address: DatabaseAddress, kind: ServerKind, connections: number): Pool {
  const options: PoolOptions = {
    ...connectionOptions(address),
    database: address.database,
    connectionLimit: connections,
    maxIdle: connections,
    idleTimeout: 10 * 60_000,
    enableKeepAlive: true,
    keepAliveInitialDelay: 10_000,
  };
  const pool = createPool(options);
  pool.on('connection', (connection) => {
    // Commands of one connection run in order, so these come before whatever it is asked first.
    for (const sql of sessionStatements(kind))
      connection.query(sql, (error: unknown) => {
        if (error !== null && error !== undefined) connection.destroy();
      });
  });
  return pool;
}
