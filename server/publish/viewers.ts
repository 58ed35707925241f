import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Server } from 'socket.io';
import { formatCursor, parseCursor } from '../../lib/live/cursor';
import { parseMark } from '../../lib/live/place-book';
import { type Handshake, LIVE_VERSION, SOCKET_PATH } from '../../lib/live/protocol';
import { type RoomFilter, readHandshakeRoom } from '../../lib/live/room-filter';
import { Audience, type LiveServer, type LiveSocket } from './audience';
import type { FrameSource } from './frame-source';
import type { LiveHub } from './live-hub';
import type { LiveRoom } from './live-room';
import type { LiveRooms } from './live-rooms';
import { inOneWrite } from './one-write';
import { SLOW_EVERY_MS } from './slow-room';
import { type Conn, MAX_MESSAGE_BYTES, SocketGuard } from './socket-guard';
import type { Refusal, ViewerCounts } from './viewer-counts';
import { REFUSALS, type ViewerDoor } from './viewer-door';

export type ViewersOptions = {
  readonly hub: LiveHub;
  readonly rooms: LiveRooms;
  readonly door: ViewerDoor;
  readonly build: string;
  readonly tickMs: number;
  readonly now: () => number;
};

type Auth = Partial<Record<keyof Handshake, unknown>>;

/** Later than the guard's own patience, which counts it. */
const CONNECT_WITHIN_MS = 10_000;
/** A viewer that was unplugged is noticed within both together. */
const PING_EVERY_MS = 10_000;
const PONG_WITHIN_MS = 10_000;
const CHECK_EVERY_MS = 1_000;
/** At the stop, a viewer has so long to read that we go. */
const GOODBYE_WITHIN_MS = 300;

/**
 * The sockets of this process: the only door to Socket.IO. WebSocket only, so that no sticky sessions are needed. Who
 * follows the same frames is one audience: all those without a filter, and one for each room.
 */
export class Viewers {
  readonly counts: ViewerCounts;
  readonly #options: ViewersOptions;
  readonly #io: LiveServer;
  readonly #guard: SocketGuard;
  readonly #everybody: Audience;
  /** Those who look through a filter, while the room is there. */
  readonly #inRooms = new Map<LiveRoom, Audience>();
  #audiences = 0;
  readonly #timers: ReturnType<typeof setInterval>[] = [];

  constructor(options: ViewersOptions) {
    this.#options = options;
    this.counts = options.door.counts;
    this.#guard = new SocketGuard(this.counts);
    this.#io = new Server({
      path: SOCKET_PATH,
      transports: ['websocket'],
      serveClient: false,
      perMessageDeflate: false,
      httpCompression: false,
      maxHttpBufferSize: MAX_MESSAGE_BYTES,
      connectTimeout: CONNECT_WITHIN_MS,
      pingInterval: PING_EVERY_MS,
      pingTimeout: PONG_WITHIN_MS,
      allowUpgrades: false,
    });
    this.#everybody = this.#audienceOf(options.hub);
    this.#io.on('connection', (socket) => this.#welcome(socket));
    options.hub.onHealth((health) => this.#io.emit('health', health));
    options.rooms.onClose((room) => {
      this.#inRooms.get(room)?.stop();
      this.#inRooms.delete(room);
    });
    const each = (act: (audience: Audience) => void) => () => {
      for (const audience of this.#all()) act(audience);
    };
    this.#timers.push(
      setInterval(
        each((audience) => audience.check()),
        CHECK_EVERY_MS,
      ),
    );
    this.#timers.push(
      setInterval(
        each((audience) => audience.tickSlowly()),
        SLOW_EVERY_MS,
      ),
    );
  }

  get count(): number {
    return this.#all().reduce((sum, { size }) => sum + size, 0);
  }

  /** What waits in memory for viewers to take it. */
  get bufferedBytes(): number {
    return this.#all().reduce((sum, { bufferedBytes }) => sum + bufferedBytes, 0);
  }

  #all(): readonly Audience[] {
    return [this.#everybody, ...this.#inRooms.values()];
  }

  #audienceOf(source: FrameSource): Audience {
    return new Audience({
      source,
      io: this.#io,
      name: String(this.#audiences++),
      guard: this.#guard,
      counts: this.counts,
      now: this.#options.now,
    });
  }

  /** Serves the sockets of this HTTP server. Upgrades on other paths are handed to `other`. */
  attach(server: HttpServer, other: (request: IncomingMessage, socket: Duplex, head: Buffer) => void): void {
    const requests = server.listeners('request') as RequestListener[];
    this.#io.attach(server);
    this.#io.engine.on('connection', (conn: Conn) => {
      this.#guard.watch(conn);
      const { socket } = conn.request as IncomingMessage;
      conn.on('flush', ({ length }: readonly unknown[]) => {
        if (length > 1) inOneWrite(socket);
      });
    });
    // From here on upgrades are ours: nobody else may answer them, or leave them hanging. Engine.IO hears of those that
    // were let in, and of no plain request: there is no polling.
    for (const event of ['upgrade', 'request']) server.removeAllListeners(event);
    for (const listener of requests) server.on('request', listener);
    server.on('upgrade', (request, socket, head) => {
      if (request.url?.split('?', 1)[0] !== `${SOCKET_PATH}/`) return other(request, socket, head);
      const refusal = this.#options.door.enter(request, socket);
      if (refusal === null) {
        inOneWrite(socket);
        this.#io.engine.handleUpgrade(request as never, socket, head);
      } else refuse(socket, REFUSALS[refusal]);
    });
  }

  #welcome(socket: LiveSocket): void {
    this.#guard.named(socket.conn);
    const address = this.#options.door.addressOf(socket.request);
    // Not kept for the life of the socket: 2.5 KB each.
    Reflect.set(socket.conn, 'request', null);
    socket.on('error', () => this.#guard.cutOff(socket.conn, 'malformed'));
    const filter = readHandshakeRoom((socket.handshake.auth as Auth).room);
    if (filter === 'malformed') this.#guard.cutOff(socket.conn, 'malformed');
    else if (filter) this.#enterRoom(socket, filter, address);
    else this.#follow(socket, this.#options.hub, this.#everybody);
  }

  #enterRoom(socket: LiveSocket, filter: RoomFilter, address: string): void {
    const stay = this.#options.rooms.enter(filter, address);
    if (typeof stay === 'string') {
      socket.emit('refused', 'rooms_full');
      socket.disconnect(true);
      return;
    }
    socket.on('disconnect', stay.leave);
    const audience = this.#inRooms.get(stay.room) ?? this.#audienceOf(stay.room);
    this.#inRooms.set(stay.room, audience);
    this.#follow(socket, stay.room, audience);
  }

  #follow(socket: LiveSocket, source: FrameSource, audience: Audience): void {
    const { hub, build, tickMs, now } = this.#options;
    const viewer = audience.enter(socket);
    const head = source.sentTo;
    socket.emit('hello', {
      v: LIVE_VERSION,
      build,
      serverTime: now(),
      tickMs,
      head: head ? formatCursor(head) : '',
    });
    if (hub.health) socket.emit('health', hub.health);
    socket.on('disconnect', () => audience.leave(viewer));
    socket.on('ack', (text) => audience.acknowledge(viewer, text));
    socket.on('resume', (text, known) =>
      audience.ask(viewer, { cursor: parseCursor(text), known: parseMark(known) }),
    );
    socket.on('slow', () => audience.askSlow(viewer));
    socket.on('clock', (reply) => {
      if (typeof reply === 'function') reply(now());
    });
    const { v, cursor, known } = socket.handshake.auth as Auth;
    if (v === LIVE_VERSION) audience.ask(viewer, { cursor: parseCursor(cursor), known: parseMark(known) });
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    for (const audience of this.#all()) audience.stop();
    const ended = this.#guard.stop(GOODBYE_WITHIN_MS);
    this.#io.disconnectSockets(true);
    // The HTTP server is not ours to close.
    this.#io.engine?.close();
    await ended;
  }
}

type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

/** Engine.IO itself would answer 400 to everything. */
function refuse(socket: Duplex, { status, text, retryAfterS }: (typeof REFUSALS)[Refusal]): void {
  socket.on('error', () => {});
  const retry = retryAfterS === undefined ? '' : `Retry-After: ${retryAfterS}\r\n`;
  socket.end(`HTTP/1.1 ${status} ${text}\r\n${retry}Content-Length: 0\r\nConnection: close\r\n\r\n`, () =>
    socket.destroy(),
  );
}
