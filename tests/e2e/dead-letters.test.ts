import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SNAPSHOT_PATH, type Snapshot } from '../../lib/live/protocol';
import { deadLetter } from '../../server/ingest/dead-letter';
import { openEmbeddedStore } from '../../server/store/embedded/embedded-store';
import type { DeadLetterReason } from '../../server/store/store';
import { aBatch } from '../../server/store/store-fixtures';
import { type OpenedPage, startChromium, type TestBrowser } from '../support/chromium';
import { type Globe, startGlobe } from '../support/globe';
import { requirePart } from '../support/parts';
import { privateFolder, waitFor } from '../support/processes';

const KEY = 'the key of the operators';
const USER = 'user-nobody-may-see';
const ADDRESS = '81.2.69.142';
const PATIENCE = { timeout: 60_000 };

/** A database in which a program of yesterday left what today's can read, and what nobody can. */
async function leaveLetters(dataDir: string): Promise<void> {
  const store = await openEmbeddedStore({ file: join(dataDir, 'repin-globe.db') });
  await store.migrate();
  const repin = JSON.stringify({ type: 'repin', ts: Date.now(), userId: USER, ip: ADDRESS, pinId: 'p' });
  const given: readonly (readonly [DeadLetterReason, string])[] = [
    ...[1, 2, 3].map(() => ['bad_field', repin] as const),
    ['not_json', `{"userId":"${USER}","ip":"${ADDRESS}"`],
    ['not_json', 'nothing'],
  ];
  await store.writeBatch(
    aBatch([], {
      lastOffset: 9,
      deadLetters: given.map(([reason, value], offset) =>
        deadLetter(
          { offset, reason, detail: 'must be as it was not', field: null, at: Date.now() - 60_000 },
          { value: Buffer.from(value), headers: {}, timestamp: Date.now() - 60_000 },
        ),
      ),
    }),
  );
  await store.close();
}

async function expectNoFaults(page: Page): Promise<void> {
  // What is being read again is dimmed.
  await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const faults = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run()).violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
  });
  expect(faults).toEqual([]);
}

describe.skipIf(!requirePart('chromium'))('the page of the operators, in Chromium', () => {
  let globe: Globe;
  let chromium: TestBrowser;
  let opened: OpenedPage;
  let page: Page;

  beforeAll(async () => {
    const dataDir = privateFolder('letters-e2e');
    await leaveLetters(dataDir);
    globe = await startGlobe({ env: { DATA_DIR: dataDir, SOURCE: 'none', ADMIN_KEY: KEY } });
    chromium = await startChromium();
    opened = await chromium.open(`${globe.url}/admin/dead-letters`);
    page = opened.page;
    page.setDefaultTimeout(PATIENCE.timeout);
  });
  afterAll(async () => {
    await chromium?.close();
    await globe?.process.stop();
  });

  const rows = () => page.getByTestId('letter-row');
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const expectFocus = (text: string) =>
    page.waitForFunction((wanted) => document.activeElement?.textContent === wanted, text);
  const report = () => page.getByTestId('report').locator('p').first();

  test('asks for the key, says when it is wrong, and keeps the right one out of the address', async () => {
    const field = page.getByLabel('Admin key');
    await field.waitFor();
    expect(await field.evaluate((input) => input === document.activeElement)).toBe(true);
    await expectNoFaults(page);
    await page.keyboard.type('not the key at all');
    await page.keyboard.press('Enter');
    await page.getByText('That is not the key of this globe.').waitFor();
    expect(await rows().count()).toBe(0);
    await field.fill(KEY);
    await page.keyboard.press('Enter');
    await rows().nth(4).waitFor();
    await expectFocus('Dead letters');
    expect(page.url()).toBe(`${globe.url}/admin/dead-letters`);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    await page.reload();
    await rows().nth(4).waitFor();
  });

  test('lists them by reason', async () => {
    await expectNoFaults(page);
    await page.getByTestId('reason-not_json').click();
    await button('Replay all 2').waitFor();
    await page.waitForFunction(() => document.querySelectorAll('[data-testid=letter-row]').length === 2);
    await button(/^All/).first().click();
    await rows().nth(4).waitFor();
  });

  test('shows one, masked', async () => {
    // Newest first, of the same time by offset: the text that is no JSON.
    await rows().nth(1).getByRole('button').press('Enter');
    const sheet = page.getByTestId('letter-sheet');
    await sheet.waitFor();
    expect(await sheet.locator('pre').textContent()).toMatch(/"userId":"x/);
    await expectNoFaults(page);
    const html = await page.content();
    for (const secret of [USER, ADDRESS]) expect(html).not.toContain(secret);
    await rows().nth(1).getByRole('button').first().press('Enter');
    await sheet.waitFor({ state: 'detached' });
  });

  test('replays the picked ones, then the rest', async () => {
    await rows().nth(4).getByRole('checkbox').check();
    await button('Replay 1 picked').click();
    await page.getByText('Replayed 1 of 1 dead letter', { exact: true }).waitFor();
    await button('Replay all 4').click();
    await page.getByText('Replayed 2 of 4 dead letters', { exact: true }).waitFor();
    expect(await page.getByTestId('report').textContent()).toMatch(/not_json/);
    await button('Replay all 2').waitFor();
    await expectNoFaults(page);
    await button('Replayed').click();
    await page.waitForFunction(() => document.querySelectorAll('[data-testid=letter-row]').length === 3);
    expect(await rows().getByRole('checkbox').count()).toBe(0);
    await waitFor(
      async () => (await globe.json<Pick<Snapshot, 'totals'>>(SNAPSHOT_PATH)).totals.repin === 3,
      'the replayed ones to be on the globe',
    );
  });

  test('asks before it drops, and can be told to keep', async () => {
    await button('Open').click();
    await button('Drop all 2').click();
    await expectFocus('Drop 2');
    await expectNoFaults(page);
    await page.keyboard.press('Escape');
    await button('Drop all 2').waitFor();
    await expectFocus('Drop all 2');
    expect(await rows().count()).toBe(2);
    await page.keyboard.press('Enter');
    await button('Drop 2').click();
    await page.getByTestId('no-letters').waitFor();
    expect(await report().textContent()).toBe('Dropped 2 dead letters');
  });

  test('says what is wrong when the globe is gone, and forgets the key', async () => {
    await button('Replayed').click();
    await rows().nth(2).waitFor();
    await globe.process.stop();
    await button('Look again').click();
    await page.getByText('The globe does not answer.').first().waitFor();
    expect(await rows().count()).toBe(3);
    // What was replayed is not shown as dropped.
    await button('Dropped').click();
    await rows().first().waitFor({ state: 'detached' });
    await page.getByText('The globe does not answer.').first().waitFor();
    await button('Forget the key').click();
    await page.getByLabel('Admin key').waitFor();
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    // A wrong key and a globe that is gone are answers, and told as such by the browser; nothing else is.
    expect(opened.errors.filter((line) => !/401|ERR_CONNECTION_REFUSED/.test(line))).toEqual([]);
  });
});
