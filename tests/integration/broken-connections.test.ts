import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type Globe, startGlobe } from '../support/globe';

const UPGRADE = [
  'GET /live/?EIO=4&transport=websocket HTTP/1.1',
  'Host: globe',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  '\r\n',
].join('\r\n');

/** What has to be there before anything answers but the port itself; nobody listens at either. */
const NOBODY = { DATABASE_URL: 'mysql://root@127.0.0.1:1/globe', KAFKA_BROKERS: '127.0.0.1:1' };

let globe: Globe | null = null;
afterEach(async () => {
  await globe?.process.stop();
});

function open(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    socket.on('error', () => {});
    socket.once('connect', () => resolve(socket));
  });
}

/** Sends, and cuts with a reset, before or after what comes back. */
async function reset(url: string, text: string, after: 'at once' | 'answered'): Promise<void> {
  const socket = await open(url);
  await new Promise<void>((done) => socket.write(text, () => done()));
  if (after === 'answered') await new Promise<void>((done) => socket.once('data', () => done()));
  socket.resetAndDestroy();
}

describe.each([
  [
    'a worker that waits for its database',
    { ROLE: 'worker', GEO_CACHE_KEY: 'a key of this test, and long enough', ...NOBODY },
  ],
  ['a web process that waits for its database', { ROLE: 'web', ...NOBODY }],
])('%s', (_name, env) => {
  test('lives on when upgrades and requests are reset, and ends at once with half-open ones', async () => {
    const running = await startGlobe({ env, ready: false });
    globe = running;
    for (const text of [
      UPGRADE,
      UPGRADE.replace('/live/', '/'),
      UPGRADE.replace('13', '7'),
      'GET / HTTP/1.1\r\n',
      '\x16\x03\x01',
    ])
      await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          reset(
            running.url,
            text,
            index % 2 && text.startsWith(UPGRADE.slice(0, 5)) && text.endsWith('\r\n\r\n')
              ? 'answered'
              : 'at once',
          ),
        ),
      );
    expect((await fetch(`${running.url}/healthz`)).status).toBe(200);
    const halfOpen = await open(running.url);
    halfOpen.write(UPGRADE.replace('/live/', '/other'));
    // The other side has ended it; ours stays open.
    await new Promise<void>((done) => halfOpen.resume().once('end', () => done()));
    const { code, signal } = await running.process.stop();
    halfOpen.destroy();
    expect({ code, signal, output: running.process.output.match(/Error: |uncaught/i) }).toEqual({
      code: 0,
      signal: null,
      output: null,
    });
  });
});
