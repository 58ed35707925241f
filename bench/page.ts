/**
 * What the watch page weighs and how it comes: `npm run bench:page`. The built app with its own simulation, in Chromium.
 * jsGzipKB: all JavaScript that was loaded until circles are drawn, gzipped; jsBeforeGlobeGzipKB: what the document
 * itself asks for; lcpMs: the largest contentful paint; cls: layout shift over 20 s of a running stream. Medians of three.
 */
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { startChromium, type TestBrowser } from '../tests/support/chromium';
import { startGlobe } from '../tests/support/globe';
import { runProcess } from '../tests/support/processes';
import { median } from './quantile';

const RUNS = 3;
const WATCHED_MS = 20_000;

type Paint = { lcpMs: number; cls: number };

/** Runs in the page before anything else. */
function observe(): void {
  const paint: Paint = { lcpMs: 0, cls: 0 };
  (window as { __paint?: Paint }).__paint = paint;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) paint.lcpMs = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
      paint.cls += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Bytes of the page's scripts, gzipped one by one, by address. */
function scriptsOf(page: Page): Map<string, Promise<number>> {
  const sizes = new Map<string, Promise<number>>();
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.endsWith('.js'))
      sizes.set(
        pathname,
        response.body().then((body) => gzipSync(body).length),
      );
  });
  return sizes;
}

async function visit(chromium: TestBrowser, url: string) {
  const context = await chromium.browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const page = await context.newPage();
  await page.addInitScript(observe);
  const sizes = scriptsOf(page);
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  await page.waitForFunction(
    () => ((window as { __repinGlobe?: { rings(): unknown[] } }).__repinGlobe?.rings().length ?? 0) > 0,
    undefined,
    { timeout: 120_000 },
  );
  await page.waitForTimeout(WATCHED_MS);
  const paint = await page.evaluate(() => (window as { __paint?: Paint }).__paint);
  const html = await (await fetch(url)).text();
  const own = new Set([...html.matchAll(/<script[^>]+src="([^"]+\.js)"/g)].map(([, path]) => path));
  let [all, before] = [0, 0];
  for (const [path, size] of sizes) {
    const bytes = await size;
    all += bytes;
    if (own.has(path)) before += bytes;
  }
  await context.close();
  if (!paint || before === 0) throw new Error('nothing was measured');
  return { all: all / 1_000, before: before / 1_000, ...paint };
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
