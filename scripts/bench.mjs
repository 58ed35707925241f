// Runs one bench: `npm run bench:start` is `node scripts/bench.mjs start`. Benches are TypeScript: bundled first.
import { existsSync } from 'node:fs';
import { runBundled } from './bundle.mjs';
import { bringParts } from './parts.mjs';

const name = process.argv[2] ?? '';
if (!existsSync(`bench/${name}.ts`)) {
  console.error(`There is no bench/${name}.ts.`);
  process.exit(1);
}
await bringParts();
await runBundled(`bench/${name}.ts`, `dist/bench/${name}.mjs`, process.argv.slice(3));
