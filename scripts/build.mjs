// Builds what must be built: the server (esbuild, half a second) and the pages (next build), each only when its
// sources changed since the last build. `--force` builds both.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const STAMPS = join(ROOT, 'dist', 'stamps.json');

const SERVER_SOURCES = ['server', 'lib', 'examples', 'scripts/build.mjs', 'package-lock.json'];
const PAGE_SOURCES = [
  'app',
  'components',
  'lib',
  'public',
  'next.config.js',
  'tsconfig.json',
  'package-lock.json',
];

/** Entry points of the server by the name of their bundle. */
const ENTRIES = {
  main: 'server/main.ts',
  'store-thread': 'server/store/embedded/thread.ts',
  simulate: 'server/simulate-main.ts',
  topics: 'server/topics-main.ts',
  'dead-letters': 'server/dead-letters-main.ts',
  networks: 'server/networks-main.ts',
  'watch-terminal': 'examples/terminal.ts',
};

function files(path) {
  const full = join(ROOT, path);
  if (!existsSync(full)) return [];
  try {
    return readdirSync(full)
      .sort()
      .flatMap((name) => files(join(path, name)));
  } catch {
    return /\.test\.tsx?$/.test(path) ? [] : [path];
  }
}

function hash(paths) {
  const digest = createHash('sha256').update(process.version);
  for (const file of paths.flatMap(files))
    digest.update(relative('.', file)).update(readFileSync(join(ROOT, file)));
  return digest.digest('hex');
}

function readStamps() {
  try {
    return JSON.parse(readFileSync(STAMPS, 'utf8'));
  } catch {
    return {};
  }
}

function fail(line) {
  console.error(line);
  process.exit(1);
}

async function buildServer() {
  await build({
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(
      Object.entries(ENTRIES).filter(([, file]) => existsSync(join(ROOT, file))),
    ),
    outdir: 'dist/server',
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.9',
    packages: 'external',
    sourcemap: 'linked',
    define: {
      BUILD_VERSION: JSON.stringify(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version),
    },
    logLevel: 'warning',
  });
}

function run(command, args) {
  const { status } = spawnSync(process.execPath, [command, ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  if (status !== 0) fail('The build failed: see above.');
}

/** @param {{ pages?: boolean, force?: boolean }} options pages: false leaves the pages to Next's development server */
export async function buildAll({ pages = true, force = false } = {}) {
  const stamps = readStamps();
  const save = (name, stamp) => {
    mkdirSync(dirname(STAMPS), { recursive: true });
    stamps[name] = stamp;
    writeFileSync(STAMPS, JSON.stringify(stamps));
  };
  const server = hash(SERVER_SOURCES);
  if (force || stamps.server !== server || !existsSync(join(ROOT, 'dist/server/main.js'))) {
    await buildServer();
    save('server', server);
  }
  if (!existsSync(join(ROOT, 'dist/networks.json'))) run('dist/server/networks.js', ['dist/networks.json']);
  if (!pages) return;
  const page = hash(PAGE_SOURCES);
  if (force || stamps.pages !== page || !existsSync(join(ROOT, '.next/BUILD_ID'))) {
    console.log('Building the pages; this happens once…');
    run('node_modules/next/dist/bin/next', ['build']);
    save('pages', page);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await buildAll({ force: process.argv.includes('--force') });
