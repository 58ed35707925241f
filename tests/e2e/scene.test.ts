import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { buildPages } from '../../bench/render/pages';
import { requirePart } from '../support/parts';
import { GlobeInChromium } from './globe-in-chromium';

/** Software WebGL on a busy machine: states are waited for, long. */
const PATIENCE = { timeout: 120_000 };
const SIZE = { width: 800, height: 500 };

type Probe = {
  rings(): readonly {
    readonly type: string;
    readonly ageMs: number;
    readonly soft: boolean;
    readonly lat: number;
    readonly lng: number;
  }[];
  project(lat: number, lng: number): { readonly x: number; readonly y: number; readonly visible: boolean };
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
  /** Where repins are that can be told from the ground: on the canvas, no more to be born or nearly faded. */
  repins?: () => { readonly x: number; readonly y: number }[];
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
  tested.repins = () => {
    const probe = tested.__repinGlobe;
    const box = document.querySelector('[data-globe] canvas')?.getBoundingClientRect();
    if (!probe || !box) return [];
    return probe
      .rings()
      .filter(({ type, ageMs, soft }) => type === 'repin' && !soft && ageMs > 200 && ageMs < 1_500)
      .map(({ lat, lng }) => probe.project(lat, lng))
      .filter(({ visible }) => visible)
      .map(({ x, y }) => ({ x: Math.round(x - box.left), y: Math.round(y - box.top) }));
  };
  tested.pass = async (frames) => {
    for (let frame = 0; frame < frames; frame++) await new Promise((done) => request(done));
  };
}

/** Around a ring, CSS pixels: as wide as a ring is in the middle of its life. */
const REACH = 9;
/** Red over blue: the Earth and its air are blue. */
const redness = ([red = 0, , blue = 0]: Uint8Array) => red - blue;

/** The globe's canvas as its last frame left it, one pixel per CSS pixel, read before it is handed to the screen. */
async function picture(page: Page): Promise<{ readonly width: number; readonly pixels: Uint8Array }> {
  const { width, base64 } = await page.evaluate(async () => {
    await (window as TestedWindow).pass?.(2);
    const canvas = document.querySelector<HTMLCanvasElement>('[data-globe] canvas');
    if (!canvas) throw new Error('no canvas');
    const { clientWidth: width, clientHeight: height } = canvas;
    const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (!copy) throw new Error('no copy');
    copy.drawImage(canvas, 0, 0, width, height);
    const { data } = copy.getImageData(0, 0, width, height);
    // As text: a list of a million numbers takes minutes on its way.
    let letters = '';
    for (let at = 0; at < data.length; at += 8_192)
      letters += String.fromCharCode(...data.subarray(at, at + 8_192));
    return { width, base64: btoa(letters) };
  });
  return { width, pixels: Buffer.from(base64, 'base64') };
}
type Picture = Awaited<ReturnType<typeof picture>>;

const repins = (page: Page) => page.evaluate(() => (window as TestedWindow).repins?.() ?? []);

/** The reddest pixel around each spot. */
function reddest(
  { width, pixels }: Picture,
  spots: readonly { readonly x: number; readonly y: number }[],
): number[] {
  return spots.map(({ x, y }) => {
    let most = Number.NEGATIVE_INFINITY;
    for (let row = y - REACH; row <= y + REACH; row++)
      for (let column = x - REACH; column <= x + REACH; column++) {
        const at = (row * width + column) * 4;
        most = Math.max(most, redness(pixels.subarray(at, at + 3)));
      }
    return most;
  });
}

const difference = ({ pixels: a }: Picture, { pixels: b }: Picture) =>
  a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length;

describe.skipIf(!requirePart('chromium'))('the scene of the built page', () => {
  const on = new GlobeInChromium({ RATE: '200' });

  async function open(path: string, rings = 20) {
    const context = await on.chromium.browser.newContext({ viewport: SIZE, reducedMotion: 'reduce' });
    await context.addInitScript(observe);
    const page = await context.newPage();
    await page.goto(on.globe.url + path, { waitUntil: 'domcontentloaded' });
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
    await page.waitForFunction(
      () => {
        const { repins, stopClock } = window as TestedWindow;
        if ((repins?.() ?? []).length < 12) return false;
        stopClock?.();
        return true;
      },
      undefined,
      PATIENCE,
    );
    const before = await picture(page);
    const spots = await repins(page);
    const rings = await page.evaluate(() => (window as TestedWindow).__repinGlobe?.liveRings());
    await page.evaluate(() => (window as TestedWindow).__repinGlobe?.loseContext());
    await page.locator('[data-globe="lost"]').waitFor(PATIENCE);
    await page.evaluate(() => (window as TestedWindow).__repinGlobe?.restoreContext());
    await page.locator('[data-globe="webgl"]').waitFor(PATIENCE);
    const after = await picture(page);
    expect(rings).toBeGreaterThan(20);
    // A picture, and not an empty one: as bright as land and air are, and where rings are their red over the Earth's blue.
    expect(difference(before, { ...before, pixels: new Uint8Array(before.pixels.length) })).toBeGreaterThan(
      5,
    );
    const red = spots.filter((spot) => (reddest(before, [spot])[0] ?? 0) > 20);
    expect(red.length).toBeGreaterThan(3);
    const [reds, redsAfter] = [reddest(before, red), reddest(after, red)];
    // All rings are a hundredth of the picture: each is looked at by itself. The heat's scale may still ease a little.
    const unlike = redsAfter.filter((after, index) => Math.abs(after - (reds[index] ?? 0)) > 15);
    expect(unlike.length / red.length).toBeLessThan(0.1);
    expect(difference(before, after)).toBeLessThan(0.5);
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
    const context = await on.chromium.browser.newContext({ viewport: SIZE });
    await (await buildPages()).serve(context);
    await context.addInitScript(observe);
    const page = await context.newPage();
    await page.goto(`${on.globe.url}/bench/globe?quality=0`, { waitUntil: 'domcontentloaded' });
    await page.waitForFunction(() => (window as TestedWindow).__drawn, undefined, PATIENCE);
    const askedIn = (frames: number) =>
      page.evaluate(async (count) => {
        const { asked, pass } = window as TestedWindow;
        const before = asked?.() ?? 0;
        await pass?.(count);
        return (asked?.() ?? 0) - before;
      }, frames);
    expect(await askedIn(5)).toBeGreaterThan(0);
    // One question a frame: what the library would do besides, for layers that are not used, rests.
    expect(await askedIn(30)).toBeLessThan(40);
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
