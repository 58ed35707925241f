// Runs one bench: `npm run bench:start` is `node scripts/bench.mjs start`. Benches are TypeScript: bundled first.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { build } from 'esbuild';
import { bringParts } from './parts.mjs';

const name = process.argv[2] ?? '';
if (!existsSync(`bench/${name}.ts`)) {
  console.error(`There is no bench/${name}.ts.`);
  process.exit(1);
}
await bringParts();
// Two levels below the root, as in the sources, so that import.meta paths mean the same.
const outfile = `dist/bench/${name}.mjs`;
await build({
  entryPoints: [`bench/${name}.ts`],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.9',
  packages: 'external',
  logLevel: 'warning',
});
process.exit(
  spawnSync(process.execPath, [outfile, ...process.argv.slice(3)], { stdio: 'inherit' }).status ?? 1,
);
