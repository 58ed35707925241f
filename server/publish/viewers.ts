import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Server, type Socket } from 'socket.io';
import { compareCursors, formatCursor, type LiveCursor, parseCursor } from '../../lib/live/cursor';
import { type BookMark, parseMark } from '../../lib/live/place-book';
import {
  type ClientToServerEvents,
  type Handshake,
  LIVE_VERSION,
  type ResetReason,
  type ServerToClientEvents,
  SOCKET_PATH,
} from '../../lib/live/protocol';
import type { LiveHub } from './live-hub';
import { mayConnect } from './origin-guard';
import { SLOW_EVERY_MS, SlowRoom } from './slow-room';
import { SocketPlaces } from './socket-places';
import { noViewerCounts } from './viewer-counts';

export type ViewersOptions = {
  readonly hub: LiveHub;
  readonly build: string;
  readonly tickMs: number;
  readonly allowedOrigins: readonly string[];
  readonly maxViewers: number;
  /** Sockets of one address; behind a proxy all have the proxy's. Without it there is no such limit. */
  readonly maxPerAddress?: number;
  readonly now: () => number;
};

type LiveServer = Server<ClientToServerEvents, ServerToClientEvents>;
type LiveSocket = Socket<ClientToServerEvents, ServerToClientEvents>;
type Conn = LiveSocket['conn'];

const ROOM = 'live';
const SLOW_ROOM = 'slow';
/** What a socket that is not let in is told. */
const REFUSALS = {
  origin: 'origin not allowed',
  full: 'full',
  address: 'too many from this address',
} as const;
/** Cursors and clock questions are tiny. */
const MAX_MESSAGE_BYTES = 1_024;
const MAX_MESSAGES_PER_10_S = 60;
/** Going through so many events for a resume costs as much as a message. */
const EVENTS_PER_MESSAGE = 10_000;
/** A socket that never says which viewer it is. */
const CONNECT_WITHIN_MS = 5_000;
/** A viewer that was unplugged is noticed within both together. */
const PING_EVERY_MS = 10_000;
const PONG_WITHIN_MS = 10_000;
/** What a viewer may leave unread in our memory, and for how long it may not say how far it is. */
const MAX_BUFFERED_BYTES = 1 << 20;
const MAX_LAG_MS = 10_000;
const ACK_GRACE_MS = 15_000;
const HOLD_MS = 10_000;
const CHECK_EVERY_MS = 1_000;
/** At the stop, a viewer has so long to read that we go. */
const GOODBYE_WITHIN_MS = 300;

type Viewer = {
  readonly socket: LiveSocket;
  /** Waits for the hub to reach what it has seen elsewhere. */
  held: { readonly cursor: LiveCursor; readonly known: BookMark | null; readonly since: number } | null;
  ackedAt: number;
  acked: LiveCursor | null;
  /** What it has asked of us since the last amnesty, in messages. */
  asked: number;
};

/**
 * The sockets of this process: the only door to Socket.IO. WebSocket only, so that no sticky sessions are needed. Each
 * frame goes to the live room as one string, which is encoded once for all; `volatile`, so that a slow viewer costs no
 * memory: it notices the gap by its cursor and asks to resume.
 */
export class Viewers {
  readonly counts = noViewerCounts();
  readonly #options: ViewersOptions;
  readonly #io: LiveServer;
  readonly #viewers = new Map<string, Viewer>();
  readonly #named = new WeakSet<Conn>();
  readonly #places: SocketPlaces;
  readonly #slow: SlowRoom;
  /** Where the live room stood, one entry a second: tells how far behind an acknowledged cursor is. */
  #trail: { readonly cursor: LiveCursor; readonly at: number }[] = [];
  readonly #timers: ReturnType<typeof setInterval>[] = [];

  constructor(options: ViewersOptions) {
    this.#options = options;
    const { maxViewers, maxPerAddress = Number.POSITIVE_INFINITY } = options;
    this.#places = new SocketPlaces(maxViewers, maxPerAddress);
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
      // Upgrades for other paths are the HTTP server's to destroy.
      destroyUpgrade: false,
      allowRequest: (request, decide) => {
        const refusal = mayConnect(request, options) ? this.#places.take(request.socket) : 'origin';
        if (refusal !== null) this.counts.refused[refusal]++;
        decide(refusal && REFUSALS[refusal], refusal === null);
      },
    });
    this.#slow = new SlowRoom({
      hub: options.hub,
      liveRoom: ROOM,
      room: SLOW_ROOM,
      send: (frame) => this.#io.to(SLOW_ROOM).volatile.emit('f', frame),
      reset: () => {
        this.#io.to(SLOW_ROOM).emit('reset', 'too_old');
        this.#io.socketsLeave(SLOW_ROOM);
      },
    });
    this.#io.on('connection', (socket) => this.#welcome(socket));
    options.hub.onFrame((frame) => {
      this.#io.to(ROOM).volatile.emit('f', frame);
      this.#countFrame(Buffer.byteLength(frame));
      this.#releaseHeld();
    });
    options.hub.onStartOver(() => {
      this.counts.resets.other_epoch += this.#inRoom;
      this.#io.to([ROOM, SLOW_ROOM]).emit('reset', 'other_epoch');
      this.#io.socketsLeave([ROOM, SLOW_ROOM]);
    });
    options.hub.onHealth((health) => this.#io.emit('health', health));
    this.#timers.push(setInterval(() => this.#check(), CHECK_EVERY_MS));
    this.#timers.push(setInterval(() => this.#slow.tick(), SLOW_EVERY_MS));
    this.#timers.push(setInterval(() => this.#forgive(), 10_000));
  }

  get count(): number {
    return this.#viewers.size;
  }

  get #inRoom(): number {
    return this.#io.sockets.adapter.rooms.get(ROOM)?.size ?? 0;
  }

  #countFrame(bytes: number): void {
    const { frames } = this.counts;
    const viewers = this.#inRoom;
    frames.encoded++;
    frames.bytes += bytes;
    frames.sent += viewers;
    frames.bytesSent += bytes * viewers;
  }

  /** Serves the sockets of this HTTP server. Upgrades on other paths are handed to `other`. */
  attach(server: HttpServer, other: (request: IncomingMessage, socket: Duplex, head: Buffer) => void): void {
    // From here on upgrades are ours: nobody else may answer them, or leave them hanging.
    server.removeAllListeners('upgrade');
    this.#io.attach(server);
    this.#io.engine.on('connection', (conn: Conn) => this.#expectAName(conn));
    server.on('upgrade', (request, socket, head) => {
      // Engine.IO answers what begins like this, and nothing else: whatever it leaves would hang for ever.
      if (!request.url?.startsWith(`${SOCKET_PATH}/`)) other(request, socket, head);
    });
  }

  /** Socket.IO closes a socket that never says which viewer it is, but waits half a minute for its consent. */
  #expectAName(conn: Conn): void {
    const raw = rawSocket(conn);
    setTimeout(() => {
      if (this.#named.has(conn)) return;
      this.counts.cutOff.nameless++;
      raw?.terminate?.();
    }, CONNECT_WITHIN_MS).unref();
  }

  #welcome(socket: LiveSocket): void {
    const { hub, build, tickMs, now } = this.#options;
    const viewer: Viewer = { socket, held: null, ackedAt: now(), acked: null, asked: 0 };
    this.#viewers.set(socket.id, viewer);
    this.#named.add(socket.conn);
    // Not kept for the life of the socket: 2.5 KB each.
    Reflect.set(socket.conn, 'request', null);
    const head = hub.sentTo;
    socket.emit('hello', {
      v: LIVE_VERSION,
      build,
      serverTime: now(),
      tickMs,
      head: head ? formatCursor(head) : '',
    });
    if (hub.health) socket.emit('health', hub.health);
    socket.use((_message, next) => {
      if (++viewer.asked > MAX_MESSAGES_PER_10_S) this.#cutOff(socket.conn, 'talkative');
      else next();
    });
    socket.on('disconnect', () => {
      this.#viewers.delete(socket.id);
      this.#slow.leave(socket);
    });
    socket.on('ack', (text) => {
      viewer.acked = parseCursor(text) ?? viewer.acked;
      viewer.ackedAt = now();
    });
    socket.on('resume', (text, known) => this.#resume(viewer, parseCursor(text), parseMark(known)));
    socket.on('slow', () => this.#slow.ask(socket));
    socket.on('clock', (reply) => {
      if (typeof reply === 'function') reply(now());
    });
    const { v, cursor, known } = socket.handshake.auth as Partial<Record<keyof Handshake, unknown>>;
    if (v === LIVE_VERSION) this.#resume(viewer, parseCursor(cursor), parseMark(known));
  }

  /** Sends what lies between the cursor and the live room, and joins the room in the same tick: nothing comes between. */
  #resume(viewer: Viewer, cursor: LiveCursor | null, known: BookMark | null): void {
    const { hub, now } = this.#options;
    const { socket } = viewer;
    const answer = hub.resume(cursor, known);
    if (answer.kind === 'reset') this.#reset(viewer, answer.reason);
    else if (answer.kind === 'hold') {
      if (!cursor || viewer.held) return;
      viewer.held = { cursor, known, since: now() };
      this.counts.resumes.held++;
    } else {
      this.counts.resumes[answer.missed ? 'caught_up' : 'nothing_missed']++;
      viewer.held = null;
      viewer.acked = answer.at;
      viewer.ackedAt = now();
      if (answer.missed) {
        viewer.asked += Math.floor(answer.missed.events / EVENTS_PER_MESSAGE);
        socket.emit('f', answer.missed.frame);
      }
      this.#slow.leave(socket);
      void socket.join(ROOM);
    }
  }

  #releaseHeld(): void {
    for (const viewer of this.#viewers.values()) {
      if (!viewer.held) continue;
      if (this.#options.now() - viewer.held.since > HOLD_MS) this.#reset(viewer, 'too_old');
      else this.#resume(viewer, viewer.held.cursor, viewer.held.known);
    }
  }

  #reset(viewer: Viewer, reason: ResetReason): void {
    this.counts.resets[reason]++;
    viewer.held = null;
    this.#slow.leave(viewer.socket);
    void viewer.socket.leave(ROOM);
    viewer.socket.emit('reset', reason);
  }

  /** Cuts off who lags: it comes back with its cursor and gets what it missed as counts. */
  #check(): void {
    const { hub, now } = this.#options;
    const cursor = hub.sentTo;
    if (!cursor) return;
    this.#trail.push({ cursor, at: now() });
    this.#trail = this.#trail.filter(({ at }) => now() - at <= MAX_LAG_MS + ACK_GRACE_MS);
    const old = this.#trail.findLast(({ at }) => now() - at > MAX_LAG_MS + ACK_GRACE_MS / 2);
    for (const viewer of this.#viewers.values()) {
      if (!viewer.socket.rooms.has(ROOM) && !viewer.socket.rooms.has(SLOW_ROOM)) continue;
      const silent = now() - viewer.ackedAt > MAX_LAG_MS + ACK_GRACE_MS;
      const behind =
        old !== undefined && viewer.acked !== null && compareCursors(viewer.acked, old.cursor) < 0;
      if (silent || behind || bufferedBytes(viewer.socket.conn) > MAX_BUFFERED_BYTES)
        this.#cutOff(viewer.socket.conn, 'slow');
    }
  }

  #cutOff(conn: Conn, reason: 'slow' | 'talkative'): void {
    this.counts.cutOff[reason]++;
    terminate(conn);
  }

  #forgive(): void {
    for (const viewer of this.#viewers.values()) viewer.asked = 0;
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    const conns = [...this.#viewers.values()].map(({ socket }) => socket.conn);
    this.#io.disconnectSockets(true);
    // The HTTP server is not ours to close.
    this.#io.engine?.close();
    if (conns.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, GOODBYE_WITHIN_MS));
    for (const conn of conns) terminate(conn);
  }
}

/** Engine.IO's WebSocket transport holds the `ws` socket. */
type RawSocket = { readonly bufferedAmount?: number; terminate?(): void };
const rawSocket = (conn: Conn) => (conn.transport as unknown as { socket?: RawSocket }).socket;

/** Bytes that the kernel has not taken yet. */
function bufferedBytes(conn: Conn): number {
  return rawSocket(conn)?.bufferedAmount ?? 0;
}

/**
 * Ends a connection at once, and what is buffered for it. A polite close waits half a minute for the answer of somebody
 * who does not read, and holds its memory as long. A healthy browser takes it for a dropped line and comes back.
 */
function terminate(conn: Conn): void {
  const raw = rawSocket(conn);
  if (raw?.terminate) raw.terminate();
  else conn.close(true);
}
