/**
 * How long a newcomer waits: `npm run bench:start`.
 * readyMs: from `npm start` on a built project to /readyz; firstCircleMs: from there to the first circle drawn, with
 * Chromium already open; cleanMs: the whole command (`npm ci && npm start`) on a clean clone, to /readyz.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChromium } from '../tests/support/chromium';
import { freePort, runProcess, startProcess, waitFor } from '../tests/support/processes';
import { median } from './quantile';

const ROOT = join(import.meta.dirname, '../..');
const RUNS = 3;

async function waitReady(url: string): Promise<void> {
  await waitFor(async () => (await fetch(`${url}/readyz`)).ok, 'the globe to be ready', {
    timeoutMs: 300_000,
    intervalMs: 20,
  });
}

/** Starts `npm start` in a folder; resolves when it is ready. */
async function start(folder: string, command: string) {
  const port = await freePort();
  const dataDir = mkdtempSync(join(tmpdir(), 'repin-globe-bench-'));
  const began = performance.now();
  const child = startProcess('bash', ['-c', command], {
    cwd: folder,
    env: { PORT: String(port), DATA_DIR: dataDir, NODE_ENV: undefined },
  });
  const url = `http://127.0.0.1:${port}`;
  await waitReady(url);
  const readyMs = performance.now() - began;
  return {
    url,
    readyMs,
    async stop() {
      await child.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

await runProcess('npm', ['run', 'build'], { cwd: ROOT });
const ready: number[] = [];
const circle: number[] = [];
const chromium = await startChromium();
for (let run = 0; run < RUNS; run++) {
  const globe = await start(ROOT, 'npm start');
  const began = performance.now();
  const { page, context } = await chromium.open(globe.url);
  await page.waitForFunction(
    () => ((window as { __repinGlobe?: { rings(): unknown[] } }).__repinGlobe?.rings().length ?? 0) > 0,
    undefined,
    { timeout: 120_000, polling: 50 },
  );
  ready.push(globe.readyMs);
  circle.push(performance.now() - began);
  console.log(
    `run ${run + 1}: ready after ${Math.round(globe.readyMs)} ms, first circle ${Math.round(circle.at(-1) ?? 0)} ms later`,
  );
  await context.close();
  await globe.stop();
}
await chromium.close();

const clone = mkdtempSync(join(tmpdir(), 'repin-globe-clone-'));
await runProcess('git', ['clone', '-q', '--no-hardlinks', ROOT, clone]);
const clean = await start(clone, 'npm ci && npm start');
await clean.stop();
rmSync(clone, { recursive: true, force: true });

const figures = {
  readyMs: Math.round(median(ready)),
  firstCircleMs: Math.round(median(circle)),
  cleanMs: Math.round(clean.readyMs),
};
console.log(`BENCH start ${JSON.stringify(figures)}`);
process.exit(0);
