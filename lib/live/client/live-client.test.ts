import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLiveStore } from '../../../components/live/live-store';
import { formatCursor } from '../cursor';
import { FilteredFeed } from '../filtered-feed';
import { encodeFrame } from '../frame-codec';
import {
  type ClientToServerEvents,
  LIVE_VERSION,
  type ServerToClientEvents,
  SNAPSHOT_PATH,
  SOCKET_PATH,
} from '../protocol';
import { createLiveClient, type LiveClient } from './live-client';
import type { LiveStatus } from './live-status';
import { at, frameOf, HELLO, SNAPSHOT } from './testing';

/** A server of the live protocol on a free port, whose every answer the test gives. */
class TestServer {
  readonly http: HttpServer;
  readonly io: Server<ClientToServerEvents, ServerToClientEvents>;
  snapshot: { status: number; body: unknown } = { status: 200, body: SNAPSHOT };
  snapshots = 0;
  hello = HELLO;
  clock = SNAPSHOT.serverTime;
  readonly handshakes: unknown[] = [];
  readonly resumes: string[] = [];
  readonly acks: string[] = [];

  constructor() {
    this.http = createServer((request, response) => {
      if (request.url !== SNAPSHOT_PATH) return void response.writeHead(404).end();
      this.snapshots++;
      response.writeHead(this.snapshot.status, { 'content-type': 'application/json' });
      const { body } = this.snapshot;
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
    this.io = new Server(this.http, { path: SOCKET_PATH, transports: ['websocket'], serveClient: false });
    this.io.on('connection', (socket) => {
      this.handshakes.push(socket.handshake.auth);
      socket.on('resume', (cursor) => void this.resumes.push(cursor));
      socket.on('ack', (cursor) => void this.acks.push(cursor));
      socket.on('clock', (reply) => reply(this.clock));
      socket.emit('hello', this.hello);
    });
  }

  async listen(port = 0): Promise<string> {
    await new Promise<void>((done) => this.http.listen(port, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`;
  }

  send(from: number, to: number): void {
    this.io.emit('f', encodeFrame(frameOf(at(from), at(to))));
  }

  async close(): Promise<void> {
    await this.io.close();
    this.http.closeAllConnections();
  }
}

let server: TestServer;
let client: LiveClient;
let heard: string[];
let status: LiveStatus | null;
let reloads: number;
let url: string;

const until = (ready: () => boolean) =>
  vi.waitFor(() => expect(ready()).toBe(true), { timeout: 20_000, interval: 10 });

beforeEach(async () => {
  server = new TestServer();
  url = await server.listen();
  heard = [];
  status = null;
  reloads = 0;
  client = createLiveClient(url, {
    now: () => performance.now(),
    random: () => 0,
    onOtherVersion: () => reloads++,
  });
  client.onSnapshot(({ cursor }) => heard.push(`snapshot ${cursor}`));
  client.onFrame(({ to }) => heard.push(`frame ${formatCursor(to)}`));
  client.onStatus((next) => {
    status = next;
  });
});

afterEach(async () => {
  client.stop();
  await server.close();
});

describe('the live client', () => {
  test('starts from the snapshot and goes on frame by frame', async () => {
    expect(status?.state).toBe('connecting');
    client.start();
    await until(() => status?.state === 'live');
    expect(server.handshakes).toEqual([{ v: LIVE_VERSION, cursor: '1:0:0', known: '0:0:0' }]);
    server.send(0, 1);
    server.send(1, 3);
    await until(() => heard.length === 3);
    expect(heard).toEqual(['snapshot 1:0:0', 'frame 1:1:0', 'frame 1:3:0']);
  });

  test('survives being started, stopped and started again at once, as React does it', async () => {
    client.start();
    client.stop();
    client.start();
    await until(() => status?.state === 'live');
    expect(heard).toEqual(['snapshot 1:0:0']);
  });

  test('comes back with the cursor where it is by then, and fetches no snapshot for it', async () => {
    client.start();
    await until(() => status?.state === 'live');
    server.send(0, 4);
    await until(() => heard.length === 2);
    server.io.disconnectSockets(true);
    await until(() => status?.state === 'away');
    expect(status?.retryAt).toBeGreaterThan(0);
    await until(() => status?.state === 'live');
    expect(server.handshakes.at(-1)).toEqual({ v: LIVE_VERSION, cursor: '1:4:0', known: '0:0:0' });
    expect(server.snapshots).toBe(1);
  });

  test('goes on after its server died and came back on the same port', async () => {
    client.start();
    await until(() => status?.state === 'live');
    const port = Number(new URL(url).port);
    await server.close();
    await until(() => status?.state === 'away');
    server = new TestServer();
    await server.listen(port);
    await until(() => status?.state === 'live');
    server.send(0, 2);
    await until(() => heard.at(-1) === 'frame 1:2:0');
  });

  test('asks for what is missing, and fetches a snapshot when it is told to', async () => {
    client.start();
    await until(() => status?.state === 'live');
    server.send(5, 6);
    server.send(6, 7);
    await until(() => server.resumes.length === 1);
    expect(server.resumes).toEqual(['1:0:0']);
    server.snapshot.body = { ...SNAPSHOT, cursor: '1:7:0' };
    server.io.emit('reset', 'too_old');
    await until(() => server.resumes.length === 2);
    expect(server.resumes[1]).toBe('1:7:0');
    server.send(7, 8);
    await until(() => heard.length === 3);
    expect(heard).toEqual(['snapshot 1:0:0', 'snapshot 1:7:0', 'frame 1:8:0']);
  });

  test('is catching up until it reaches the head that the server named', async () => {
    server.hello = { ...HELLO, head: '1:3:0' };
    client.start();
    await until(() => status?.state === 'catching-up');
    server.send(0, 3);
    await until(() => status?.state === 'live');
  });

  test('starts over when a frame cannot be read', async () => {
    client.start();
    await until(() => status?.state === 'live');
    server.io.emit('f', 'not a frame');
    await until(() => server.resumes.length === 1);
    expect(heard).toEqual(['snapshot 1:0:0', 'snapshot 1:0:0']);
  });

  test('says what the server waits for, and keeps asking', async () => {
    server.snapshot = { status: 503, body: { waitingFor: ['MariaDB', 'Kafka'] } };
    client.start();
    await until(() => status?.waitingFor === 'MariaDB, Kafka');
    expect(status?.retryAt).toBeGreaterThan(0);
    server.snapshot = { status: 200, body: SNAPSHOT };
    client.retryNow();
    await until(() => status?.state === 'live');
    expect(status?.waitingFor).toBeNull();
  });

  test.each([
    ['cut half way', JSON.stringify(SNAPSHOT).slice(0, 60)],
    ['a page for maintenance', '<!doctype html><title>Back soon</title>'],
    ['empty', ''],
  ])('takes a snapshot that is %s for no other version, and asks again', async (_name, body) => {
    server.snapshot = { status: 200, body };
    client.start();
    await until(() => status?.unreadable === true && status.retryAt !== null);
    const asked = server.snapshots;
    client.retryNow();
    await until(() => server.snapshots > asked && status?.retryAt !== null);
    expect(reloads).toBe(0);
    server.snapshot = { status: 200, body: SNAPSHOT };
    await until(() => status?.state === 'live');
    expect(status?.unreadable).toBe(false);
  });

  test.each([
    ['the snapshot', () => (server.snapshot.body = { ...SNAPSHOT, v: LIVE_VERSION + 1 })],
    ['the greeting', () => (server.hello = { ...HELLO, v: LIVE_VERSION + 1 })],
  ])('asks once for another page when %s has another version', async (_name, change) => {
    change();
    client.start();
    await until(() => reloads > 0);
    expect(reloads).toBe(1);
    expect(status?.state).toBe('stale');
  });

  test('tells the server how far it is, and learns its clock', async () => {
    server.clock = SNAPSHOT.serverTime + 3_600_000;
    client.start();
    await until(() => status?.state === 'live');
    server.send(0, 2);
    await until(() => server.acks.length > 0);
    expect(server.acks[0]).toBe('1:2:0');
    await until(() => Math.abs(client.serverNow() - server.clock) < 60_000);
  });

  test('hands health on, and feeds the store', async () => {
    const store = createLiveStore({ now: () => performance.now(), everyMs: 10 });
    const detach = store.attach(client, new FilteredFeed(client));
    client.start();
    await until(() => store.getView().connection === 'live');
    server.io.emit('health', { ...SNAPSHOT.health, database: 'down' });
    server.io.emit(
      'f',
      encodeFrame(frameOf(at(0), at(1), { totals: { ...SNAPSHOT.totals, repin: 41 }, catchingUp: true })),
    );
    await until(() => store.getView().totals.repin === 41);
    expect(store.getView()).toMatchObject({ started: true, catchingUp: true, health: { database: 'down' } });
    detach();
    const last = store.getView();
    server.send(1, 2);
    await until(() => heard.includes('frame 1:2:0'));
    expect(store.getView()).toBe(last);
  });
});
