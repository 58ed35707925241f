import type { Browser } from 'playwright-core';
import { type Metered, type MeteredWindow, meterFrames } from './frame-meter';
import { HEIGHT, type RenderWindow, WIDTH } from './page-contract';
import type { BenchPages } from './pages';

/** What one look at one page came to. */
export type Visit = {
  readonly fps: number;
  /** Per frame: ms in callbacks of animation frames, ms of the main thread in all (sockets, timers, garbage). */
  readonly callbackMs: number;
  readonly taskMs: number;
  /** The fewest that were alive. */
  readonly rings: number;
  /** The most that were made for rings in a frame. */
  readonly drawCalls: number;
  /** Each number of nodes of the scene that was seen. */
  readonly sceneNodes: readonly number[];
};

type Sample = { readonly rings: number; readonly drawCalls: number; readonly sceneNodes: number | null };

/** A stream has filled the scene, and code is warm. */
const SETTLE_MS = 4_000;
const SAMPLE_EVERY_MS = 250;
const PATIENCE = { timeout: 120_000 };

function sample(): Sample {
  const { __repinGlobe: probe, __stock: stock } = window as RenderWindow;
  if (stock) return { ...stock(), sceneNodes: null };
  if (!probe) throw new Error('nothing is drawn');
  if (probe.mode !== 'webgl' || probe.quality() !== 0) throw new Error('not the globe at its best tier');
  return { rings: probe.liveRings(), drawCalls: probe.ringDrawCalls(), sceneNodes: probe.sceneNodes() };
}

const metered = () => (window as MeteredWindow).__frameMeter?.();

/** Opens a page, lets it settle, and measures it for so long. */
export async function visit(browser: Browser, pages: BenchPages, url: string, ms: number): Promise<Visit> {
  // The same view everywhere: the camera begins over the viewer's time zone.
  const context = await browser.newContext({
    viewport: { width: WIDTH, height: HEIGHT },
    timezoneId: 'Europe/Berlin',
  });
  await pages.serve(context);
  await context.addInitScript(meterFrames);
  const page = await context.newPage();
  const failures: string[] = [];
  page.on('pageerror', (error) => failures.push(error.message));
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  await page.waitForFunction(
    () => {
      const { __drawn, __live, __stock, __failed } = window as RenderWindow;
      return __failed !== undefined || (__drawn && (__live || __stock));
    },
    undefined,
    PATIENCE,
  );
  await page.waitForTimeout(SETTLE_MS);
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable');
  const busyMs = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1_000;
  };
  const samples: Sample[] = [];
  const busyBefore = await busyMs();
  const before = (await page.evaluate(metered)) as Metered;
  for (let spent = 0; spent < ms; spent += SAMPLE_EVERY_MS) {
    await page.waitForTimeout(SAMPLE_EVERY_MS);
    samples.push(await page.evaluate(sample));
  }
  const after = (await page.evaluate(metered)) as Metered;
  const busyAfter = await busyMs();
  await context.close();
  if (failures.length > 0) throw new Error(`${url}: ${failures.join('; ')}`);
  const frames = after.frames - before.frames;
  if (frames === 0) throw new Error(`${url}: no frame in ${ms} ms`);
  return {
    fps: (frames / (after.at - before.at)) * 1_000,
    callbackMs: (after.callbackMs - before.callbackMs) / frames,
    taskMs: (busyAfter - busyBefore) / frames,
    rings: Math.min(...samples.map(({ rings }) => rings)),
    drawCalls: Math.max(...samples.map(({ drawCalls }) => drawCalls)),
    sceneNodes: samples.flatMap(({ sceneNodes }) => sceneNodes ?? []),
  };
}
