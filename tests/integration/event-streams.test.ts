import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EventParser, type ServerEvent } from '../../lib/live/client/event-parser';
import type { LiveClientOptions } from '../../lib/live/client/live-client';
import { decodeFrame } from '../../lib/live/frame-reader';
import { CLOCK_PATH, EVENTS_PATH, LIVE_VERSION } from '../../lib/live/protocol';
import { MemoryLiveLog } from '../../server/publish/memory-live-log';
import { type EmbeddedStore, openEmbeddedStore } from '../../server/store/embedded/embedded-store';
import { BlockingProxy } from '../support/blocking-proxy';
import { CountingClient } from '../support/counting-client';
import { HeldBackLog, NUMBERED_PLACES, NumberedRepins, startWeb, type Web } from '../support/live-web';
import { waitFor } from '../support/processes';

let folder: string;
let store: EmbeddedStore;
let liveLog: MemoryLiveLog;
let repins: NumberedRepins;
const closers: (() => unknown)[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'event-streams-'));
  store = await openEmbeddedStore({ file: join(folder, 'hub.db') });
  await store.migrate();
  liveLog = new MemoryLiveLog({ epoch: 7 });
  repins = new NumberedRepins(liveLog);
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  await store.close();
  rmSync(folder, { recursive: true });
});

async function web(options: Partial<Parameters<typeof startWeb>[0]> = {}): Promise<Web> {
  const started = await startWeb({ store, liveLog, ...options });
  closers.push(() => started.kill());
  return started;
}
function watch(url: string, options: LiveClientOptions = {}): CountingClient {
  const client = new CountingClient(url, options);
  closers.push(() => client.stop());
  return client;
}
async function blocked(at: Web): Promise<BlockingProxy> {
  const proxy = await BlockingProxy.before(at.url);
  closers.push(() => proxy.close());
  return proxy;
}
const live = (...clients: readonly CountingClient[]) =>
  waitFor(() => clients.every(({ status }) => status?.state === 'live'), 'the clients to be live');
const caughtUp = (...clients: readonly CountingClient[]) =>
  waitFor(
    () => clients.every(({ totals }) => totals?.repin === repins.published),
    'the clients to have caught up',
  );

/** Every repin after the client's picture, each once, and nothing else: told by the counts of their places. */
function expectEachOnce(client: CountingClient): void {
  const wanted = new Map<string, number>();
  for (let number = client.begunAt; number < repins.published; number++) {
    const town = String(number % NUMBERED_PLACES);
    wanted.set(town, (wanted.get(town) ?? 0) + 1);
  }
  const sorted = (counts: ReadonlyMap<string, number>) =>
    [...counts].sort(([x], [y]) => Number(x) - Number(y));
  expect(sorted(client.drawn)).toEqual(sorted(wanted));
}

/** A stream as anybody may ask for it, and its events so far. */
async function listen(at: Web, query: string, headers: Record<string, string> = { origin: at.url }) {
  const aborter = new AbortController();
  closers.push(() => aborter.abort());
  const response = await fetch(`${at.url}${EVENTS_PATH}?${query}`, { headers, signal: aborter.signal });
  const heard = {
    response,
    events: [] as ServerEvent[],
    text: '',
    ended: false,
    close: () => aborter.abort(),
  };
  const parser = new EventParser();
  void (async () => {
    try {
      for await (const chunk of response.body ?? []) {
        const text = new TextDecoder().decode(chunk);
        heard.text += text;
        heard.events.push(...parser.push(text));
      }
    } catch {}
    heard.ended = true;
  })();
  return heard;
}

describe('a stream of events', () => {
  test('brings hello, health and the frames of everybody, each encoded once; nothing on the way may hold it up', async () => {
    const at = await web();
    const [one, other] = [
      await listen(at, `v=${LIVE_VERSION}&cursor=7:0:-1`),
      await listen(at, `v=${LIVE_VERSION}&cursor=7:0:-1`),
    ];
    expect(one.response.status).toBe(200);
    const { headers } = one.response;
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store, no-transform');
    expect(headers.get('x-accel-buffering')).toBe('no');
    expect(headers.get('content-encoding')).toBeNull();
    const before = at.viewers.counts.frames.encoded;
    await repins.publish(3);
    await waitFor(
      () => [one, other].every(({ events }) => events.some(({ name }) => name === 'message')),
      'frames',
    );
    expect(one.events.map(({ name }) => name).slice(0, 3)).toEqual(['hello', 'health', 'message']);
    const [first] = one.events.filter(({ name }) => name === 'message');
    expect(decodeFrame(first?.data ?? '').records.map(({ count }) => count)).toEqual([1, 1, 1]);
    expect(other.events.find(({ name }) => name === 'message')).toEqual(first);
    const { frames } = at.viewers.counts;
    expect(frames.sent).toBe(2 * (frames.encoded - before));
    expect(at.streams.count).toBe(2);
    one.close();
    await waitFor(() => at.streams.count === 1, 'the place to be free');
  });

  test.each([
    ['of another live log', '6:0:0', 'other_epoch'],
    ['that is none', 'garbage', 'malformed'],
    ['older than the memory', '7:-1:0', 'too_old'],
  ])('from a cursor %s: a reset, and its end', async (_name, cursor, reason) => {
    const at = await web();
    await repins.publish(10);
    const heard = await listen(at, `v=${LIVE_VERSION}&cursor=${cursor}`);
    await waitFor(() => heard.ended, 'the end');
    expect(heard.events.at(-1)).toEqual({ name: 'reset', data: reason });
    expect(at.viewers.counts.resets).toMatchObject({ [reason]: 1 });
  });

  test('an EventSource that comes back by itself goes on from its last event', async () => {
    const at = await web();
    await repins.publish(5);
    const heard = await listen(at, `v=${LIVE_VERSION}&cursor=garbage`, {
      origin: at.url,
      'last-event-id': '7:0:2',
    });
    await waitFor(() => heard.events.some(({ name }) => name === 'message'), 'what it missed');
    const frame = decodeFrame(heard.events.find(({ name }) => name === 'message')?.data ?? '');
    expect(frame.records.reduce((sum, { count }) => sum + count, 0)).toBe(2);
  });

  test('one of another version is told ours, and nothing more', async () => {
    const at = await web();
    const heard = await listen(at, 'v=1&cursor=7:0:-1');
    await waitFor(() => heard.ended, 'the end');
    expect(heard.events.map(({ name }) => name)).toEqual(['hello', 'health']);
  });

  test.each<[string, Record<string, string>]>([
    ['a foreign page', { origin: 'https://evil.example' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['a picture in a foreign page', { 'sec-fetch-site': 'cross-site' }],
    ['one that says nothing', {}],
  ])('%s may not listen', async (_name, headers) => {
    const at = await web();
    const { response } = await listen(at, `v=${LIVE_VERSION}&cursor=7:0:-1`, headers);
    // fetch itself says what it is: a program.
    expect(response.status).toBe(403);
    expect(at.viewers.counts.refused.origin).toBe(1);
  });

  test('shares its limits with sockets: in all, of an address, and of handshakes', async () => {
    const query = `v=${LIVE_VERSION}&cursor=7:0:-1`;
    const small = await web({ maxViewers: 2 });
    const client = watch(small.url, { transport: 'websocket' });
    await live(client);
    await listen(small, query);
    const full = await listen(small, query);
    expect([full.response.status, full.response.headers.get('retry-after')]).toEqual([503, '30']);
    const alone = await web({ maxPerAddress: 1 });
    await listen(alone, query);
    expect((await listen(alone, query)).response.status).toBe(429);
    const slow = await web({ handshakesPerMinute: 1 });
    await listen(slow, query);
    const often = await listen(slow, query);
    expect([often.response.status, often.response.headers.get('retry-after')]).toEqual([429, '5']);
  });

  test('answers GET alone, and the clock beside it', async () => {
    const at = await web();
    const post = await fetch(at.url + EVENTS_PATH, { method: 'POST', headers: { origin: at.url } });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET']);
    const before = Date.now();
    const { serverTime } = (await (await fetch(at.url + CLOCK_PATH)).json()) as { serverTime: number };
    expect(serverTime).toBeGreaterThanOrEqual(before);
    expect(serverTime).toBeLessThanOrEqual(Date.now());
  });
});

describe('each repin once over streams', () => {
  test('while they end of themselves, are cut, and a hub is behind', async () => {
    // A stream carries two kilobytes: it ends again and again.
    const held = new HeldBackLog(liveLog);
    const at = await web({ streamBytes: 2_000, liveLog: held });
    const proxy = await blocked(at);
    await repins.publish(20);
    const clients = [watch(at.url, { transport: 'sse' }), watch(proxy.url, { transport: 'sse' })];
    await live(...clients);
    const before = at.viewers.counts.resumes.nothing_missed + at.viewers.counts.resumes.caught_up;
    for (let round = 0; round < 60; round++) {
      await repins.publish(10);
      if (round % 7 === 0) await repins.publishAgain(15);
      if (round % 13 === 12) proxy.cut();
      if (round === 20) held.hold();
      if (round === 25) held.release();
      await new Promise((turn) => setTimeout(turn, 80));
    }
    await caughtUp(...clients);
    for (const client of clients) {
      expectEachOnce(client);
      expect(client.snapshots).toBe(1);
    }
    const { resumes } = at.viewers.counts;
    expect(resumes.nothing_missed + resumes.caught_up - before).toBeGreaterThan(4);
  });

  test('over a reset', async () => {
    const at = await web();
    const client = watch(at.url, { transport: 'sse' });
    await live(client);
    await repins.publish(10);
    await caughtUp(client);
    const other = new MemoryLiveLog({ epoch: 8 });
    await at.kill();
    closers.pop();
    repins = new NumberedRepins(other);
    const port = Number(new URL(at.url).port);
    const next = await startWeb({ store, liveLog: other, port });
    closers.push(() => next.kill());
    await waitFor(() => client.snapshots === 2, 'the new picture');
    await repins.publish(10);
    await caughtUp(client);
    expectEachOnce(client);
    await live(client);
  });

  test('hidden, it gets a frame in two seconds; looked at again it has missed nothing', async () => {
    const at = await web();
    const [hidden, watched] = [watch(at.url, { transport: 'sse' }), watch(at.url, { transport: 'sse' })];
    await live(hidden, watched);
    hidden.client.setWatched(false);
    for (let round = 0; round < 60; round++) {
      await repins.publish(5);
      await new Promise((turn) => setTimeout(turn, 100));
    }
    await caughtUp(watched);
    expect(hidden.frames).toBeLessThan(watched.frames / 2);
    hidden.client.setWatched(true);
    await repins.publish(5);
    await caughtUp(hidden, watched);
    for (const client of [hidden, watched]) expectEachOnce(client);
    const frames = hidden.frames;
    for (let round = 0; round < 10; round++) {
      await repins.publish(1);
      await new Promise((turn) => setTimeout(turn, 100));
    }
    await caughtUp(hidden, watched);
    expect(hidden.frames - frames).toBeGreaterThan(5);
    expectEachOnce(hidden);
  });

  test('at 100,000 events a second it gets no more than 60 KB a second, and sums that are exact', async () => {
    const at = await web();
    const heard = await listen(at, `v=${LIVE_VERSION}&cursor=7:0:-1`);
    const client = watch(at.url, { transport: 'sse' });
    await live(client);
    const began = Date.now();
    for (let part = 0; part < 80; part++) {
      await repins.publish(5_000);
      await new Promise((turn) => setTimeout(turn, Math.max(0, began + (part + 1) * 50 - Date.now())));
    }
    await caughtUp(client);
    expect(heard.text.length / ((Date.now() - began) / 1_000)).toBeLessThan(60_000);
    expect(client.drawnInAll).toBe(400_000);
    expect(client.snapshots).toBe(1);
  });
});

describe('a client whose WebSockets are blocked', () => {
  test('takes the stream by itself, and a WebSocket again when that works; each repin once over both switches', async () => {
    const at = await web();
    const proxy = await blocked(at);
    const client = watch(proxy.url, { firstProbeMs: 300 });
    await live(client);
    expect(client.status?.transport).toBe('sse');
    expect(client.history.filter((state) => state.startsWith('websocket'))).toEqual([]);
    await waitFor(() => proxy.asked >= 4, 'a WebSocket to be tried beside the stream');
    expect(client.status?.transport).toBe('sse');
    const publishing = setInterval(() => void repins.publish(7), 10);
    closers.push(() => clearInterval(publishing));
    proxy.blocks = false;
    await waitFor(() => client.status?.transport === 'websocket', 'the WebSocket');
    expect(at.viewers.count).toBe(1);
    await waitFor(() => at.streams.count === 0, 'the stream to be closed');
    proxy.blocks = true;
    proxy.cut();
    await waitFor(() => client.status?.transport === 'sse', 'the stream again');
    clearInterval(publishing);
    await caughtUp(client);
    expectEachOnce(client);
    expect(client.snapshots).toBe(1);
    expect(client.drawnInAll).toBeGreaterThan(100);
  });

  test('a server that is away is no blocked WebSocket', async () => {
    const at = await web();
    const client = watch(at.url);
    await live(client);
    const port = Number(new URL(at.url).port);
    await at.kill();
    closers.splice(closers.length - 2, 1);
    await waitFor(() => client.status?.state === 'away', 'the loss to be seen');
    await new Promise((turn) => setTimeout(turn, 4_000));
    const next = await startWeb({ store, liveLog, port });
    closers.push(() => next.kill());
    await live(client);
    expect(client.history.some((state) => state.startsWith('sse'))).toBe(false);
  });
});
