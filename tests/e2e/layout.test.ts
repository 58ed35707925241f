import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { requirePart } from '../support/parts';
import { waitFor } from '../support/processes';
import { FLAT, GlobeInChromium } from './globe-in-chromium';

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

const boxes = (page: Page, names: readonly string[] = PANELS): Promise<Box[]> =>
  page.evaluate(
    (wanted) =>
      wanted.map((name) => {
        const box = document.querySelector(name)?.getBoundingClientRect();
        if (!box || box.width === 0) throw new Error(`${name} is not on the page`);
        return { name, left: box.left, top: box.top, right: box.right, bottom: box.bottom };
      }),
    names,
  );

/** What is under WCAG's 24 by 24 CSS pixels, of all that is pressed; links within a sentence are let off there, too. */
const tooSmall = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('a, button, input, select, [role="tab"]')].flatMap((element) => {
      if (element.closest('.attribution')) return [];
      // One that fills the row that it stands in, is as large as that row.
      const { content, position } = getComputedStyle(element, '::after');
      const fills = content !== 'none' && position === 'absolute';
      const { width, height } =
        (fills && element.closest('li') ? element.closest('li') : element)?.getBoundingClientRect() ??
        new DOMRect();
      return width >= 24 && height >= 24
        ? []
        : [`${element.className || element.tagName} “${element.textContent}”: ${width} × ${height}`];
    }),
  );

/** A hair of a pixel is rounding. */
const overlap = (a: Box, b: Box) =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
  Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;

describe.skipIf(!requirePart('chromium'))('the layout of the watch page', () => {
  // The globe itself is behind all of it and fills what there is.
  const on = new GlobeInChromium({ RATE: '50' }, FLAT);

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
    const { page, context } = await on.open('/?q=a&category=food&country=FR,US', {
      width,
      height,
    });
    await page.locator('[data-testid="connection-state"][data-state="live"]').waitFor(PATIENCE);
    await page.getByRole('button', { name: 'Show all' }).waitFor(PATIENCE);
    await page.getByLabel('Keywords').waitFor(PATIENCE);
    const all = await boxes(page);
    const pairs = all.flatMap((a, at) => all.slice(at + 1).map((b) => [a, b] as const));
    expect(pairs.filter(([a, b]) => overlap(a, b)).map(([a, b]) => [a, b])).toEqual([]);
    expect(all.filter(({ left, right }) => left < 0 || right > width)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await context.close();
  });

  test.each([
    [320, 640],
    [390, 844],
    [600, 960],
  ])('at %i by %i a finger hits what it is meant for', async (width, height) => {
    const { page, context } = await on.open('/?category=food,home,travel', {
      width,
      height,
    });
    page.setDefaultTimeout(PATIENCE.timeout);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.getByRole('button', { name: 'Show all' }).waitFor();
    await page.getByLabel('Keywords').waitFor();
    await page.getByTestId('feed-row').first().getByRole('button').click();
    await page.getByTestId('pin-card').waitFor();
    expect(await tooSmall(page)).toEqual([]);
    await page.locator('button.details-place').click();
    await page.locator('.place-latest button').first().waitFor();
    await page.locator('.place-pins').waitFor();
    expect(await tooSmall(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'Pins' }).click();
    await page.getByTestId('top-pins').getByRole('link').first().waitFor();
    expect(await tooSmall(page)).toEqual([]);
    await context.close();
  });

  test.each([
    [320, 640],
    [390, 844],
    [844, 390],
    [1024, 768],
    [1280, 720],
    [3840, 2160],
  ])('at %i by %i a card and a panel stay on the screen, clear of the number', async (width, height) => {
    const { page, context } = await on.open('/', { width, height });
    page.setDefaultTimeout(PATIENCE.timeout);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const anchored = width / height >= 1.5 && width >= 960;
    const clear = async (ready: string) => {
      await page.locator(`[data-testid="details"] ${ready}`).first().waitFor();
      await page.evaluate(() => scrollTo(0, 0));
      // Beside its spot it is put by the next frame; its size may have changed by what was told.
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      );
      const [details, ...others] = await boxes(page, [
        '.details',
        '.headline-number',
        '.headline .sparkline',
        ...(anchored ? ['.watch-head', '.watch-counts', '.filter-bar', '.top-lists', '.feed'] : []),
      ]);
      if (!details) throw new Error('nothing is open');
      expect(details.left).toBeGreaterThanOrEqual(0);
      expect(details.top).toBeGreaterThanOrEqual(0);
      expect(details.right).toBeLessThanOrEqual(width);
      expect(details.bottom).toBeLessThanOrEqual(height);
      expect(others.filter((each) => overlap(details, each))).toEqual([]);
      expect(await page.locator('.details').evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    };
    await page.getByTestId('feed-row').first().getByRole('button').click();
    await clear('[data-testid="pin-card"]');
    await page.keyboard.press('Escape');
    await page.getByTestId('top-places').getByRole('tabpanel').getByRole('button').first().click();
    await clear('.place-pins');
    await context.close();
  });

  test.each([
    [320, 640, 'reduce'],
    [390, 844, 'reduce'],
    [390, 844, 'no-preference'],
  ] as const)(
    'at %i by %i what a list opens brings the globe into sight, and its end the list: %s',
    async (width, height, reducedMotion) => {
      const { page, context } = await on.open('/', { width, height });
      page.setDefaultTimeout(PATIENCE.timeout);
      await page.emulateMedia({ reducedMotion });
      const spot = page.locator('.details-line circle');
      const rows = [
        page.getByTestId('feed-row').first().getByRole('button'),
        page.getByTestId('top-places').getByRole('tabpanel').getByRole('button').first(),
      ];
      for (const row of rows) {
        await row.waitFor();
        await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
        await page.waitForFunction(() => scrollY > innerHeight / 2);
        await row.click();
        await page.getByTestId('details').waitFor();
        // All of the spot, above the sheet.
        await waitFor(async () => {
          const [at, sheet] = await Promise.all([spot.boundingBox(), page.locator('.details').boundingBox()]);
          return at !== null && sheet !== null && at.y > 0 && at.y + at.height < sheet.y;
        }, 'the spot to be seen');
        await page.keyboard.press('Escape');
        // And who goes on from the list is there again.
        await page.waitForFunction(() => {
          const focused = document.activeElement;
          const { top, bottom } = (focused ?? document.body).getBoundingClientRect();
          return focused !== document.body && top >= 0 && bottom <= innerHeight;
        });
      }
      await context.close();
    },
  );
});
