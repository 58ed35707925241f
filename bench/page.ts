/**
 * What the watch page weighs and how it comes: `npm run bench:page`. The built app with its own simulation, in Chromium.
 * jsGzipKB: all JavaScript that was loaded, gzipped, after everything was opened once (the pins' tab, a place, a card);
 * jsBeforeGlobeGzipKB: all that was asked for before the globe's first frame, without the chunks that the globe alone
 * imports; lcpMs: the largest contentful paint; cls: layout shift until 20 s of the stream have run, before anything is
 * opened. The quality is the governor's, as users have it. Medians of three (`-- --short`: of one).
 */
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { startChromium, type TestBrowser } from '../tests/support/chromium';
import { startGlobe } from '../tests/support/globe';
import { runProcess } from '../tests/support/processes';
import { median } from './quantile';

const { values } = parseArgs({ options: { short: { type: 'boolean', default: false } } });
/** Short: whether it all still runs. */
const RUNS = values.short ? 1 : 3;
const WATCHED_MS = 20_000;

const PATIENCE = { timeout: 120_000 };
/** In the chunk of the globe and in no other. */
const GLOBE_MARK = 'WebGLRenderer';

type Paint = { lcpMs: number; cls: number; firstFrameMs: number };
type PaintedWindow = {
  __paint?: Paint;
  readonly __repinGlobe?: { rings(): unknown[]; frames(): number };
};

/** Runs in the page before anything else. */
function observe(): void {
  const shown = window as PaintedWindow;
  const paint: Paint = { lcpMs: 0, cls: 0, firstFrameMs: Number.POSITIVE_INFINITY };
  shown.__paint = paint;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) paint.lcpMs = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
      paint.cls += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  const watch = setInterval(() => {
    if (!shown.__repinGlobe?.frames()) return;
    paint.firstFrameMs = performance.now();
    clearInterval(watch);
  }, 5);
}

/** The page's scripts by their path. */
function scriptsOf(page: Page): Map<string, Promise<Buffer>> {
  const scripts = new Map<string, Promise<Buffer>>();
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.endsWith('.js')) scripts.set(pathname, response.body());
  });
  return scripts;
}

/** The chunks that the globe imports and nothing else does: each import of a chunk lists all that it needs. */
function globeChunks(scripts: ReadonlyMap<string, string>): Set<string> {
  const imports = new Set<string>();
  for (const text of scripts.values())
    for (const [, list = ''] of text.matchAll(/Promise\.all\(\[("static\/chunks\/[^\]]+")\]/g))
      imports.add(list);
  const lists = [...imports].map((list) =>
    [...list.matchAll(/"([^"]+\.js)"/g)].map(([, chunk]) => `/_next/${chunk}`),
  );
  const isGlobe = (list: readonly string[]) => list.some((path) => scripts.get(path)?.includes(GLOBE_MARK));
  const others = new Set(lists.filter((list) => !isGlobe(list)).flat());
  const own = new Set(
    lists
      .filter(isGlobe)
      .flat()
      .filter((path) => !others.has(path)),
  );
  if (own.size === 0) throw new Error('no import of the globe was found');
  return own;
}

/** Everything that is loaded on demand, once. */
async function openAll(page: Page): Promise<void> {
  const lists = page.getByTestId('top-places');
  await lists.locator('li').first().getByRole('button').click(PATIENCE);
  await page.getByTestId('place-panel').waitFor(PATIENCE);
  await page.keyboard.press('Escape');
  // Under the keyboard the feed stands still.
  await page.getByTestId('feed-row').first().getByRole('button').focus(PATIENCE);
  await page.keyboard.press('Enter');
  await page.getByTestId('pin-card').waitFor(PATIENCE);
  await page.keyboard.press('Escape');
  await lists.getByRole('tab', { name: 'Pins' }).click(PATIENCE);
  await page.getByTestId('top-pins').waitFor(PATIENCE);
}

async function visit(chromium: TestBrowser, url: string) {
  const context = await chromium.browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const page = await context.newPage();
  await page.addInitScript(observe);
  const loaded = scriptsOf(page);
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  await page.waitForFunction(
    () => ((window as PaintedWindow).__repinGlobe?.rings().length ?? 0) > 0,
    undefined,
    PATIENCE,
  );
  await page.waitForTimeout(WATCHED_MS);
  const seen = await page.evaluate(() => {
    const paint = (window as PaintedWindow).__paint;
    if (!paint || !Number.isFinite(paint.firstFrameMs)) throw new Error('no frame was seen');
    const asked = performance.getEntriesByType('resource');
    return {
      ...paint,
      asked: asked
        .filter(({ startTime }) => startTime <= paint.firstFrameMs)
        .map(({ name }) => new URL(name).pathname),
    };
  });
  await openAll(page);
  const scripts = new Map<string, Buffer>();
  for (const [path, body] of loaded) scripts.set(path, await body);
  await context.close();
  const globe = globeChunks(new Map([...scripts].map(([path, body]) => [path, body.toString()])));
  const before = new Set(seen.asked.filter((path) => scripts.has(path) && !globe.has(path)));
  let [all, first] = [0, 0];
  for (const [path, body] of scripts) {
    const bytes = gzipSync(body).length;
    all += bytes;
    if (before.has(path)) first += bytes;
    const when = before.has(path) ? 'before the globe' : globe.has(path) ? 'the globe' : 'on demand';
    console.log(`  ${when}: ${path}, ${(bytes / 1_000).toFixed(1)} KB`);
  }
  return { all: all / 1_000, before: first / 1_000, lcpMs: seen.lcpMs, cls: seen.cls };
}

await runProcess('npm', ['run', 'build']);
const chromium = await startChromium();
const visits: Awaited<ReturnType<typeof visit>>[] = [];
for (let run = 0; run < RUNS; run++) {
  const globe = await startGlobe();
  visits.push(await visit(chromium, globe.url));
  await globe.process.stop();
}
await chromium.close();
const of = (pick: (each: (typeof visits)[number]) => number) => median(visits.map(pick));
const figures = {
  jsGzipKB: Math.round(of(({ all }) => all)),
  jsBeforeGlobeGzipKB: Math.round(of(({ before }) => before)),
  lcpMs: Math.round(of(({ lcpMs }) => lcpMs)),
  cls: Number(of(({ cls }) => cls).toFixed(4)),
};
console.log(`BENCH page ${JSON.stringify(figures)}`);
process.exit(0);
