// The fast check for every commit: types, lint, floors, unused code, unit tests. `--no-unit` leaves the tests out.
import { spawnSync } from 'node:child_process';

const FOLDERS = ['app', 'components', 'lib', 'server', 'tests', 'bench', 'examples', 'scripts'];
const bin = (name) => `node_modules/.bin/${name}`;

/** Runs one check; ends the process with its exit code when it fails. */
function run(title, command, args) {
  console.log(`check: ${title}`);
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error || status !== 0) {
    console.error(`check: ${title} failed${error ? `: ${error.message}` : ''}`);
    process.exit(status || 1);
  }
}

run('types', bin('tsc'), ['--noEmit']);
run('lint and format', bin('biome'), ['check', '--error-on-warnings', '.']);
run('floors', bin('depcruise'), ['--config', '.dependency-cruiser.cjs', ...FOLDERS]);
run('unused code', bin('knip'), []);
if (!process.argv.includes('--no-unit')) run('unit tests', bin('vitest'), ['run', '--project', 'unit']);
