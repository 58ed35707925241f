// `npm run screenshots`: pictures of the pages at the sizes that matter, into docs/screenshots/. Looks at the built
// product with a stream running; software rendering is slow, so it waits for frames and not for seconds.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { buildAll } from './build.mjs';
import { bringParts, partsStatus } from './parts.mjs';

const FOLDER = 'docs/screenshots';
const PORT = 4390;
const URL = `http://127.0.0.1:${PORT}`;
const STREAM_MS = 20_000;
const SHOTS = [
  ['watch', '/', 1920, 1080],
  ['watch', '/', 3840, 2160],
  ['watch', '/', 2560, 1080],
  ['watch', '/', 1080, 1920],
  ['watch', '/', 390, 844],
  ['watch-light', '/?theme=light', 1920, 1080],
  ['wall', '/wall', 1920, 1080],
  ['wall', '/wall', 3840, 2160],
  ['wall', '/wall', 2560, 1080],
  ['wall', '/wall', 1080, 1920],
  ['wall', '/wall', 390, 844],
  ['embed', '/embed?theme=dark', 1920, 1080],
  ['embed', '/embed?theme=dark', 3840, 2160],
  ['embed', '/embed?theme=dark', 2560, 1080],
  ['embed', '/embed?theme=dark', 1080, 1920],
  ['embed', '/embed?theme=dark', 390, 844],
  ['embed-transparent', '/embed?theme=transparent', 480, 320],
];

await bringParts();
await buildAll();
mkdirSync(FOLDER, { recursive: true });
const dataDir = mkdtempSync(join(tmpdir(), 'repin-globe-shots-'));
const server = spawn(process.execPath, ['dist/server/main.js'], {
  stdio: 'inherit',
  env: { ...process.env, NODE_ENV: 'production', PORT: String(PORT), DATA_DIR: dataDir, RATE: '110' },
});
const wanted = process.argv[2];
try {
  for (;;) {
    if (
      await fetch(`${URL}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      break;
    await new Promise((done) => setTimeout(done, 200));
  }
  const browser = await chromium.launch({
    executablePath: partsStatus().chromium.path,
    args: [
      '--no-sandbox',
      '--use-gl=angle',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
  for (const [name, path, width, height] of SHOTS) {
    if (wanted && !`${name}-${width}x${height}`.startsWith(wanted)) continue;
    const context = await browser.newContext({ viewport: { width, height }, timezoneId: 'Europe/Berlin' });
    const page = await context.newPage();
    await page.goto(URL + path, { waitUntil: 'domcontentloaded' });
    await page.waitForFunction(() => (window.__repinGlobe?.rings().length ?? 0) > 0, undefined, {
      timeout: 120_000,
    });
    await page.waitForTimeout(STREAM_MS);
    const file = join(FOLDER, `${name}-${width}x${height}.jpg`);
    await page.screenshot({ path: file, type: 'jpeg', quality: 86, timeout: 180_000 });
    console.log(file);
    await context.close();
  }
  await browser.close();
} finally {
  server.kill('SIGTERM');
  await new Promise((done) => server.once('exit', done));
  rmSync(dataDir, { recursive: true, force: true });
}
