import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { brandProperties } from '../../lib/brand/brand';
import { startChromium, type TestBrowser } from '../support/chromium';
import { type Globe, startGlobe } from '../support/globe';
import { requirePart } from '../support/parts';

const PATIENCE = { timeout: 120_000 };
const SIZE = { width: 960, height: 600 };
const ACCENT = '#00d084';
const BRAND = {
  dark: { repin: ACCENT, pin: '#ffe14d', space: '#0b0f0d' },
  light: { pin: '#7a5b00' },
} as const;

type ProbedWindow = { __repinGlobe?: { mode: string; eventColours(): Record<string, string> } };

/** What the page and the scene on it are coloured in. */
async function colours(page: Page, mode: string) {
  // The scene takes its colours a moment after it is there.
  await page.waitForFunction(
    (wanted) => {
      const probe = (window as ProbedWindow).__repinGlobe;
      const repin = getComputedStyle(document.documentElement).getPropertyValue('--repin').trim();
      return probe?.mode === wanted && probe.eventColours().repin === repin;
    },
    mode,
    PATIENCE,
  );
  return await page.evaluate(() => {
    const style = getComputedStyle(document.documentElement);
    const of = (name: string) => style.getPropertyValue(`--${name}`).trim();
    const mark = document.querySelector('.type-legend [data-type="repin"] .event-mark');
    return {
      page: { repin: of('repin'), pin: of('pin'), comment: of('comment'), login: of('login') },
      space: of('space'),
      mark: mark && getComputedStyle(mark).color,
      scene: (window as ProbedWindow).__repinGlobe?.eventColours(),
    };
  });
}

describe.skipIf(!requirePart('chromium'))('a brand by configuration', () => {
  let globe: Globe;
  let chromium: TestBrowser;
  let flat: TestBrowser;
  beforeAll(async () => {
    const env = {
      BRAND_ACCENT: ACCENT,
      BRAND_PIN: `${BRAND.dark.pin},${BRAND.light.pin}`,
      BRAND_SPACE: BRAND.dark.space,
      HEAT_HALF_LIFE_MINUTES: '60',
    };
    [globe, chromium, flat] = await Promise.all([
      startGlobe({ env }),
      startChromium(),
      startChromium(['--disable-gpu', '--disable-3d-apis']),
    ]);
  });
  afterAll(async () => {
    await Promise.all([chromium?.close(), flat?.close()]);
    await globe?.process.stop();
  });

  test.each([
    ['/', 'dark', BRAND.dark.space],
    ['/?theme=light', 'light', '#f6f4ef'],
    ['/?theme=transparent', 'dark', 'transparent'],
  ] as const)('colours the page and the rings of %s alike', async (path, look, space) => {
    const { page, context, errors } = await chromium.open(globe.url + path, SIZE);
    const seen = await colours(page, 'webgl');
    const { repin, pin } = brandProperties(BRAND, look);
    expect(seen.page).toMatchObject({ repin, pin });
    expect(seen.scene).toEqual(seen.page);
    expect(seen.space).toBe(space);
    if (look === 'dark') expect(seen.mark).toBe('rgb(0, 208, 132)');
    expect(errors).toEqual([]);
    await context.close();
  });

  test('colours the flat map too', async () => {
    const { page, context } = await flat.open(globe.url, SIZE);
    const seen = await colours(page, 'map');
    expect(seen.scene).toEqual(seen.page);
    expect(seen.scene?.repin).toBe(ACCENT);
    await context.close();
  });

  test('the heat says by which half-life it fades', async () => {
    const { page, context } = await flat.open(globe.url, SIZE);
    await page.getByText('repins, halved every 60 min').waitFor(PATIENCE);
    await context.close();
  });
});
