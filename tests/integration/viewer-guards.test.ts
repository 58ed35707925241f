import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MemoryLiveLog } from '../../server/publish/memory-live-log';
import { type EmbeddedStore, openEmbeddedStore } from '../../server/store/embedded/embedded-store';
import { FaithfulViewer } from '../support/faithful-viewer';
import { NumberedRepins, startWeb, type Web } from '../support/live-web';
import { waitFor } from '../support/processes';
import { closed, knock, openRaw, wsFrame } from '../support/raw-socket';

let folder: string;
let store: EmbeddedStore;
let liveLog: MemoryLiveLog;
let repins: NumberedRepins;
const webs: Web[] = [];
const viewers: FaithfulViewer[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'viewer-guards-'));
  store = await openEmbeddedStore({ file: join(folder, 'hub.db') });
  await store.migrate();
  liveLog = new MemoryLiveLog({ epoch: 7 });
  repins = new NumberedRepins(liveLog);
});
afterEach(async () => {
  for (const viewer of viewers.splice(0)) viewer.close();
  for (const web of webs.splice(0)) await web.kill();
  await store.close();
  rmSync(folder, { recursive: true });
});

async function web(options: Partial<Parameters<typeof startWeb>[0]> = {}): Promise<Web> {
  const started = await startWeb({ store, liveLog, ...options });
  webs.push(started);
  return started;
}
async function view(at: Web): Promise<FaithfulViewer> {
  const viewer = await FaithfulViewer.open(at.url);
  viewers.push(viewer);
  return viewer;
}

describe('who may come in', () => {
  test.each([
    ['a foreign page', 'https://evil.example'],
    ['another port of this machine', 'http://127.0.0.1:1'],
    ['a sandboxed frame', 'null'],
    ['one that does not say where it comes from', null],
  ])('%s may not', async (_name, origin) => {
    const at = await web();
    expect(await knock(at.url, { origin })).toEqual({ status: 403, retryAfter: undefined, socket: null });
    expect(at.viewers.counts.refused).toEqual({ origin: 1, full: 0, address: 0, rate: 0 });
    const own = await knock(at.url);
    expect(own.status).toBe(101);
    own.socket?.destroy();
  });

  test('so many of one address, so many in all; a place is free again when one goes', async () => {
    const at = await web({ maxPerAddress: 3 });
    const held = await Promise.all([openRaw(at.url, ''), openRaw(at.url, ''), openRaw(at.url, '')]);
    expect(await knock(at.url)).toEqual({ status: 429, retryAfter: '30', socket: null });
    expect(at.viewers.counts.refused.address).toBe(1);
    held[0]?.destroy();
    await waitFor(async () => (await knock(at.url)).status === 101, 'a place');
    const small = await web({ maxViewers: 1 });
    await openRaw(small.url, '');
    expect(await knock(small.url)).toEqual({ status: 503, retryAfter: '30', socket: null });
    expect(small.viewers.counts.refused.full).toBe(1);
  });

  test('so many handshakes of one address; another one is not held back by them', async () => {
    const at = await web({ handshakesPerMinute: 3, trustedProxyHops: 1 });
    const from = (address: string) => knock(at.url, { headers: { 'x-forwarded-for': address } });
    for (let tries = 0; tries < 3; tries++) (await from('203.0.113.9')).socket?.destroy();
    expect(await from('203.0.113.9')).toEqual({ status: 429, retryAfter: '5', socket: null });
    // What the sender itself claims stands further left.
    expect((await from('198.51.100.1, 203.0.113.9')).status).toBe(429);
    expect((await from('198.51.100.1')).status).toBe(101);
    expect(at.viewers.counts.refused).toEqual({ origin: 0, full: 0, address: 0, rate: 2 });
  });

  test('without proxies of ours nobody is believed about its address', async () => {
    const at = await web({ maxPerAddress: 1 });
    const from = (address: string) => knock(at.url, { headers: { 'x-forwarded-for': address } });
    expect((await from('203.0.113.9')).status).toBe(101);
    expect((await from('198.51.100.1')).status).toBe(429);
  });

  test.each(['/live', '/live?EIO=4&transport=websocket', '/', '/liver/', '/live/events', '/live//'])(
    'an upgrade of %s is cut and not left hanging',
    async (path) => {
      const at = await web();
      expect((await knock(at.url, { path })).status).toBe(0);
      expect(at.viewers.counts.refused).toEqual({ origin: 0, full: 0, address: 0, rate: 0 });
    },
  );

  test('an upgrade that names a whole address is cut', async () => {
    const at = await web();
    const { port } = new URL(at.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write(
      `GET http://elsewhere.example/live/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${at.url}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
    );
    let answer = '';
    socket.on('data', (chunk) => {
      answer += String(chunk);
    });
    await closed(socket);
    expect(answer).toBe('');
  });
});

describe('who sends what no viewer sends', () => {
  const many = (frame: Buffer) => Buffer.concat(Array.from({ length: 100 }, () => frame));
  test.each<[string, Buffer, 'oversized' | 'malformed' | 'talkative']>([
    ['a message of 5 KB', wsFrame(`42["ack","${'x'.repeat(5_000)}"]`), 'oversized'],
    [
      'a message that would be larger than any',
      Buffer.from([0x81, ...new Array(13).fill(0xff)]),
      'malformed',
    ],
    [
      'a message that would have 4 GB',
      Buffer.from([0x81, 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]),
      'oversized',
    ],
    ['many small parts of a message that never ends', fragments('x'.repeat(50), 40), 'oversized'],
    ['a packet that is none', wsFrame('4{"garbage'), 'malformed'],
    ['a packet of a kind that there is not', wsFrame('9'), 'malformed'],
    ['bytes that are no WebSocket frame', Buffer.from('GET / HTTP/1.1\r\n\r\n'), 'malformed'],
    ['a text that is not UTF-8', wsFrame(Buffer.from([0x34, 0x32, 0xff, 0xfe])), 'malformed'],
    ['too many messages', many(wsFrame('42["ack","7:0:0"]')), 'talkative'],
    ['too many messages that mean nothing', many(wsFrame('42["nothing"]')), 'talkative'],
    ['too many pongs', many(wsFrame('3')), 'talkative'],
    ['too many pings of WebSocket', many(wsFrame('', 9)), 'talkative'],
  ])('%s: it alone is cut, and counted', async (_name, bytes, reason) => {
    const at = await web();
    const healthy = await view(at);
    const bad = await openRaw(at.url, '7:0:-1');
    await waitFor(() => at.viewers.count === 2, 'both viewers');
    await repins.publish(10);
    bad.write(bytes);
    await repins.publish(10);
    await closed(bad);
    await repins.publish(10);
    await waitFor(() => healthy.totals.repin === 30, 'the healthy viewer to have all');
    expect(healthy.drawnInAll).toBe(30);
    expect(healthy.connects).toBe(1);
    expect(healthy.resets).toEqual([]);
    expect(at.viewers.counts.cutOff[reason]).toBe(1);
    expect(Object.values(at.viewers.counts.cutOff).reduce((sum, count) => sum + count)).toBe(1);
    await waitFor(() => at.viewers.count === 1, 'its place to be free');
  });

  test('one that never says who it is does not stay', async () => {
    const at = await web();
    const { socket } = await knock(at.url);
    await closed(socket as Socket);
    expect(at.viewers.count).toBe(0);
    expect(at.viewers.counts.cutOff.nameless).toBe(1);
  });
});

/** A text in so many parts, of which none is the last. */
function fragments(payload: string, count: number): Buffer {
  const parts = Array.from({ length: count }, (_, index) => {
    const frame = wsFrame(payload);
    frame[0] = index === 0 ? 0x01 : 0x00;
    return frame;
  });
  return Buffer.concat(parts);
}
