import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PINS_PATH } from '../../lib/live/protocol';
import { startChromium, type TestBrowser } from '../support/chromium';
import { type Globe, startGlobe } from '../support/globe';
import { requirePart } from '../support/parts';
import { waitFor } from '../support/processes';

const PATIENCE = { timeout: 120_000 };
const PARIS = { lat: 48.86, lng: 2.35, city: 'Paris', country: 'FR', accuracyKm: 10 };
const BERLIN = { lat: 52.52, lng: 13.4, city: 'Berlin', country: 'DE', accuracyKm: 10 };
const RAMEN = {
  pinId: 'ramen',
  pin: { title: 'A bowl of <b>ramen</b>', category: 'food', color: '#c2452d' },
};
const EASEL = { pinId: 'easel', pin: { title: 'An easel', category: 'art', color: '#2d6ec2' } };

describe.skipIf(!requirePart('chromium'))('the most repinned pins', () => {
  let globe: Globe;
  let chromium: TestBrowser;
  let sent = 0;
  beforeAll(async () => {
    [globe, chromium] = await Promise.all([
      startGlobe({ env: { SOURCE: 'none' } }),
      startChromium(['--disable-gpu', '--disable-3d-apis']),
    ]);
  });
  afterAll(async () => {
    await chromium?.close();
    await globe?.process.stop();
  });

  async function post(count: number, pin: object, location: object): Promise<void> {
    const events = Array.from({ length: count }, () => ({
      id: `pins-${++sent}`,
      type: 'repin',
      ts: Date.now(),
      userId: 'user-hidden',
      location,
      ...pin,
    }));
    const response = await fetch(`${globe.url}/api/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(events),
    });
    expect(response.ok).toBe(true);
  }

  async function open(path: string) {
    const { page, errors } = await chromium.open(globe.url + path, { width: 1280, height: 720 });
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
    await post(3, RAMEN, PARIS);
    await post(1, EASEL, BERLIN);
    const { page, choose, rowsAre, asked, errors } = await open('/');
    expect(asked).toEqual([]);
    await choose('Pins');
    await rowsAre('A bowl of <b>ramen</b>\n3', 'An easel\n1');
    expect(await page.locator('.top-lists-window').textContent()).toMatch(/^\d+ (min|h)$/);
    await post(4, EASEL, BERLIN);
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
