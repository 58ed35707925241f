import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { NO_BRAND } from '../../lib/brand/brand';
import { type HttpParts, HttpServer } from './http-server';
import { SecurityHeaders } from './security-headers';

/** Asks for a WebSocket, and resolves with the first line of the answer. */
function upgrade(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', (bytes) => resolve(bytes.toString().split('\r\n')[0] ?? ''));
    socket.once('error', reject);
    socket.write('GET /live/ HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  });
}

const NOTHING_YET: HttpParts = {
  store: null,
  snapshots: null,
  roomSnapshots: null,
  streams: null,
  details: null,
  collector: null,
  letters: null,
  pages: null,
  security: new SecurityHeaders({ embedOrigins: [], imageHosts: [], dev: false }, new Map()),
  readiness: () => ['the start'],
  counts: () => ({}),
  allowedOrigins: [],
  brand: NO_BRAND,
  now: Date.now,
};

test('an upgrade before sockets are served is refused at once, and does not hang on the pages', async () => {
  const http = new HttpServer({
    ...NOTHING_YET,
    // As Next does: asked once, it listens for upgrades, and answers none of them.
    pages: {
      handle: async (request, response) => {
        http.server.on('upgrade', () => {});
        response.end(request.url);
      },
      upgrade: null,
      close: async () => {},
    },
  });
  const port = await http.listen(0, '127.0.0.1');
  expect(await upgrade(port)).toBe('HTTP/1.1 503 Service Unavailable');
  expect(await (await fetch(`http://127.0.0.1:${port}/page`)).text()).toBe('/page');
  expect(await upgrade(port)).toBe('HTTP/1.1 503 Service Unavailable');
  await http.close(0);
});

test('before the pages are there a browser gets one that comes again by itself, and a program gets JSON', async () => {
  const http = new HttpServer({ ...NOTHING_YET, readiness: () => ['the start', 'the database <b>'] });
  const port = await http.listen(0, '127.0.0.1');
  const asked = (accept: string) => fetch(`http://127.0.0.1:${port}/wall`, { headers: { accept } });
  const page = await asked('text/html,application/xhtml+xml,*/*;q=0.8');
  expect([page.status, page.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
  const html = await page.text();
  expect(html).toContain('http-equiv="refresh"');
  expect(html).toContain('It waits for the database &#60;b&#62;.');
  const answer = await asked('*/*');
  expect(await answer.json()).toEqual({
    error: { reason: 'not ready' },
    waitingFor: ['the database <b>'],
  });
  await http.close(0);
});
