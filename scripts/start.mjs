// `npm start`: builds if it must, then becomes the server. `--dev` serves the pages by Next's development server.
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 9)) {
  console.error(`Node ${process.versions.node} is too old: Repin Globe needs 20.9 or newer.`);
  process.exit(1);
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);
const dev = process.argv.includes('--dev');
process.env.NODE_ENV ??= dev ? 'development' : 'production';
process.env.NEXT_TELEMETRY_DISABLED ??= '1';

const help = process.argv.includes('--help') || process.argv.includes('-h');
const { buildAll } = await import('./build.mjs');
await buildAll({ pages: !dev && !help });
await import(pathToFileURL(join(root, 'dist/server/main.js')).href);
