import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { StoreConfigError } from '../store-config-error';

/** `DATABASE_URL` taken apart. `tls` null: plain. Certificates and host names are always verified. */
export type DatabaseAddress = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly tls: { readonly ca: string | null } | null;
};

const OPTION = 'DATABASE_URL';
const EXAMPLE = 'mysql://user:password@host:3306/database';

function decoded(part: string, what: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new StoreConfigError(OPTION, `the ${what} holds a % that is no escape: write it as %25`);
  }
}

function readTls(query: URLSearchParams): DatabaseAddress['tls'] {
  for (const name of query.keys())
    if (name !== 'ssl' && name !== 'ssl-ca')
      throw new StoreConfigError(OPTION, `unknown parameter "${name}": known are ssl=true and ssl-ca=<file>`);
  const ssl = query.get('ssl');
  if (ssl !== null && ssl !== 'true' && ssl !== 'false')
    throw new StoreConfigError(OPTION, 'ssl must be true or false');
  const path = query.get('ssl-ca');
  if (path === null) return ssl === 'true' ? { ca: null } : null;
  if (ssl === 'false') throw new StoreConfigError(OPTION, 'ssl=false contradicts ssl-ca');
  try {
    return { ca: readFileSync(path, 'utf8') };
  } catch {
    throw new StoreConfigError(OPTION, `ssl-ca: the file ${path} cannot be read`);
  }
}

/** Reads it into discrete fields: nothing of the text reaches the driver's own URL options. */
export function parseDatabaseUrl(text: string): DatabaseAddress {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new StoreConfigError(OPTION, `is not a URL: it must be like ${EXAMPLE}`);
  }
  if (url.protocol !== 'mysql:' && url.protocol !== 'mariadb:' && url.protocol !== 'singlestore:')
    throw new StoreConfigError(OPTION, `must begin with mysql:// (like ${EXAMPLE})`);
  if (url.hostname === '') throw new StoreConfigError(OPTION, `names no host: it must be like ${EXAMPLE}`);
  const database = decoded(url.pathname.replace(/^\//, ''), 'database name');
  if (database === '' || database.includes('/'))
    throw new StoreConfigError(OPTION, `names no database: it must be like ${EXAMPLE}`);
  if (!/^[\p{L}\p{N}_$-]{1,64}$/u.test(database))
    throw new StoreConfigError(OPTION, 'the database name must be of letters, digits, _, $ and -');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const tls = readTls(url.searchParams);
  if (tls !== null && isIP(host) !== 0 && host !== '127.0.0.1' && host !== '::1')
    throw new StoreConfigError(
      OPTION,
      'over TLS the host must be a name, since its certificate is checked by it',
    );
  return {
    host,
    port: url.port === '' ? 3306 : Number(url.port),
    user: url.username === '' ? 'root' : decoded(url.username, 'user name'),
    password: decoded(url.password, 'password'),
    database,
    tls,
  };
}
