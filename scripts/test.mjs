// `npm test`: every check and test, with all of their set-up. Ends with `N passed, N failed` on a line of its own.
// Arguments are handed to Vitest: `npm test -- --project e2e`.
import { spawnSync } from 'node:child_process';
import { buildAll } from './build.mjs';
import { bringParts } from './parts.mjs';

await bringParts();
await buildAll();
const run = (command, args) =>
  spawnSync(process.execPath, [command, ...args], { stdio: 'inherit' }).status ?? 1;
const checked = run('scripts/check.mjs', ['--no-unit']);
const tested = run('node_modules/vitest/vitest.mjs', ['run', ...process.argv.slice(2)]);
// The tally stands on the last line; a failed check must not hide behind it.
if (checked !== 0) console.error('check failed: see above\n0 passed, 1 failed');
process.exit(checked || tested);
