// Runs a tool of the server by name: `npm run topics -- --help`. Builds the server first, if it must.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildAll } from './build.mjs';

const [name = ''] = process.argv.splice(2, 1);
await buildAll({ pages: false });
await import(pathToFileURL(join(process.cwd(), 'dist/server', `${name}.js`)).href);
