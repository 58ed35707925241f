import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Server, type Socket } from 'socket.io';
import { compareCursors, formatCursor, type LiveCursor, parseCursor } from '../../lib/live/cursor';
import { parseMark } from '../../lib/live/place-book';
import {
  type ClientToServerEvents,
  type Handshake,
  LIVE_VERSION,
  type ResetReason,
  type ServerToClientEvents,
  SOCKET_PATH,
} from '../../lib/live/protocol';
import type { LiveHub } from './live-hub';
import { inOneWrite } from './one-write';
import { type Question, ResumeDesk } from './resume-desk';
import { SLOW_EVERY_MS, SlowRoom } from './slow-room';
import { bufferedBytes, type Conn, MAX_MESSAGE_BYTES, SocketGuard } from './socket-guard';
import { countEncoded, countSent, type Refusal, type ViewerCounts } from './viewer-counts';
import { REFUSALS, type ViewerDoor } from './viewer-door';

export type ViewersOptions = {
  readonly hub: LiveHub;
  readonly door: ViewerDoor;
  readonly build: string;
  readonly tickMs: number;
  readonly now: () => number;
};

type LiveServer = Server<ClientToServerEvents, ServerToClientEvents>;
type LiveSocket = Socket<ClientToServerEvents, ServerToClientEvents>;

const ROOM = 'live';
const SLOW_ROOM = 'slow';
/** Going through so many events for a resume costs as much as a message. */
const EVENTS_PER_MESSAGE = 10_000;
/** Later than the guard's own patience, which counts it. */
const CONNECT_WITHIN_MS = 10_000;
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
  held: (Question & { readonly since: number }) | null;
  ackedAt: number;
  acked: LiveCursor | null;
};

/**
 * The sockets of this process: the only door to Socket.IO. WebSocket only, so that no sticky sessions are needed. Each
 * frame goes to the live room as one string, which is encoded once for all; `volatile`, so that a slow viewer costs no
 * memory: it notices the gap by its cursor and asks to resume.
 */
export class Viewers {
  readonly counts: ViewerCounts;
  readonly #options: ViewersOptions;
  readonly #io: LiveServer;
  readonly #viewers = new Map<string, Viewer>();
  readonly #guard: SocketGuard;
  readonly #slow: SlowRoom;
  /** Where the live room stood, one entry a second: tells how far behind an acknowledged cursor is. */
  #trail: { readonly cursor: LiveCursor; readonly at: number }[] = [];
  readonly #timers: ReturnType<typeof setInterval>[] = [];
  readonly #desk = new ResumeDesk<Viewer>((viewers, question) => this.#resume(viewers, question));

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
    this.#slow = new SlowRoom({
      hub: options.hub,
      liveRoom: ROOM,
      room: SLOW_ROOM,
      isEmpty: () => this.#inRoom(SLOW_ROOM) === 0,
      send: (frame) => {
        countEncoded(this.counts, frame.length);
        this.#send(SLOW_ROOM, frame);
      },
      reset: () => {
        this.counts.resets.too_old += this.#inRoom(SLOW_ROOM);
        this.#io.to(SLOW_ROOM).emit('reset', 'too_old');
        this.#io.socketsLeave(SLOW_ROOM);
      },
    });
    this.#io.on('connection', (socket) => this.#welcome(socket));
    options.hub.onFrame((frame) => {
      countEncoded(this.counts, frame.length);
      this.#send(ROOM, frame);
      this.#releaseHeld();
    });
    options.hub.onStartOver(() => {
      this.counts.resets.other_epoch += this.#inRoom(ROOM) + this.#inRoom(SLOW_ROOM);
      this.#io.to([ROOM, SLOW_ROOM]).emit('reset', 'other_epoch');
      this.#io.socketsLeave([ROOM, SLOW_ROOM]);
    });
    options.hub.onHealth((health) => this.#io.emit('health', health));
    this.#timers.push(setInterval(() => this.#check(), CHECK_EVERY_MS));
    this.#timers.push(setInterval(() => this.#slow.tick(), SLOW_EVERY_MS));
  }

  get count(): number {
    return this.#viewers.size;
  }

  /** What waits in memory for viewers to take it. */
  get bufferedBytes(): number {
    let bytes = 0;
    for (const { socket } of this.#viewers.values()) bytes += bufferedBytes(socket.conn);
    return bytes;
  }

  #inRoom(room: string): number {
    return this.#io.sockets.adapter.rooms.get(room)?.size ?? 0;
  }

  #send(room: string, frame: string): void {
    this.#io.to(room).volatile.emit('f', frame);
    countSent(this.counts, frame.length, this.#inRoom(room));
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
    const { hub, build, tickMs, now } = this.#options;
    const viewer: Viewer = { socket, held: null, ackedAt: now(), acked: null };
    this.#viewers.set(socket.id, viewer);
    this.#guard.named(socket.conn);
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
    socket.on('error', () => this.#guard.cutOff(socket.conn, 'malformed'));
    socket.on('disconnect', () => {
      this.#viewers.delete(socket.id);
      this.#desk.leave(viewer);
      this.#slow.leave(socket);
    });
    socket.on('ack', (text) => {
      viewer.acked = parseCursor(text) ?? viewer.acked;
      viewer.ackedAt = now();
    });
    socket.on('resume', (text, known) =>
      this.#desk.ask(viewer, { cursor: parseCursor(text), known: parseMark(known) }),
    );
    socket.on('slow', () => {
      // It may have asked to go on a moment ago: in that order.
      if (this.#desk.has(viewer)) this.#desk.answerNow();
      this.#slow.ask(socket);
    });
    socket.on('clock', (reply) => {
      if (typeof reply === 'function') reply(now());
    });
    const { v, cursor, known } = socket.handshake.auth as Partial<Record<keyof Handshake, unknown>>;
    if (v === LIVE_VERSION) this.#desk.ask(viewer, { cursor: parseCursor(cursor), known: parseMark(known) });
  }

  /** Sends what lies between the cursor and the live room, and joins the room in the same tick: nothing comes between. */
  #resume(viewers: readonly Viewer[], { cursor, known }: Question): void {
    const { hub, now } = this.#options;
    const answer = hub.resume(cursor, known);
    if (answer.kind === 'frame' && answer.missed) {
      const [first] = viewers;
      const { events, frame } = answer.missed;
      if (first) this.#guard.charge(first.socket.conn, Math.floor(events / EVENTS_PER_MESSAGE));
      this.#io.to(viewers.map(({ socket }) => socket.id)).emit('f', frame);
    }
    for (const viewer of viewers) {
      if (answer.kind === 'reset') this.#reset(viewer, answer.reason);
      else if (answer.kind === 'hold') {
        if (viewer.held) continue;
        viewer.held = { cursor, known, since: now() };
        this.counts.resumes.held++;
      } else {
        this.counts.resumes[answer.missed ? 'caught_up' : 'nothing_missed']++;
        viewer.held = null;
        viewer.acked = answer.at;
        viewer.ackedAt = now();
        this.#slow.leave(viewer.socket);
        void viewer.socket.join(ROOM);
      }
    }
  }

  #releaseHeld(): void {
    for (const viewer of this.#viewers.values()) {
      if (!viewer.held) continue;
      if (this.#options.now() - viewer.held.since > HOLD_MS) this.#reset(viewer, 'too_old');
      else this.#resume([viewer], viewer.held);
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
        this.#guard.cutOff(viewer.socket.conn, 'slow');
    }
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#desk.stop();
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
