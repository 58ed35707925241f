import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Globe, startGlobe } from '../support/globe';
import { waitFor } from '../support/wait-for';

let globe: Globe;
let locked: Globe;
beforeAll(async () => {
  globe = await startGlobe({ env: { SOURCE: 'none', ALLOWED_ORIGINS: 'https://dash.example' } });
  locked = await startGlobe({
    env: { SOURCE: 'none', API_KEY: 'correct horse', BRAND_ACCENT: '#00d084' },
  });
});
afterAll(async () => {
  await globe?.process.stop();
  await locked?.process.stop();
});

const get = (path: string, init?: RequestInit) => fetch(globe.url + path, init);
const post = (body: string | object, headers: Record<string, string> = {}, to = globe) =>
  fetch(`${to.url}/api/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
const REPIN = { type: 'repin', pinId: 'p-1', userId: 'u-hidden', ip: '81.2.69.142' };

/** Asks for a WebSocket by hand: a browser would not let us choose the origin. */
function upgrade(path: string, origin: string | null): Promise<number | 'closed'> {
  return new Promise((resolve) => {
    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
      ...(origin === null ? {} : { origin }),
    };
    const asked = request(globe.url + path, { headers });
    asked.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response.statusCode ?? 0);
    });
    asked.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on('error', () => resolve('closed'));
    asked.end();
  });
}

test('the operator’s colours are a style sheet that the pages link', async () => {
  const sheet = await fetch(`${locked.url}/brand.css`);
  expect([sheet.status, sheet.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
  expect(await sheet.text()).toContain('--repin: #00d084;');
  expect(await (await get('/brand.css')).text()).toBe('');
  expect((await get('/brand.css', { method: 'POST' })).status).toBe(405);
  for (const path of ['/', '/wall', '/embed'])
    expect(await (await get(path)).text()).toContain('<link rel="stylesheet" href="/brand.css"');
});

describe('the live socket', () => {
  const SOCKET = '/live/?EIO=4&transport=websocket';
  test.each([
    ['the own page', () => globe.url, 101],
    ['a listed page', () => 'https://dash.example', 101],
    ['a foreign page', () => 'https://evil.example', 403],
    ['a sandboxed frame', () => 'null', 403],
    ['no origin at all', () => null, 403],
  ])('%s', async (_name, origin, status) => {
    expect(await upgrade(SOCKET, origin())).toBe(status);
  });

  test('upgrades on other paths are cut', async () => {
    expect(await upgrade('/api/events', globe.url)).toBe('closed');
    expect(await upgrade('/_next/webpack-hmr', globe.url)).toBe('closed');
  });

  test('there is no polling', async () => {
    expect((await get('/live/?EIO=4&transport=polling')).status).toBe(426);
  });
});

describe('HTTP', () => {
  test.each(['/', '/wall', '/embed', '/nothing-here', '/healthz', '/api/live/snapshot', '/api/live/pins'])(
    '%s carries the security headers',
    async (path) => {
      const { headers } = await get(path);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).not.toContain("script-src 'self' 'unsafe-inline'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-powered-by')).toBeNull();
    },
  );

  test.each([
    ['/nothing-here', {}, 404],
    ['/api/nothing', {}, 404],
    ['/api/live/snapshot', { method: 'POST' }, 405],
    ['/api/events', {}, 405],
    ['/', { method: 'POST' }, 405],
    ['/api/pins/unknown', {}, 404],
    ['/api/pins/%E0%A4%A', {}, 400],
    ['/art/no-such-pin.svg', {}, 404],
    ['/_next/image?url=http%3A%2F%2F127.0.0.1%2F&w=64&q=75', {}, 404],
  ])('%s %j answers %i', async (path, init, status) => {
    expect((await get(path, init)).status).toBe(status);
  });

  test('HEAD answers without a body', async () => {
    const answer = await get('/healthz', { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });

  test('a snapshot is cached by its tag and travels packed', async () => {
    const first = await get('/api/live/snapshot');
    expect(first.headers.get('content-encoding')).toBe('gzip');
    const again = await get('/api/live/snapshot', {
      headers: { 'if-none-match': first.headers.get('etag') ?? '' },
    });
    expect([200, 304]).toContain(again.status);
  });

  test('the schema of an event is served', async () => {
    expect(await globe.json('/schema/event.json')).toMatchObject({ title: 'Engagement event' });
  });

  test.each([
    ['from=yesterday', 'from'],
    ['from=10&to=5', 'from'],
    ['step=10', 'step'],
    ['from=0&to=99999999999&step=1000', 'step'],
  ])('history with %s is refused by its field', async (query, field) => {
    const answer = await get(`/api/metrics/engagement?${query}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { field } });
  });
});

describe('the collector', () => {
  test('accepts one event after its commit, and history knows it', async () => {
    const answer = await post(REPIN);
    expect(answer.status).toBe(202);
    const body = (await answer.json()) as { events: { id: string; status: string }[] };
    expect(body.events).toEqual([
      { index: 0, id: expect.stringMatching(/^[0-9a-f-]{36}$/), status: 'accepted' },
    ]);
    const history = await globe.json<{ buckets: { repin: number }[] }>('/api/metrics/engagement');
    expect(history.buckets.reduce((sum, { repin }) => sum + repin, 0)).toBeGreaterThan(0);
    expect(JSON.stringify(body)).not.toContain('u-hidden');
  });

  test('the same id twice is one row', async () => {
    // History comes from the store itself: a snapshot may be a second old.
    const repins = async () => {
      const { buckets } = await globe.json<{ buckets: { repin: number }[] }>('/api/metrics/engagement');
      return buckets.reduce((sum, { repin }) => sum + repin, 0);
    };
    const before = await repins();
    for (let tries = 0; tries < 3; tries++) expect((await post({ ...REPIN, id: 'twice' })).status).toBe(202);
    expect((await post({ ...REPIN, id: 'once' })).status).toBe(202);
    // An answer that is shared may be a second old.
    await waitFor(async () => (await repins()) !== before, 'the history to hold them');
    expect(await repins()).toBe(before + 2);
  });

  test('takes NDJSON, and answers line by line', async () => {
    const answer = await post(`${JSON.stringify(REPIN)}\n{"type":\n${JSON.stringify({ type: 'login' })}\n`, {
      'content-type': 'application/x-ndjson',
    });
    expect(answer.status).toBe(207);
    const { events } = (await answer.json()) as { events: { status: string; field?: string }[] };
    expect(events.map(({ status, field }) => [status, field ?? null])).toEqual([
      ['accepted', null],
      ['refused', null],
      ['refused', 'userId'],
    ]);
  });

  test.each([
    ['no JSON', '{"type":', 400],
    ['nothing', '[]', 400],
    ['only bad events', [{ type: 'like' }], 400],
    ['too many events', Array.from({ length: 1_001 }, () => REPIN), 413],
    ['too long a body', `"${'x'.repeat(1_100_000)}"`, 413],
    ['deep nesting in one field', `{"type":"login","userId":"u","x":${deep(200_000)}}`, 400],
    ['deep nesting of nothing else', deep(200_000), 400],
  ])('%s: %i', async (_name, body, status) => {
    expect((await post(body as string)).status).toBe(status);
  });

  test('refuses bytes that are no UTF-8: it would have to alter what was written', async () => {
    const body = Buffer.from(`{"type":"login","userId":"u-\xff"}`, 'latin1');
    const answer = await fetch(`${globe.url}/api/events`, { method: 'POST', body });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { field: 'body', reason: 'is not valid UTF-8' } });
  });

  test('with a key: without it, with a wrong one, with the right one', async () => {
    expect((await post(REPIN, {}, locked)).status).toBe(401);
    expect((await post(REPIN, { authorization: 'Bearer wrong' }, locked)).status).toBe(401);
    expect((await post(REPIN, { authorization: 'Bearer correct horse' }, locked)).status).toBe(202);
  });

  test('a pin that came in full can be had, without anybody’s name', async () => {
    await post({ type: 'pin', userId: 'u-hidden', pin: { id: 'full-1', title: 'A lamp', category: 'home' } });
    const pin = await globe.json('/api/pins/full-1');
    expect(pin).toMatchObject({ id: 'full-1', title: 'A lamp', category: 'home' });
    expect(JSON.stringify(pin)).not.toContain('u-hidden');
  });
});
