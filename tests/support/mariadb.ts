import { existsSync, mkdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { partPath } from './parts';
import { freePort, privateFolder, type RunningProcess, runProcess, startProcess } from './processes';

export type MariaDbOptions = {
  readonly dataDir?: string;
  readonly bufferPoolMb?: number;
  /** More arguments for `mariadbd`, e.g. `--max-connections=20`. */
  readonly args?: readonly string[];
};

/** A private MariaDB on a free port of the loopback, root without a password. `startMariaDb` makes it. */
export class MariaDb {
  readonly port: number;
  readonly #server: string;
  readonly #args: readonly string[];
  #process: RunningProcess | null = null;

  constructor(port: number, server: string, args: readonly string[]) {
    this.port = port;
    this.#server = server;
    this.#args = args;
  }

  /** What `DATABASE_URL` takes; without a name, no database is chosen. */
  url(database = ''): string {
    return `mysql://root@127.0.0.1:${this.port}/${database}`;
  }

  get pid(): number {
    if (!this.#process) throw new Error('MariaDB is not running');
    return this.#process.pid;
  }

  /** Resolves once it answers a query. */
  async start(): Promise<void> {
    const server = startProcess(this.#server, this.#args, { name: 'mariadbd' });
    this.#process = server;
    await server.waitUntil(async () => {
      await this.query('SELECT 1');
      return true;
    }, 'MariaDB to answer');
  }

  async stop(): Promise<void> {
    await this.#process?.stop();
    this.#process = null;
  }

  async kill9(): Promise<void> {
    await this.#process?.kill9();
    this.#process = null;
  }

  /** Starts it again on the same port and data; stops it first when it runs. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Makes an empty database, dropping one of that name, and returns its URL. */
  async createDatabase(name: string): Promise<string> {
    await this.query(`DROP DATABASE IF EXISTS \`${name}\``);
    await this.query(`CREATE DATABASE \`${name}\``);
    return this.url(name);
  }

  /** Runs one statement on a connection of its own. */
  async query(sql: string, database?: string): Promise<Record<string, unknown>[]> {
    const connection = await createConnection({ uri: this.url(database), connectTimeout: 2_000 });
    try {
      const [rows] = await connection.query(sql);
      return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : [];
    } finally {
      connection.destroy();
    }
  }
}

/** Starts a database server; `stop()` it at the end (it dies with the test process in any case). */
export async function startMariaDb(options: MariaDbOptions = {}): Promise<MariaDb> {
  const server = partPath('mariadb');
  const home = dirname(dirname(server));
  // The one out of the Maven jar lives in a folder of its own; Debian's knows its way.
  const ownScript = join(home, 'scripts/mariadb-install-db');
  const isOwn = existsSync(ownScript);
  const base = isOwn ? [`--basedir=${home}`] : [];
  const folder = options.dataDir ?? privateFolder('mariadb');
  const dataDir = join(folder, 'data');
  const user = userInfo().uid === 0 ? ['--user=root'] : [];
  if (!existsSync(dataDir)) {
    mkdirSync(dataDir, { recursive: true });
    await runProcess(isOwn ? ownScript : 'mariadb-install-db', [
      '--no-defaults',
      ...base,
      `--datadir=${dataDir}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      ...user,
    ]);
  }
  const port = await freePort();
  const database = new MariaDb(port, server, [
    '--no-defaults',
    ...base,
    `--datadir=${dataDir}`,
    `--socket=${join(folder, 'socket')}`,
    `--pid-file=${join(folder, 'pid')}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--local-infile=1',
    `--innodb-buffer-pool-size=${options.bufferPoolMb ?? 256}M`,
    ...user,
    ...(options.args ?? []),
  ]);
  await database.start();
  return database;
}
