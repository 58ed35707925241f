import type { Browser } from 'playwright-core';
import { type Metered, type MeteredWindow, meterFrames } from './frame-meter';
import { HEIGHT, type RenderWindow, WIDTH } from './page-contract';
import type { BenchPages } from './pages';

/** What one look at one page came to. */
export type Visit = {
  readonly fps: number;
  /**
   * Per frame: ms of CPU that the main thread took for all that it did (frames, sockets, timers, garbage), as the browser
   * counts it; and ms by the clock in callbacks of animation frames, with what others took of the core meanwhile.
   */
  readonly cpuMs: number;
  readonly callbackMs: number;
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
const PARTS = 4;
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
  const mainThreadMs = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    const spent = metrics.find(({ name }) => name === 'ThreadTime')?.value;
    if (spent === undefined) throw new Error('this browser does not count what its main thread takes');
    return spent * 1_000;
  };
  const samples: Sample[] = [];
  const spent = { frames: 0, callbackMs: 0, cpuMs: 0, ms: 0 };
  for (let part = 0; part < PARTS; part++) {
    const [cpuBefore, before] = [await mainThreadMs(), (await page.evaluate(metered)) as Metered];
    await page.waitForTimeout(ms / PARTS);
    const [after, cpuAfter] = [(await page.evaluate(metered)) as Metered, await mainThreadMs()];
    spent.frames += after.frames - before.frames;
    spent.callbackMs += after.callbackMs - before.callbackMs;
    spent.cpuMs += cpuAfter - cpuBefore;
    spent.ms += after.at - before.at;
    // Between the parts: to count the nodes of a scene takes time itself.
    samples.push(await page.evaluate(sample));
  }
  await context.close();
  if (failures.length > 0) throw new Error(`${url}: ${failures.join('; ')}`);
  if (spent.frames === 0) throw new Error(`${url}: no frame in ${ms} ms`);
  return {
    fps: (spent.frames / spent.ms) * 1_000,
    cpuMs: spent.cpuMs / spent.frames,
    callbackMs: spent.callbackMs / spent.frames,
    rings: Math.min(...samples.map(({ rings }) => rings)),
    drawCalls: Math.max(...samples.map(({ drawCalls }) => drawCalls)),
    sceneNodes: samples.flatMap(({ sceneNodes }) => sceneNodes ?? []),
  };
}
