// `npm run screenshots`: pictures of the pages in every size, state and theme, and a clip, into docs/screenshots/.
// `npm run screenshots -- state-` takes those alone whose names begin so.
import { buildAll } from './build.mjs';
import { runBundled } from './bundle.mjs';
import { bringParts } from './parts.mjs';

await bringParts();
await buildAll();
await runBundled('scripts/screenshots/take.ts', 'dist/screenshots/take.mjs', process.argv.slice(2));
