import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMysqlStore } from '../../server/store/mysql/mysql-store';
import { StoreConfigError } from '../../server/store/store-config-error';
import { aBatch, anEvent } from '../../server/store/store-fixtures';
import { type CertificateAuthority, createAuthority } from '../support/certificates';
import { type MariaDb, startMariaDb } from '../support/mariadb';
import { requirePart } from '../support/parts';
import { privateFolder } from '../support/processes';

describe.skipIf(!requirePart('mariadb', 'openssl'))('the store over TLS', () => {
  let server: MariaDb;
  let ours: CertificateAuthority;
  let foreign: CertificateAuthority;
  beforeAll(async () => {
    const folder = privateFolder('store-tls');
    ours = await createAuthority(folder, 'ours');
    foreign = await createAuthority(folder, 'foreign');
    const { cert, key } = await ours.sign('database');
    server = await startMariaDb({
      args: [`--ssl-ca=${ours.cert}`, `--ssl-cert=${cert}`, `--ssl-key=${key}`],
    });
    await server.query("CREATE USER 'tls'@'localhost' IDENTIFIED BY 'secret' REQUIRE SSL");
    await server.query("GRANT ALL ON *.* TO 'tls'@'localhost'");
  });
  afterAll(async () => {
    await server?.stop();
  });

  const url = (query: string) => `mysql://tls:secret@localhost:${server.port}/over_tls${query}`;

  it('works with the right authority', async () => {
    const store = await openMysqlStore({ url: url(`?ssl-ca=${encodeURIComponent(ours.cert)}`) });
    await store.migrate();
    expect((await store.writeBatch(aBatch([anEvent(0, 'a')]))).inserted).toBe(1);
    await store.close();
  });

  it.each([
    ['an authority that did not sign it', () => url(`?ssl-ca=${encodeURIComponent(foreign.cert)}`)],
    ['the public authorities only', () => url('?ssl=true')],
  ])('refuses %s in one clear line', async (_, make) => {
    const attempt = openMysqlStore({ url: make() });
    await expect(attempt).rejects.toBeInstanceOf(StoreConfigError);
    await expect(attempt).rejects.toThrow(
      /^DATABASE_URL: localhost:\d+ cannot be trusted over TLS .*ssl-ca=<file>/,
    );
    await expect(attempt).rejects.not.toThrow(/secret/);
  });

  it('refuses to go without where the user must have it', async () => {
    await expect(openMysqlStore({ url: url('') })).rejects.toThrow(/^DATABASE_URL: .* refuses user "tls"/);
  });
});
