import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { requirePart } from '../support/parts';
import { GlobeInChromium } from './globe-in-chromium';

/** Software WebGL on a busy machine: states are waited for, long. */
const PATIENCE = { timeout: 120_000 };
const SIZE = { width: 960, height: 600 };
const AWAY_MS = 15_000;

type ProbedWindow = { __repinGlobe?: { rings(): { lat: number; type: string }[] }; seen?: number };

const counts = async (page: Page) => ({
  total: await page.getByTestId('total-repins').first().textContent(),
  places: await page.getByTestId('top-places').first().textContent(),
});
const showsTotal = (page: Page, total: number) =>
  page.waitForFunction(
    (count) => document.querySelector('[data-testid="total-repins"]')?.textContent === String(count),
    total,
    PATIENCE,
  );
const state = (page: Page, name: string) =>
  page.locator(`[data-testid="connection-state"][data-state="${name}"]`).waitFor(PATIENCE);

describe.skipIf(!requirePart('chromium'))('in Chromium, with a network in the way', () => {
  const on = new GlobeInChromium({ SOURCE: 'none' });
  const post = (count: number) =>
    on.post(count, (number) => ({
      pin: { title: `A bowl of ramen, number ${number}`, category: 'food', color: '#c2452d' },
      location: { lat: 48.86, lng: 2.35, city: 'Paris', country: 'FR', accuracyKm: 10 },
    }));

  test('WebSockets blocked: the same counts come as a stream over HTTP, and the page says so', async () => {
    const [free, behind] = [await on.open('/', SIZE), await on.chromium.open('about:blank', SIZE)];
    const { page } = behind;
    let sockets = 0;
    const streams: string[] = [];
    await page.routeWebSocket(/\/live\//, (socket) => {
      sockets++;
      void socket.close();
    });
    page.on('request', (request) => {
      if (request.url().includes('/live/events')) streams.push(request.url());
    });
    await page.goto(on.globe.url, { waitUntil: 'domcontentloaded' });
    await page.locator('[data-fact="transport"]').waitFor(PATIENCE);
    expect(await page.locator('[data-fact="transport"]').textContent()).toContain('HTTP stream');
    expect(sockets).toBeGreaterThanOrEqual(2);
    expect(streams.length).toBeGreaterThan(0);
    await page.evaluate(() => {
      const probed = window as ProbedWindow;
      probed.seen = 0;
      setInterval(() => {
        probed.seen = Math.max(probed.seen ?? 0, probed.__repinGlobe?.rings().length ?? 0);
      }, 50);
    });
    for (let round = 0; round < 8; round++) {
      await post(5);
      await new Promise((turn) => setTimeout(turn, 200));
    }
    await showsTotal(page, on.sent);
    await showsTotal(free.page, on.sent);
    expect(await counts(page)).toEqual(await counts(free.page));
    await page.waitForFunction(() => ((window as ProbedWindow).seen ?? 0) > 0, undefined, PATIENCE);
    expect(await free.page.locator('[data-fact="transport"]').count()).toBe(0);
    await free.context.close();
    await behind.context.close();
  });

  test('the tab’s network cut for 15 s: the page says that it is away, then what it caught up', async () => {
    const { page, context } = await on.open('/', SIZE);
    await post(3);
    await showsTotal(page, on.sent);
    await state(page, 'live');
    const before = on.sent;
    await context.setOffline(true);
    await state(page, 'away');
    const cutAt = Date.now();
    while (Date.now() - cutAt < AWAY_MS) {
      await post(4);
      await new Promise((turn) => setTimeout(turn, 1_000));
    }
    expect(await page.getByTestId('connection-state').first().textContent()).toMatch(/connection was lost/i);
    expect((await counts(page)).total).toBe(String(before));
    const missed = on.sent - before;
    await context.setOffline(false);
    await page
      .getByTestId('connection-state')
      .filter({ hasText: `Caught up: ${missed} repins while away` })
      .waitFor(PATIENCE);
    await showsTotal(page, on.sent);
    await context.close();
  });
  test.each([
    ['ahead', 3_600_000],
    ['behind', -3_600_000],
  ])('the viewer’s clock is an hour %s: ages are true, and circles are drawn', async (_name, offMs) => {
    const { page, context } = await on.chromium.open('about:blank', SIZE);
    await page.addInitScript((off) => {
      const Real = Date;
      const now = () => Real.now() + off;
      window.Date = new Proxy(Real, {
        construct: (target, args) => Reflect.construct(target, args.length > 0 ? args : [now()]),
        get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
      });
    }, offMs);
    await page.goto(on.globe.url, { waitUntil: 'domcontentloaded' });
    await state(page, 'live');
    expect(Math.round(((await page.evaluate(() => Date.now())) - Date.now()) / 60_000)).toBe(offMs / 60_000);
    await page.evaluate(() => {
      const probed = window as ProbedWindow;
      probed.seen = 0;
      setInterval(() => {
        probed.seen = Math.max(probed.seen ?? 0, probed.__repinGlobe?.rings().length ?? 0);
      }, 50);
    });
    await post(5);
    await showsTotal(page, on.sent);
    await page.waitForFunction(() => ((window as ProbedWindow).seen ?? 0) > 0, undefined, PATIENCE);
    // It grows by seconds from nothing: neither an hour old, nor for ever new.
    await page
      .getByTestId('data-age')
      .first()
      .filter({ hasText: /^([2-9]\.\d|[1-5]\d) s$/ })
      .waitFor(PATIENCE);
    expect(await page.locator('[data-fact="late"]').count()).toBe(0);
    await context.close();
  });
});
