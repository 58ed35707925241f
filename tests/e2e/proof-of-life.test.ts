import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../lib/simulation/catalogue';
import { seriousFaults } from '../support/axe';
import { startChromium, type TestBrowser } from '../support/chromium';
import { type Globe, startGlobe } from '../support/globe';
import { requirePart } from '../support/parts';

/** Software WebGL on a busy machine: states are waited for, long. */
const PATIENCE = { timeout: 120_000 };
const PICTURE = CATALOGUE.find(({ category }) => category === 'food')?.imageUrl;
const SIZE = { width: 1280, height: 720 };
const PARIS = { lat: 48.86, lng: 2.35, city: 'Paris', country: 'FR', accuracyKm: 10 };
const DAKAR = { lat: 14.72, lng: -17.47, city: 'Dakar', country: 'SN', accuracyKm: 10 };

type Spot = { x: number; y: number; visible: boolean };
type Probe = {
  mode: string;
  rings(): { lat: number; lng: number; ageMs: number }[];
  project(lat: number, lng: number): Spot;
  pointOfView(): { lat: number; lng: number; altitude: number };
  frames(): number;
};
type ProbedWindow = { __repinGlobe?: Probe };

const view = (page: Page) =>
  page.evaluate(() => {
    const probe = (window as ProbedWindow).__repinGlobe;
    if (!probe) throw new Error('there is no globe');
    return { ...probe.pointOfView(), frames: probe.frames() };
  });
const isFocused = (page: Page, selector: string) =>
  page.waitForFunction((wanted) => document.activeElement?.matches(wanted), selector, PATIENCE);

describe.skipIf(!requirePart('chromium'))('proof of life, in Chromium', () => {
  let globe: Globe;
  let chromium: TestBrowser;
  /** Without WebGL: the flat map, and pages that are there at once. */
  let blind: TestBrowser;
  let sent = 0;

  beforeAll(async () => {
    [globe, chromium, blind] = await Promise.all([
      startGlobe({ env: { SOURCE: 'none' } }),
      startChromium(),
      startChromium(['--disable-gpu', '--disable-3d-apis']),
    ]);
    for (let times = 0; times < 3; times++) await post(PARIS);
    await post(DAKAR);
  });
  afterAll(async () => {
    await blind?.close();
    await chromium?.close();
    await globe?.process.stop();
  });

  /** Repins through the pipeline, in one request; answers the last one's pin. */
  async function post(location: object, count = 1): Promise<string> {
    const events = Array.from({ length: count }, () => aRepin(location));
    const answer = await fetch(`${globe.url}/api/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(events),
    });
    expect(answer.status).toBe(202);
    return `pin-${sent}`;
  }

  const aRepin = (location: object) => ({
    id: `proof-${++sent}`,
    type: 'repin',
    ts: Date.now(),
    userId: 'user-hidden',
    pinId: `pin-${sent}`,
    pin: {
      title: `Ramen <b>number ${sent}</b>`,
      category: 'food',
      boardName: 'Soups of the world',
      imageUrl: PICTURE,
      color: '#c2452d',
      link: 'https://example.com/ramen',
    },
    location,
  });

  async function open(browser: TestBrowser, path = '/', size = SIZE) {
    const opened = await browser.open(globe.url + path, size);
    opened.page.setDefaultTimeout(PATIENCE.timeout);
    await opened.page.locator('[data-testid="connection-state"][data-state="live"]').waitFor();
    await opened.page.waitForFunction(
      () => (window as ProbedWindow).__repinGlobe !== undefined,
      undefined,
      PATIENCE,
    );
    // The layer that listens to the pointer and the keys has come.
    await opened.page.getByTestId('walk-note').waitFor({ state: 'attached' });
    return opened;
  }

  /**
   * Posts a repin and clicks its ring until the card of this very pin is there. More than once only on a machine so slow
   * that a ring is gone before the click arrives: then the click meant the place.
   */
  async function clickRing(page: Page): Promise<string> {
    for (let tries = 1; ; tries++) {
      const pinId = await post(PARIS);
      try {
        const spot = await page.waitForFunction(
          ({ lat, lng }) => {
            const probe = (window as ProbedWindow).__repinGlobe;
            const near = (ring: { lat: number; lng: number; ageMs: number }) =>
              Math.abs(ring.lat - lat) < 0.7 && Math.abs(ring.lng - lng) < 0.7 && ring.ageMs >= 0;
            const ring = probe?.rings().findLast(near);
            return ring && probe?.project(ring.lat, ring.lng);
          },
          { lat: PARIS.lat, lng: PARIS.lng },
          { timeout: 20_000, polling: 50 },
        );
        const { x, y } = (await spot.jsonValue()) as Spot;
        await page.mouse.click(x, y);
        await page.locator(`[data-testid="pin-card"][data-pin="${pinId}"]`).waitFor({ timeout: 20_000 });
        return pinId;
      } catch (error) {
        if (tries === 8) throw error;
        await page.keyboard.press('Escape');
      }
    }
  }

  const expectCard = async (page: Page) => {
    const card = page.getByTestId('pin-card');
    const words = await card.textContent();
    expect(words).toContain('Ramen <b>number');
    expect(words).toContain('Soups of the world · Food');
    expect(words).toContain('Repinned in Paris, France');
    expect(await card.getByRole('link').getAttribute('href')).toBe('https://example.com/ramen');
    const picture = card.locator('img');
    expect(await picture.getAttribute('src')).toBe(PICTURE);
    expect(await picture.getAttribute('referrerpolicy')).toBe('no-referrer');
    expect(await page.content()).not.toContain('user-hidden');
  };

  test.each([
    ['the globe', 'webgl', () => chromium],
    ['the flat map', 'map', () => blind],
  ] as const)(
    'a click on a ring of %s opens the card of the pin that was posted',
    async (_, mode, browser) => {
      const { page, context, errors } = await open(browser());
      expect(await page.evaluate(() => (window as ProbedWindow).__repinGlobe?.mode)).toBe(mode);
      await clickRing(page);
      await expectCard(page);
      await isFocused(page, '[data-testid="details"]');
      await page.keyboard.press('Escape');
      await page.getByTestId('details').waitFor({ state: 'detached' });
      await isFocused(page, '.watch-stage');
      expect(errors).toEqual([]);
      await context.close();
    },
  );

  test('a row of the feed opens its card, and has the focus again when it is closed', async () => {
    const { page, context } = await open(blind);
    const row = page.getByTestId('feed-row').first();
    await row.waitFor();
    await row.getByRole('button').focus();
    await page.waitForFunction(
      () => document.querySelector('[data-testid="feed"]')?.getAttribute('data-held') === 'true',
    );
    const handle = await row.getAttribute('data-handle');
    await page.keyboard.press('Enter');
    await page.locator(`[data-testid="pin-card"][data-handle="${handle}"]`).waitFor();
    await isFocused(page, '[data-testid="details"]');
    // Another one comes meanwhile: the row waits.
    await post(DAKAR);
    await page.waitForFunction(
      (count) => document.querySelector('[data-testid="total-repins"]')?.textContent === String(count),
      sent,
      PATIENCE,
    );
    await page.keyboard.press('Escape');
    await isFocused(page, `[data-handle="${handle}"] button`);
    await page.getByTestId('details').waitFor({ state: 'detached' });
    await context.close();
  });

  test('a hot place tells its name under the pointer and opens its panel, which leads to its cards and on', async () => {
    const { page, context } = await open(blind);
    await page.getByTestId('top-places').getByRole('button', { name: /Dakar/ }).waitFor();
    await page.waitForFunction(() => (window as ProbedWindow).__repinGlobe?.rings().length === 0);
    const { x, y } = await page.evaluate(
      ({ lat, lng }) => (window as ProbedWindow).__repinGlobe?.project(lat, lng) ?? { x: 0, y: 0 },
      DAKAR,
    );
    await page.mouse.move(x, y);
    await page.getByTestId('hover-tip').filter({ hasText: 'Dakar, Senegal' }).waitFor();
    const panel = page.getByTestId('place-panel');
    await page.getByTestId('hover-tip').filter({ hasText: 'in 5 min' }).waitFor();
    await page.mouse.click(x, y);
    await panel.filter({ hasText: 'Dakar' }).waitFor();
    await panel.getByText(/repins? since \d\d:\d\d/).waitFor();
    expect(await panel.textContent()).toContain('Top pins');
    await panel.locator('.place-latest').getByRole('button').first().click();
    const card = page.getByTestId('pin-card');
    await card.waitFor();
    await card.getByRole('button', { name: 'Repinned in Dakar, Senegal' }).click();
    await panel.waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await panel.waitFor({ state: 'detached' });

    await page.getByTestId('top-places').getByRole('button', { name: /Paris/ }).click();
    await panel.filter({ hasText: 'Paris' }).waitFor();
    const count = () => page.getByTestId('place-repins').textContent();
    await page.waitForFunction(
      () => document.querySelector('[data-testid="place-repins"]')?.textContent !== '–',
    );
    const before = Number(await count());
    expect(before).toBeGreaterThanOrEqual(3);
    await post(PARIS);
    // It is asked again while it is open.
    await page.waitForFunction(
      (wanted) => Number(document.querySelector('[data-testid="place-repins"]')?.textContent) > wanted,
      before,
      PATIENCE,
    );
    // A click beside everything closes it.
    await page.mouse.click(SIZE.width / 2, 3);
    await panel.waitFor({ state: 'detached' });
    await context.close();
  });

  test('by keyboard alone: turn, come near, go home, walk to a hot place, open it and its card, and come back', async () => {
    const { page, context } = await open(chromium);
    await page.getByTestId('top-places').getByRole('button', { name: /Paris/ }).waitFor();
    await page.keyboard.press('Tab');
    await isFocused(page, '[role="application"]:focus-visible');
    const until = (met: (now: { lat: number; lng: number; altitude: number }) => boolean) =>
      expect.poll(async () => met(await view(page)), PATIENCE).toBe(true);

    const start = await view(page);
    for (let times = 0; times < 4; times++) await page.keyboard.press('ArrowUp');
    await until(({ lat }) => lat > start.lat + 30);
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await until(({ altitude }) => altitude < start.altitude * 0.8);
    await page.keyboard.press('Home');
    await until(
      ({ lat, altitude }) =>
        Math.abs(lat - start.lat) < 3 && Math.abs(altitude - start.altitude) < start.altitude * 0.05,
    );

    await page.keyboard.press('n');
    const note = page.getByTestId('walk-note');
    await note.filter({ hasText: /^Paris, France, \d+ repins in 5 min, 1 of \d+$/ }).waitFor();
    await until(({ lat, lng }) => Math.abs(lat - PARIS.lat) < 1 && Math.abs(lng - PARIS.lng) < 1);
    await page.keyboard.press('n');
    await note.filter({ hasText: /^Dakar, Senegal/ }).waitFor();
    await page.keyboard.press('p');
    await note.filter({ hasText: /^Paris, France/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByTestId('place-panel').filter({ hasText: 'Paris' }).waitFor();
    await isFocused(page, '[data-testid="details"]');
    await page.locator('.place-latest button').first().waitFor();
    for (let tabs = 0; tabs < 12; tabs++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(() => document.activeElement?.closest('.place-latest') !== null)) break;
    }
    await page.keyboard.press('Enter');
    await page.getByTestId('pin-card').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('details').waitFor({ state: 'detached' });
    await isFocused(page, '[role="application"]');
    await context.close();
  });

  test('reduced motion is followed as it is switched: the globe stands still, jumps, and turns again', async () => {
    const { page, context } = await open(chromium);
    const turns = async () => {
      const { lng } = await view(page);
      await page.waitForFunction(
        (before) =>
          Math.abs(((window as ProbedWindow).__repinGlobe?.pointOfView().lng ?? before) - before) > 0.5,
        lng,
        PATIENCE,
      );
    };
    const afterFrames = async (count: number) => {
      const { frames } = await view(page);
      await page.waitForFunction(
        (wanted) => ((window as ProbedWindow).__repinGlobe?.frames() ?? 0) >= wanted,
        frames + count,
        PATIENCE,
      );
      return view(page);
    };
    await turns();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const still = await afterFrames(3);
    const later = await afterFrames(8);
    expect(later.lng).toBeCloseTo(still.lng, 6);
    await page.getByTestId('top-places').getByRole('button', { name: /Dakar/ }).click();
    await page.getByTestId('place-panel').waitFor();
    const there = await afterFrames(3);
    expect(there.lat).toBeCloseTo(DAKAR.lat, 0);
    expect(there.lng).toBeCloseTo(DAKAR.lng, 0);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    // What one reads beside its place stays beside it.
    const held = await afterFrames(8);
    expect(held.lng).toBeCloseTo(there.lng, 6);
    await page.keyboard.press('Escape');
    await turns();
    await context.close();
  });

  test.each(['/', '/?theme=light'])('%s has no serious fault with a card or a panel open', async (path) => {
    const { page, context } = await open(blind, path);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.getByTestId('feed-row').first().getByRole('button').click();
    await page.getByTestId('pin-card').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByTestId('top-places').getByRole('button', { name: /Paris/ }).click();
    await page.locator('.place-latest button').first().waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.locator('.watch-stage').focus();
    await page.keyboard.press('Escape');
    await context.close();
  });

  test('without its server a panel says so, and keeps asking', async () => {
    const { page, context } = await open(blind);
    await page.getByTestId('top-places').getByRole('button', { name: /Paris/ }).waitFor();
    await globe.process.stop();
    await page.getByTestId('top-places').getByRole('button', { name: /Paris/ }).click();
    await page.locator('[data-testid="details-failure"][data-failure="unreachable"]').waitFor();
    expect(await page.getByTestId('details-failure').textContent()).toContain('does not answer');
    await context.close();
  });
});
