import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildPages } from '../../bench/render/pages';
import { startChromium, type TestBrowser } from '../support/chromium';
import { type Globe, startGlobe } from '../support/globe';
import { requirePart } from '../support/parts';

/** Software WebGL on a busy machine: states are waited for, long. */
const PATIENCE = { timeout: 120_000 };
const SIZE = { width: 800, height: 500 };

type Probe = {
  rings(): readonly { readonly type: string; readonly ageMs: number }[];
  liveRings(): number;
  frames(): number;
  quality(): number;
  gpuObjects(): number;
  loseContext(): void;
  restoreContext(): void;
};
type TestedWindow = Window & {
  __repinGlobe?: Probe;
  /** Lets the page's monotonic clock stand. */
  stopClock?: () => void;
  /** Animation frames asked for so far. */
  asked?: () => number;
  /** Resolves after so many animation frames, without asking for any that counts. */
  pass?: (frames: number) => Promise<void>;
  kept?: HTMLCanvasElement;
  /** Of the page that shows the globe alone. */
  __drawn?: boolean;
  __unmount?: () => void;
};

/** Runs in the page before anything else. */
function observe(): void {
  const tested = window as TestedWindow;
  const now = performance.now.bind(performance);
  let stoppedAt: number | null = null;
  performance.now = () => stoppedAt ?? now();
  tested.stopClock = () => {
    stoppedAt = now();
  };
  const request = window.requestAnimationFrame.bind(window);
  let asked = 0;
  window.requestAnimationFrame = (callback) => {
    asked++;
    return request(callback);
  };
  tested.asked = () => asked;
  tested.pass = async (frames) => {
    for (let frame = 0; frame < frames; frame++) await new Promise((done) => request(done));
  };
}

/** The globe's canvas as its last frame left it, 160 × 100 pixels, read before it is handed to the screen. */
const picture = (page: Page): Promise<number[]> =>
  page.evaluate(async () => {
    await (window as TestedWindow).pass?.(2);
    const canvas = document.querySelector<HTMLCanvasElement>('[data-globe] canvas');
    const small = new OffscreenCanvas(160, 100).getContext('2d', { willReadFrequently: true });
    if (!canvas || !small) throw new Error('no canvas');
    small.drawImage(canvas, 0, 0, 160, 100);
    return [...small.getImageData(0, 0, 160, 100).data];
  });

const difference = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length;

describe.skipIf(!requirePart('chromium'))('the scene of the built page', () => {
  let globe: Globe;
  let chromium: TestBrowser;

  beforeAll(async () => {
    [globe, chromium] = await Promise.all([startGlobe({ env: { RATE: '200' } }), startChromium()]);
  });
  afterAll(async () => {
    await chromium?.close();
    await globe?.process.stop();
  });

  async function open(path: string, rings = 20) {
    const context = await chromium.browser.newContext({ viewport: SIZE, reducedMotion: 'reduce' });
    await context.addInitScript(observe);
    const page = await context.newPage();
    await page.goto(globe.url + path, { waitUntil: 'domcontentloaded' });
    await page.locator('[data-globe="webgl"]').waitFor(PATIENCE);
    await page.waitForFunction(
      (least) =>
        ((window as TestedWindow).__repinGlobe?.rings() ?? []).filter(({ ageMs }) => ageMs > 300).length >
        least,
      rings,
      PATIENCE,
    );
    return { page, context };
  }

  test('a lost context is given back with the picture unchanged: land, heat and the very same rings', async () => {
    const { page, context } = await open('/?quality=0');
    // Nothing moves from here on: time stands, and what still comes waits for its moment.
    await page.evaluate(() => (window as TestedWindow).stopClock?.());
    const before = await picture(page);
    const rings = await page.evaluate(() => (window as TestedWindow).__repinGlobe?.liveRings());
    await page.evaluate(() => (window as TestedWindow).__repinGlobe?.loseContext());
    await page.locator('[data-globe="lost"]').waitFor(PATIENCE);
    await page.evaluate(() => (window as TestedWindow).__repinGlobe?.restoreContext());
    await page.locator('[data-globe="webgl"]').waitFor(PATIENCE);
    const after = await picture(page);
    expect(before.length).toBe(160 * 100 * 4);
    // A picture, and not an empty one: as bright as land and air are, and redder than the Earth where rings are.
    const reddest = (pixels: readonly number[]) =>
      Math.max(
        ...pixels.filter((_, index) => index % 4 === 0).map((red, at) => red - (pixels[at * 4 + 2] ?? 0)),
      );
    expect(difference(before, new Array(before.length).fill(0))).toBeGreaterThan(5);
    expect(reddest(before)).toBeGreaterThan(20);
    expect(difference(before, after)).toBeLessThan(0.5);
    expect(rings).toBeGreaterThan(20);
    await context.close();
  });

  test('nothing is drawn while the stage is not on screen, and it goes on where it comes back', async () => {
    const { page, context } = await open('/?quality=0');
    const drawnIn = (frames: number) =>
      page.evaluate(async (count) => {
        const { __repinGlobe: probe, pass } = window as TestedWindow;
        const before = probe?.frames() ?? 0;
        await pass?.(count);
        return (probe?.frames() ?? 0) - before;
      }, frames);
    expect(await drawnIn(5)).toBeGreaterThan(0);
    await page.addStyleTag({ content: '.watch-stage { transform: translateY(-5000px) }' });
    await expect.poll(() => drawnIn(5), PATIENCE).toBe(0);
    expect(await drawnIn(30)).toBe(0);
    await page.addStyleTag({ content: '.watch-stage { transform: none !important }' });
    await expect.poll(() => drawnIn(5), PATIENCE).toBeGreaterThan(0);
    await context.close();
  });

  test('taken away, the globe asks for no frame any more and gives its context back', async () => {
    const context = await chromium.browser.newContext({ viewport: SIZE });
    await (await buildPages()).serve(context);
    await context.addInitScript(observe);
    const page = await context.newPage();
    await page.goto(`${globe.url}/bench/globe?quality=0`, { waitUntil: 'domcontentloaded' });
    await page.waitForFunction(() => (window as TestedWindow).__drawn, undefined, PATIENCE);
    const askedIn = (frames: number) =>
      page.evaluate(async (count) => {
        const { asked, pass } = window as TestedWindow;
        const before = asked?.() ?? 0;
        await pass?.(count);
        return (asked?.() ?? 0) - before;
      }, frames);
    expect(await askedIn(5)).toBeGreaterThan(0);
    await page.evaluate(() => {
      const tested = window as TestedWindow;
      tested.kept = document.querySelector('canvas') ?? document.createElement('canvas');
      tested.__unmount?.();
    });
    await page.waitForFunction(
      () => (window as TestedWindow).kept?.getContext('webgl2')?.isContextLost() === true,
      undefined,
      PATIENCE,
    );
    expect(await page.evaluate(() => document.querySelector('canvas'))).toBeNull();
    expect(await page.evaluate(() => (window as TestedWindow).__repinGlobe)).toBeUndefined();
    await expect.poll(() => askedIn(5), PATIENCE).toBe(0);
    expect(await askedIn(60)).toBe(0);
    await context.close();
  });

  test.each([
    ['0', 0],
    ['4', 4],
  ])('?quality=%s fixes the tier', async (text, tier) => {
    const { page, context } = await open(`/?quality=${text}`, 0);
    expect(await page.evaluate(() => (window as TestedWindow).__repinGlobe?.quality())).toBe(tier);
    const wide = await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-globe] canvas');
      return canvas ? canvas.width / canvas.clientWidth : Number.NaN;
    });
    expect(wide).toBeCloseTo(tier === 0 ? 1 : 0.75, 2);
    await context.close();
  });
});
