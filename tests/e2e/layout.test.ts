import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startChromium, type TestBrowser } from '../support/chromium';
import { type Globe, startGlobe } from '../support/globe';
import { requirePart } from '../support/parts';

const PATIENCE = { timeout: 120_000 };
/** What stands beside and below the globe, each on its own ground. */
const PANELS = [
  '.watch-head',
  '.headline',
  '.watch-counts',
  '.filter-bar',
  '.top-lists',
  '.feed',
  '.health dl',
  '.attribution',
];

type Box = { readonly name: string; left: number; top: number; right: number; bottom: number };

const boxes = (page: Page): Promise<Box[]> =>
  page.evaluate(
    (names) =>
      names.map((name) => {
        const box = document.querySelector(name)?.getBoundingClientRect();
        if (!box || box.width === 0) throw new Error(`${name} is not on the page`);
        return { name, left: box.left, top: box.top, right: box.right, bottom: box.bottom };
      }),
    PANELS,
  );

/** A hair of a pixel is rounding. */
const overlap = (a: Box, b: Box) =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
  Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;

describe.skipIf(!requirePart('chromium'))('the layout of the watch page', () => {
  let globe: Globe;
  let chromium: TestBrowser;
  beforeAll(async () => {
    // The globe itself is behind all of it and fills what there is: without WebGL a page is there at once.
    [globe, chromium] = await Promise.all([
      startGlobe({ env: { RATE: '50' } }),
      startChromium(['--disable-gpu', '--disable-3d-apis']),
    ]);
  });
  afterAll(async () => {
    await chromium?.close();
    await globe?.process.stop();
  });

  test.each([
    [320, 640],
    [390, 844],
    [800, 1280],
    [844, 390],
    [1024, 768],
    [1080, 1920],
    [1280, 720],
    [960, 600],
    [1366, 640],
    [1920, 1080],
    [2560, 1080],
    [3840, 2160],
  ])('at %i by %i nothing lies over another, and nothing hangs out', async (width, height) => {
    const { page, context } = await chromium.open(`${globe.url}/?category=food&country=FR,US`, {
      width,
      height,
    });
    await page.locator('[data-testid="connection-state"][data-state="live"]').waitFor(PATIENCE);
    await page.getByRole('button', { name: 'Show all' }).waitFor(PATIENCE);
    const all = await boxes(page);
    const pairs = all.flatMap((a, at) => all.slice(at + 1).map((b) => [a, b] as const));
    expect(pairs.filter(([a, b]) => overlap(a, b)).map(([a, b]) => [a, b])).toEqual([]);
    expect(all.filter(({ left, right }) => left < 0 || right > width)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await context.close();
  });
});
