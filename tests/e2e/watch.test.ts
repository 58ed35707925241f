import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startChromium, type TestBrowser } from '../support/chromium';
import { type Globe, startGlobe } from '../support/globe';
import { type KafkaBroker, startKafka } from '../support/kafka-broker';
import { requirePart } from '../support/parts';
import { freePort, privateFolder, waitFor } from '../support/processes';

const TOPIC = 'engagement';
/** Software WebGL on a busy machine: states are waited for, long. */
const PATIENCE = { timeout: 120_000 };
/** Wide enough for the layout of a desk, small enough for a frame a second. */
const SIZE = { width: 960, height: 600 };

type Ring = { lat: number; lng: number; type: string; weight: number; ageMs: number; soft: boolean };
type Probe = {
  mode: string;
  rings(): Ring[];
  ringDrawCalls(): number;
  heatAt(lat: number, lng: number): number;
  project(lat: number, lng: number): { x: number; y: number; visible: boolean };
  loseContext(): void;
  restoreContext(): void;
};
type ProbedWindow = { __repinGlobe?: Probe; seen?: Ring[] };

/** A page of another origin that frames the address behind its question mark. */
async function frameHost(): Promise<{ readonly origin: string; close(): void }> {
  const server = createServer((request, response) => {
    const src = (request.url ?? '').split(/\?(.*)/s)[1] ?? '';
    response.setHeader('content-type', 'text/html');
    response.end(
      `<!doctype html><title>Dashboard</title><iframe src="${src}" width="400" height="300"></iframe>`,
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => server.close(),
  };
}

const SYDNEY = { lat: -33.87, lng: 151.21, city: 'Sydney', country: 'AU', accuracyKm: 10 };
const PARIS = { lat: 48.86, lng: 2.35, city: 'Paris', country: 'FR', accuracyKm: 10 };
const text = (page: Page, id: string) => page.getByTestId(id).first().textContent();
const number = async (page: Page, id: string) => Number(((await text(page, id)) ?? '').replace(/[^\d]/g, ''));

describe.skipIf(!requirePart('kafka', 'chromium'))('in Chromium, on a real Kafka', () => {
  let kafka: KafkaBroker;
  let globe: Globe;
  let chromium: TestBrowser;
  let env: Record<string, string>;
  let sent = 0;

  beforeAll(async () => {
    [kafka, chromium] = await Promise.all([startKafka(), startChromium()]);
    await kafka.createTopic(TOPIC, 1);
    const port = await freePort();
    env = {
      KAFKA_BROKERS: kafka.brokers,
      KAFKA_TOPIC: TOPIC,
      PORT: String(port),
      DATA_DIR: privateFolder('e2e'),
    };
    globe = await startGlobe({ env });
  });
  afterAll(async () => {
    await chromium?.close();
    await globe?.process.stop();
    await kafka?.stop();
  });

  /** Posts repins to Kafka, in Paris unless told otherwise. */
  async function post(count = 1, location: object | null = PARIS): Promise<void> {
    const events = Array.from({ length: count }, () => ({
      id: `e2e-${++sent}`,
      type: 'repin',
      ts: Date.now(),
      userId: 'user-hidden',
      pinId: `pin-${sent}`,
      pin: { title: `A bowl of ramen, number ${sent}`, category: 'food', color: '#c2452d' },
      ...(location === null ? {} : { location }),
    }));
    await kafka.produce(
      TOPIC,
      events.map((event) => ({ value: JSON.stringify(event) })),
    );
  }

  /** Remembers every ring that the scene ever held: on a slow machine one may be gone before it is asked for. */
  async function watchRings(page: Page | Frame): Promise<void> {
    await page.waitForFunction(
      () => (window as ProbedWindow).__repinGlobe !== undefined,
      undefined,
      PATIENCE,
    );
    await page.evaluate(() => {
      const probed = window as ProbedWindow;
      probed.seen = [];
      setInterval(() => probed.seen?.push(...(probed.__repinGlobe?.rings() ?? [])), 50);
    });
  }

  /**
   * Posts a repin there until its ring was seen in the scene, and gives that ring. More than once only on a machine so
   * slow that a frame takes longer than a ring lives.
   */
  async function ringAt(
    page: Page | Frame,
    place: { readonly lat: number; readonly lng: number; readonly [name: string]: unknown },
  ): Promise<Ring> {
    for (let tries = 1; ; tries++) {
      await post(1, place);
      try {
        const handle = await page.waitForFunction(
          ({ lat, lng }) =>
            (window as ProbedWindow).seen?.find(
              (ring) =>
                ring.type === 'repin' && Math.abs(ring.lat - lat) < 0.7 && Math.abs(ring.lng - lng) < 0.7,
            ),
          { lat: place.lat, lng: place.lng },
          { timeout: 20_000 },
        );
        return (await handle.jsonValue()) as Ring;
      } catch (error) {
        if (tries === 6) throw error;
      }
    }
  }

  test('a page without events says what it waits for; a repin in Kafka becomes a circle at its place', async () => {
    const { page, context, errors } = await chromium.open(globe.url, SIZE);
    await page.getByTestId('connection-state').filter({ hasText: /wait/i }).waitFor(PATIENCE);
    await watchRings(page);
    expect(await page.evaluate(() => (window as ProbedWindow).__repinGlobe?.mode)).toBe('webgl');
    const ring = await ringAt(page, PARIS);
    expect(ring).toMatchObject({ type: 'repin', weight: 1, soft: false });
    expect(
      await page.evaluate(() => (window as ProbedWindow).__repinGlobe?.ringDrawCalls()),
    ).toBeLessThanOrEqual(2);

    await page.waitForFunction(
      (total) => document.querySelector('[data-testid="total-repins"]')?.textContent === String(total),
      sent,
      PATIENCE,
    );
    await page
      .getByTestId('feed-row')
      .filter({ hasText: 'A bowl of ramen, number 1' })
      .first()
      .waitFor(PATIENCE);
    expect(await text(page, 'top-places')).toContain('Paris');

    await post(4, SYDNEY);
    await ringAt(page, SYDNEY);
    await page.waitForFunction(
      (total) => document.querySelector('[data-testid="total-repins"]')?.textContent === String(total),
      sent,
      PATIENCE,
    );
    expect(await page.content()).not.toContain('user-hidden');
    expect(errors).toEqual([]);
    await context.close();
  });

  test('a vague place is a soft area and an unlocated repin is counted, not drawn', async () => {
    const { page, context } = await chromium.open(globe.url, SIZE);
    await watchRings(page);
    await post(1, null);
    expect((await ringAt(page, { lat: 39, lng: -98, country: 'US', accuracyKm: 900 })).soft).toBe(true);
    await page.waitForFunction(
      (total) => document.querySelector('[data-testid="total-repins"]')?.textContent === String(total),
      sent,
      PATIENCE,
    );
    await context.close();
  });

  test('a filter holds for rings, heat, numbers, places and feed alike, and stands in the address', async () => {
    const { page, context } = await chromium.open(globe.url, SIZE);
    await watchRings(page);
    const total = (count: number) =>
      page.waitForFunction(
        (wanted) => document.querySelector('[data-testid="total-repins"]')?.textContent === String(wanted),
        count,
        PATIENCE,
      );
    await total(sent);
    await post(2);
    await post(3, SYDNEY);
    await total(sent);
    const country = page.getByLabel('Country');
    await country.selectOption({ label: 'Australia' });
    await total(3);
    expect(new URL(page.url()).search).toBe('?country=AU');
    expect(await text(page, 'top-places')).toMatch(/Sydney/);
    expect(await text(page, 'top-places')).not.toMatch(/Paris/);
    await page.getByRole('tab', { name: 'Countries' }).click();
    expect(await text(page, 'top-places')).toMatch(/Australia/);
    await page.keyboard.press('ArrowRight');
    await page
      .getByTestId('top-places')
      .filter({ hasText: /Food\s*3/ })
      .waitFor(PATIENCE);
    expect(await page.getByRole('tab', { selected: true }).textContent()).toBe('Categories');
    const heatAt = ({ lat, lng }: { readonly lat: number; readonly lng: number }) =>
      page.evaluate(
        ([y = 0, x = 0]) => (window as ProbedWindow).__repinGlobe?.heatAt(y, x) ?? -1,
        [lat, lng],
      );
    expect(await heatAt(PARIS)).toBe(0);
    expect(await heatAt(SYDNEY)).toBeGreaterThan(0);

    await page.evaluate(() => {
      const probed = window as ProbedWindow;
      probed.seen = [];
    });
    const before = sent;
    await post(2);
    await ringAt(page, SYDNEY);
    await total(3 + sent - before - 2);
    const seen = await page.evaluate(() => (window as ProbedWindow).seen ?? []);
    expect(seen.filter(({ lat }) => Math.abs(lat - PARIS.lat) < 1)).toEqual([]);
    const rows = await page.getByTestId('feed-row').allTextContents();
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter((row) => !row.includes('Sydney'))).toEqual([]);

    await page.reload({ waitUntil: 'domcontentloaded' });
    await page.getByRole('button', { name: 'Show all' }).waitFor(PATIENCE);
    expect(await country.inputValue()).toBe('AU');
    await page.getByRole('button', { name: 'Show all' }).click();
    await total(sent);
    expect(new URL(page.url()).search).toBe('');
    await context.close();
  });

  test('the server dies and comes back: the page keeps its picture, says so, and catches up', async () => {
    const { page, context } = await chromium.open(globe.url, SIZE);
    await watchRings(page);
    const total = sent;
    await page.waitForFunction(
      (count) => document.querySelector('[data-testid="total-repins"]')?.textContent === String(count),
      total,
      PATIENCE,
    );
    await globe.process.kill9();
    await page.locator('[data-testid="connection-state"][data-state="away"]').waitFor(PATIENCE);
    expect(await number(page, 'total-repins')).toBe(total);
    await post(3);
    globe = await startGlobe({ env });
    await page.waitForFunction(
      (count) => document.querySelector('[data-testid="total-repins"]')?.textContent === String(count),
      total + 3,
      PATIENCE,
    );
    await page.locator('[data-testid="connection-state"][data-state="live"]').waitFor(PATIENCE);
    await ringAt(page, { ...PARIS, lat: 35.68, lng: 139.69, city: 'Tokyo', country: 'JP' });
    await context.close();
  });

  test('a lost WebGL context comes back and goes on drawing', async () => {
    const { page, context } = await chromium.open(globe.url, SIZE);
    await watchRings(page);
    await page.evaluate(() => (window as ProbedWindow).__repinGlobe?.loseContext());
    await page.evaluate(() => (window as ProbedWindow).__repinGlobe?.restoreContext());
    await ringAt(page, { ...PARIS, lat: 40.42, lng: -3.7, city: 'Madrid', country: 'ES' });
    await context.close();
  });

  test.each(['/wall', '/embed?theme=transparent'])('%s shows the same circles', async (path) => {
    const { page, context, errors } = await chromium.open(
      globe.url + path,
      path.startsWith('/embed') ? { width: 320, height: 240 } : {},
    );
    await watchRings(page);
    await ringAt(page, PARIS);
    expect(errors).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await context.close();
  });

  test('a listed page may frame /embed and sees circles in it; another one may not', async () => {
    const hosts = await Promise.all([frameHost(), frameHost()]);
    const [listed, foreign] = hosts;
    await globe.process.stop();
    globe = await startGlobe({ env: { ...env, EMBED_ORIGINS: listed.origin } });
    try {
      const { page, context } = await chromium.open(`${listed.origin}/?${globe.url}/embed?theme=transparent`);
      const frame = page.frameLocator('iframe');
      await frame.getByTestId('connection-state').waitFor({ ...PATIENCE, state: 'attached' });
      const inner = page.frames().find((each) => each.url().startsWith(globe.url));
      expect(inner).toBeDefined();
      await watchRings(inner as Frame);
      await ringAt(inner as Frame, PARIS);
      await context.close();

      const refused = await chromium.open(`${foreign.origin}/?${globe.url}/embed`);
      await waitFor(
        () => refused.errors.some((line) => line.includes('frame-ancestors')),
        'the browser to refuse the frame',
      );
      await refused.context.close();
    } finally {
      for (const host of hosts) host.close();
    }
  });

  test('without WebGL a flat map shows the same circles and says so', async () => {
    const blind = await startChromium(['--disable-gpu', '--disable-3d-apis']);
    try {
      const { page } = await blind.open(globe.url, SIZE);
      await watchRings(page);
      expect(await page.evaluate(() => (window as ProbedWindow).__repinGlobe?.mode)).toBe('map');
      await page.getByTestId('fallback-note').waitFor(PATIENCE);
      await ringAt(page, PARIS);
    } finally {
      await blind.close();
    }
  });

  test.each(['/', '/wall', '/embed', '/?theme=light'])(
    '%s has no serious fault of accessibility',
    async (path) => {
      const { page, context } = await chromium.open(globe.url + path, SIZE);
      await page
        .getByTestId('connection-state')
        .first()
        .waitFor({ ...PATIENCE, state: 'attached' });
      await page.evaluate(
        readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'),
      );
      const faults = await page.evaluate(async () => {
        const { axe } = window as unknown as {
          axe: { run(): Promise<{ violations: { id: string; impact: string }[] }> };
        };
        return (await axe.run()).violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id }) => id);
      });
      expect(faults).toEqual([]);
      await context.close();
    },
  );

  test('what the page is told holds no address and no user', async () => {
    const { page, context } = await chromium.open('about:blank', SIZE);
    const heard: string[] = [];
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => heard.push(String(payload))),
    );
    page.on('response', (response) => {
      if (response.url().includes('/api/'))
        void response.text().then(
          (body) => heard.push(body),
          () => {},
        );
    });
    await page.goto(globe.url, { waitUntil: 'domcontentloaded' });
    await watchRings(page);
    await kafka.produce(TOPIC, [
      {
        value: JSON.stringify({
          id: 'private',
          type: 'repin',
          ts: Date.now(),
          pinId: 'p',
          userId: 'user-hidden',
          ip: '81.2.69.142',
        }),
      },
    ]);
    sent++;
    await waitFor(
      async () =>
        (await globe.json<{ totals: { repin: number } }>('/api/live/snapshot')).totals.repin === sent,
      'the repin to be in',
    );
    expect(heard.length).toBeGreaterThan(0);
    const readable = heard
      .map(
        (payload) =>
          payload + Buffer.from(payload.replace(/^\D*\d+\["f","|"\]$/g, ''), 'base64').toString('latin1'),
      )
      .join('\n');
    expect(readable).not.toContain('user-hidden');
    expect(readable).not.toContain('81.2.69.142');
    await context.close();
  });
});
