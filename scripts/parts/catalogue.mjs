// Which outside parts the tests run against, how each is recognised, and what brings it.
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)));
export const POM = join(ROOT, 'scripts/parts/pom.xml');
/** Git-ignored: what Maven brought. */
export const PARTS_FOLDER = join(ROOT, '.parts');

/** Raised by hand when the pom changes: an older folder is brought anew. */
export const KAFKA_VERSION = '4.3.0';
export const MARIADB_JAR_VERSION = '11.4.5';

/** `sbin` is where Debian keeps servers, and it is not on every user's PATH. */
function findCommand(...names) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/sbin'];
  for (const name of names) {
    for (const folder of folders) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {}
    }
  }
  return null;
}

/** A folder that Maven filled, and the version that it was filled with. */
function broughtFolder(name, version) {
  const folder = join(PARTS_FOLDER, name);
  const marker = join(folder, 'version');
  return existsSync(marker) && readFileSync(marker, 'utf8') === version ? folder : null;
}

function findKafka() {
  const folder = broughtFolder('kafka', KAFKA_VERSION);
  return folder && join(folder, 'libs');
}

/** Path of `mariadbd`. Debian's own, else the one out of the Maven jar. */
function findMariaDb() {
  const server = findCommand('mariadbd');
  if (server && findCommand('mariadb-install-db') && findCommand('my_print_defaults')) return server;
  const folder = broughtFolder('mariadb', MARIADB_JAR_VERSION);
  return folder && join(folder, 'bin/mariadbd');
}

/**
 * Every part: how to find it, the Debian packages that hold it, and the Maven profile that can bring it instead.
 * `for` names the parts that need it.
 */
export const CATALOGUE = {
  java: {
    find: () => findCommand('java'),
    apt: ['default-jre-headless'],
    for: 'Kafka (17 or newer)',
  },
  maven: { find: () => findCommand('mvn'), apt: ['maven'], for: 'bringing the jars of Kafka' },
  openssl: { find: () => findCommand('openssl'), apt: ['openssl'], for: 'certificates of the TLS tests' },
  kcat: {
    find: () => findCommand('kcat', 'kafkacat'),
    apt: ['kcat'],
    for: 'a Kafka producer that is not ours',
  },
  chromium: {
    find: () => findCommand('chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'),
    apt: ['chromium'],
    for: 'the tests in a browser',
  },
  mariadb: {
    find: findMariaDb,
    // Without `mariadb-server`: the binaries only, no system service is started.
    apt: ['mariadb-server-core', 'mariadb-client-core'],
    maven: 'mariadb',
    for: 'the tests on a MySQL-compatible database',
  },
  kafka: { find: findKafka, apt: [], maven: 'kafka', for: 'the tests on a real broker' },
};
