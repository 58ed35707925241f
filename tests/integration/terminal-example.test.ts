import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BlockingProxy } from '../support/blocking-proxy';
import { type Globe, startGlobe } from '../support/globe';
import { type RunningProcess, startProcess, waitFor } from '../support/processes';

const ROOT = join(import.meta.dirname, '../..');

let globe: Globe;
let proxy: BlockingProxy;
const terminals: RunningProcess[] = [];
beforeAll(async () => {
  globe = await startGlobe({ env: { SOURCE: 'none' } });
  proxy = await BlockingProxy.before(globe.url);
});
afterAll(async () => {
  for (const terminal of terminals) await terminal.stop();
  proxy?.close();
  await globe?.process.stop();
});

function watch(...args: string[]): RunningProcess {
  const script = join(ROOT, 'dist/server/watch-terminal.js');
  const terminal = startProcess(process.execPath, [script, ...args], { cwd: ROOT, name: 'the terminal' });
  terminals.push(terminal);
  return terminal;
}

async function repin(city: string): Promise<void> {
  const location = { lat: 38.72, lng: -9.14, city, country: 'PT', accuracyKm: 10 };
  const answer = await fetch(`${globe.url}/api/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'repin', pinId: 'p-1', userId: 'u-1', location }),
  });
  expect(answer.status).toBe(202);
}

test('the example prints a repin, whether by WebSocket or by HTTP stream, and once what came while it was away', async () => {
  const [plain, behind] = [watch(globe.url), watch(proxy.url)];
  await waitFor(() => plain.output.includes('-- live\n'), 'the terminal to be live');
  await waitFor(() => behind.output.includes('-- live (by HTTP stream'), 'the other one too');
  await repin('Lisbon');
  for (const terminal of [plain, behind])
    await waitFor(() => /^\d\d:\d\d:\d\d Lisbon, PT: no category$/m.test(terminal.output), 'the repin');

  const { dataDir } = globe;
  const port = new URL(globe.url).port;
  await globe.process.kill9();
  await waitFor(() => plain.output.includes('-- away'), 'the loss to be said');
  proxy.down = true;
  globe = await startGlobe({ env: { SOURCE: 'none', DATA_DIR: dataDir, PORT: port } });
  await waitFor(() => plain.output.split('-- live').length === 3, 'the terminal to be live again');
  await repin('Porto');
  await waitFor(() => plain.output.includes('Porto, PT'), 'the next repin');
  proxy.down = false;
  await waitFor(() => behind.output.split('-- live').length === 3, 'the other one to be live again');
  // Told once: itself, or as a count when it was worked into the picture that the viewer went on from.
  expect(behind.output.match(/Porto, PT|-- 1 repins while away/g)).toHaveLength(1);
  await repin('Faro');
  for (const terminal of [plain, behind])
    await waitFor(() => terminal.output.includes('Faro, PT'), 'the last repin');
  for (const terminal of [plain, behind]) expect(terminal.output.split('Lisbon').length).toBe(2);
  expect(plain.output).not.toContain('HTTP stream');
});

test('an address that is none: one line, and how to say it', async () => {
  const wrong = watch('nowhere');
  expect((await wrong.exited).code).toBe(2);
  expect(wrong.output.trim()).toMatch(/^"nowhere" is no address: npm run watch-terminal/);
});
