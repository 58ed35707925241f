import { describe, expect, test } from 'vitest';
import { PINS_PATH } from '../../lib/live/protocol';
import { requirePart } from '../support/parts';
import { waitFor } from '../support/processes';
import { FLAT, GlobeInChromium } from './globe-in-chromium';

const PATIENCE = { timeout: 120_000 };
const PARIS = { lat: 48.86, lng: 2.35, city: 'Paris', country: 'FR', accuracyKm: 10 };
const BERLIN = { lat: 52.52, lng: 13.4, city: 'Berlin', country: 'DE', accuracyKm: 10 };
const RAMEN = {
  location: PARIS,
  pinId: 'ramen',
  pin: { title: 'A bowl of <b>ramen</b>', category: 'food', color: '#c2452d' },
};
const EASEL = {
  location: BERLIN,
  pinId: 'easel',
  pin: { title: 'An easel', category: 'art', color: '#2d6ec2' },
};

describe.skipIf(!requirePart('chromium'))('the most repinned pins', () => {
  const on = new GlobeInChromium({ SOURCE: 'none' }, FLAT);

  async function open(path: string) {
    const { page, errors } = await on.open(path, { width: 1280, height: 720 });
    const asked: string[] = [];
    page.on('request', (request) => {
      if (new URL(request.url()).pathname === PINS_PATH) asked.push(request.url());
    });
    await page.locator('[data-connection="live"]').waitFor(PATIENCE);
    const list = page.getByTestId('top-pins');
    return {
      page,
      errors,
      asked,
      choose: (name: string) => page.getByRole('tab', { name }).click(),
      rowsAre: async (...rows: readonly string[]) => {
        let seen: readonly string[] = [];
        await waitFor(
          async () => {
            seen = await list.locator('li').allInnerTexts();
            return seen.join() === rows.join();
          },
          () => `${JSON.stringify(rows)}; there are ${JSON.stringify(seen)}`,
        );
      },
    };
  }

  test('are asked for while they are shown, and say how far back they go', async () => {
    await on.post(3, () => RAMEN);
    await on.post(1, () => EASEL);
    const { page, choose, rowsAre, asked, errors } = await open('/');
    expect(asked).toEqual([]);
    await choose('Pins');
    await rowsAre('A bowl of <b>ramen</b>\n3', 'An easel\n1');
    expect(await page.locator('.top-lists-window').textContent()).toMatch(/^\d+ (min|h)$/);
    await on.post(4, () => EASEL);
    await rowsAre('An easel\n5', 'A bowl of <b>ramen</b>\n3');
    await choose('Places');
    await page.getByTestId('top-pins').waitFor({ ...PATIENCE, state: 'detached' });
    expect(errors).toEqual([]);
  });

  test.each([
    ['/?category=food', 'A bowl of <b>ramen</b>\n3'],
    ['/?country=DE', 'An easel\n5'],
    ['/?q=ramen', 'A bowl of <b>ramen</b>\n3'],
  ])('are those that pass the filter of %s', async (path, row) => {
    const { choose, rowsAre } = await open(path);
    await choose('Pins');
    await rowsAre(row);
  });
});
