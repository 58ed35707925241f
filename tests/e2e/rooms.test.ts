import { afterAll, describe, expect, test } from 'vitest';
import { SNAPSHOT_PATH, type Snapshot } from '../../lib/live/protocol';
import { fold } from '../../lib/live/room-match';
import { CountingClient } from '../support/counting-client';
import { requirePart } from '../support/parts';
import { waitFor } from '../support/processes';
import { FLAT, GlobeInChromium } from './globe-in-chromium';

const PATIENCE = { timeout: 120_000 };
const SIZE = { width: 1280, height: 800 };
const ROOMS = 16;

describe.skipIf(!requirePart('chromium'))('filters by board and keyword', () => {
  const on = new GlobeInChromium({ RATE: '40' }, FLAT);
  const others: CountingClient[] = [];
  afterAll(() => {
    for (const other of others) other.stop();
  });

  test('a keyword that is typed holds for numbers, feed and address, says since when, and is cleared again', async () => {
    // A word of a pin that was repinned just now.
    let word = '';
    await waitFor(async () => {
      const { latest } = (await (await fetch(on.globe.url + SNAPSHOT_PATH)).json()) as Snapshot;
      word =
        latest.flatMap(({ title }) => title?.split(' ') ?? []).find((each) => /^[a-z]{5,}$/i.test(each)) ??
        '';
      return word !== '';
    }, 'a pin with a title');
    const { page, context, errors } = await on.open('/', SIZE);
    await page.locator('[data-testid="connection-state"][data-state="live"]').waitFor(PATIENCE);
    const field = page.getByLabel('Keywords');
    await field.fill(` ${word.toUpperCase()} `);
    await field.press('Enter');
    await page.getByRole('button', { name: 'Show all' }).waitFor(PATIENCE);
    expect(new URL(page.url()).searchParams.get('q')).toBe(word.toUpperCase());
    await page
      .getByText(/since \d/i)
      .first()
      .waitFor(PATIENCE);
    await page.waitForFunction(
      () =>
        Number(document.querySelector('[data-testid="total-repins"]')?.textContent?.replaceAll(/\D/g, '')) >
        0,
      undefined,
      PATIENCE,
    );
    const rows = await page.getByTestId('feed-row').allTextContents();
    expect(rows.length).toBeGreaterThan(0);
    const folded = fold(word);
    const room = (await (await fetch(`${on.globe.url}${SNAPSHOT_PATH}?q=${word}`)).json()) as Snapshot;
    for (const { title, boardName } of room.latest) expect(fold(`${title} ${boardName}`)).toContain(folded);
    const titles = new Set(room.latest.map(({ title }) => title ?? ''));
    expect(rows.filter((row) => ![...titles].some((title) => row.includes(title)))).toEqual([]);

    await field.fill('nothing has this in its title');
    await field.press('Enter');
    const total = page.getByTestId('total-repins');
    await page.waitForFunction(
      () => document.querySelector('[data-testid="total-repins"]')?.textContent === '0',
      undefined,
      PATIENCE,
    );
    expect(await page.getByTestId('feed-row').count()).toBe(0);

    await page.reload({ waitUntil: 'domcontentloaded' });
    await page.waitForFunction(
      () => document.querySelector('[data-testid="total-repins"]')?.textContent === '0',
      undefined,
      PATIENCE,
    );
    expect(await page.getByLabel('Keywords').inputValue()).toBe('nothing has this in its title');
    await page.getByLabel('Keywords').press('Escape');
    await page.getByTestId('feed-row').first().waitFor(PATIENCE);
    expect(new URL(page.url()).search).toBe('');
    expect(await total.textContent()).not.toBe('0');
    expect(errors).toEqual([]);
    await context.close();
  });

  test('one filter too many is refused in words, and everything can be shown', async () => {
    for (let number = 0; number < ROOMS; number++)
      others.push(new CountingClient(on.globe.url, { room: { board: `board ${number}`, keywords: '' } }));
    // Rooms that are empty by now make place for them.
    await waitFor(() => {
      for (const { status, client } of others) if (status?.refused) client.retryNow();
      return others.every(({ status }) => status?.state === 'live');
    }, 'all rooms to be taken');
    const { page, context } = await on.open('/?q=one+too+many', SIZE);
    await page.getByText(/No room for this filter/).waitFor(PATIENCE);
    expect(await page.getByTestId('total-repins').textContent()).not.toMatch(/\d/);
    expect(await page.getByTestId('feed-row').count()).toBe(0);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByTestId('feed-row').first().waitFor(PATIENCE);
    await page.locator('[data-testid="connection-state"][data-state="live"]').waitFor(PATIENCE);
    expect(await page.getByText(/No room for this filter/).count()).toBe(0);
    await context.close();
  });
});
