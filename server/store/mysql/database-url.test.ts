import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { StoreConfigError } from '../store-config-error';
import { parseDatabaseUrl } from './database-url';

const folder = mkdtempSync(join(tmpdir(), 'database-url-'));
const ca = join(folder, 'ca.pem');
writeFileSync(ca, 'a certificate');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('DATABASE_URL', () => {
  it('is taken apart into fields', () => {
    expect(parseDatabaseUrl('mysql://globe:p%40ss%2F%3A@db.example:3307/repin_globe')).toEqual({
      host: 'db.example',
      port: 3307,
      user: 'globe',
      password: 'p@ss/:',
      database: 'repin_globe',
      tls: null,
    });
    expect(parseDatabaseUrl('mysql://localhost/x')).toMatchObject({ port: 3306, user: 'root', password: '' });
    expect(parseDatabaseUrl('mysql://[::1]/x').host).toBe('::1');
  });

  it('turns TLS on by ssl=true or by an authority', () => {
    expect(parseDatabaseUrl('mysql://h/x?ssl=true').tls).toEqual({ ca: null });
    expect(parseDatabaseUrl('mysql://h/x?ssl=false').tls).toBeNull();
    expect(parseDatabaseUrl(`mysql://h/x?ssl-ca=${encodeURIComponent(ca)}`).tls).toEqual({
      ca: 'a certificate',
    });
  });

  it.each([
    ['not a url', /is not a URL/],
    ['postgres://h/x', /must begin with mysql:/],
    ['mysql://h', /names no database/],
    ['mysql://h/', /names no database/],
    ['mysql://h/a/b', /names no database/],
    ['mysql://h/a%60b', /must be of letters/],
    ['mysql://u:100%@h/x', /password holds a %/],
    ['mysql://h/x?rejectUnauthorized=false', /unknown parameter "rejectUnauthorized"/],
    ['mysql://h/x?ssl=maybe', /must be true or false/],
    ['mysql://h/x?ssl-ca=/nowhere/ca.pem', /\/nowhere\/ca\.pem cannot be read/],
    ['mysql://10.1.2.3/x?ssl=true', /the host must be a name/],
  ])('refuses %s in one line that names it and holds no password', (url, line) => {
    expect(() => parseDatabaseUrl(url)).toThrow(StoreConfigError);
    expect(() => parseDatabaseUrl(url)).toThrow(line);
    try {
      parseDatabaseUrl(url);
    } catch (error) {
      const { message } = error as Error;
      expect(message).toMatch(/^DATABASE_URL: /);
      expect(message).not.toMatch(/\n|100%/);
    }
  });
});
