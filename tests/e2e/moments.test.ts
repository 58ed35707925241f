import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { SNAPSHOT_PATH, type Snapshot } from '../../lib/live/protocol';
import { requirePart } from '../support/parts';
import { waitFor } from '../support/processes';
import { FLAT, GlobeInChromium } from './globe-in-chromium';

const PATIENCE = { timeout: 120_000 };
/** Nobody has ever repinned from there. */
const REYKJAVIK = { lat: 64.15, lng: -21.94, city: 'Reykjavik', country: 'IS', accuracyKm: 10 };
const PARIS = { lat: 48.86, lng: 2.35, city: 'Paris', country: 'FR', accuracyKm: 10 };

describe.skipIf(!requirePart('chromium'))('small moments', () => {
  // What is told, and where, is the same over the map.
  const on = new GlobeInChromium({ SOURCE: 'none' }, FLAT);
  // So that the database has seen one country, and a page the other one come.
  beforeAll(async () => {
    await on.post(998, () => ({ pinId: 'pin-1', location: PARIS }));
    await waitFor(async () => {
      const { totals, countriesSeen } = await on.globe.json<Snapshot>(SNAPSHOT_PATH);
      return totals.repin === 998 && countriesSeen?.join() === 'FR';
    }, 'the globe to know France');
  });

  /** Every moment that the page showed, as its texts. */
  async function collectMoments(page: Page): Promise<() => Promise<string[]>> {
    await page.locator('[data-testid="moment-spoken"]').waitFor({ ...PATIENCE, state: 'attached' });
    await page.evaluate(() => {
      const told: string[] = [];
      (window as { __told?: string[] }).__told = told;
      const look = () => {
        const text = document.querySelector('[data-testid="moment"]')?.textContent;
        if (text && !told.includes(text)) told.push(text);
        const ring = document.querySelector('[data-testid="moment-ring"]');
        if (ring && !told.includes('ring')) told.push('ring');
      };
      new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
    });
    return () => page.evaluate(() => (window as { __told?: string[] }).__told ?? []);
  }

  test('the first repin ever from a country and a milestone are told one after the other, on page and wall', async () => {
    const open = await Promise.all(
      ['/', '/wall', '/?country=FR'].map(async (path) => {
        const { page } = await on.open(path, { width: 960, height: 600 });
        await page.locator('[data-connection="live"]').waitFor(PATIENCE);
        return { page, told: await collectMoments(page) };
      }),
    );
    await on.post(2, () => ({ pinId: 'pin-1', location: REYKJAVIK }));
    for (const { page, told } of open.slice(0, 2)) {
      await waitFor(async () => (await told()).includes('Repins in all1,000'), 'the milestone', {
        timeoutMs: 120_000,
      });
      expect((await told()).filter((text) => text !== 'ring')).toEqual([
        'First repin ever fromIceland',
        'Repins in all1,000',
      ]);
      expect(await told()).toContain('ring');
      await page.getByTestId('moment').waitFor({ ...PATIENCE, state: 'detached' });
      expect(await page.getByTestId('moment-spoken').textContent()).toBe('');
    }
    // A viewer that sees only a part is not told of the whole.
    expect(await open[2]?.told()).toEqual([]);
  });
});
