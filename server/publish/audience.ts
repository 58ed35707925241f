import type { Server, Socket } from 'socket.io';
import { compareCursors, type LiveCursor, parseCursor } from '../../lib/live/cursor';
import type { ClientToServerEvents, ResetReason, ServerToClientEvents } from '../../lib/live/protocol';
import type { FrameSource } from './frame-source';
import { type Question, ResumeDesk } from './resume-desk';
import { SlowRoom } from './slow-room';
import { bufferedBytes, type SocketGuard } from './socket-guard';
import { countEncoded, countSent, type ViewerCounts } from './viewer-counts';

export type LiveServer = Server<ClientToServerEvents, ServerToClientEvents>;
export type LiveSocket = Socket<ClientToServerEvents, ServerToClientEvents>;

/** Going through so many events for a resume costs as much as a message. */
const EVENTS_PER_MESSAGE = 10_000;
/** What a viewer may leave unread in our memory, and for how long it may not say how far it is. */
const MAX_BUFFERED_BYTES = 1 << 20;
const MAX_LAG_MS = 10_000;
const ACK_GRACE_MS = 15_000;
const HOLD_MS = 10_000;

/** A socket among those that follow the same frames. */
export type Viewer = {
  readonly socket: LiveSocket;
  /** Waits for the source to reach what it has seen elsewhere. */
  held: (Question & { readonly since: number }) | null;
  ackedAt: number;
  acked: LiveCursor | null;
};

export type AudienceOptions = {
  readonly source: FrameSource;
  readonly io: LiveServer;
  /** Of its two Socket.IO rooms: another one for each audience. */
  readonly name: string;
  readonly guard: SocketGuard;
  readonly counts: ViewerCounts;
  readonly now: () => number;
};

/**
 * The sockets that follow the same frames. Each frame goes to their live room as one string, which is encoded once for
 * all; `volatile`, so that a slow viewer costs no memory: it notices the gap by its cursor and asks to resume.
 */
export class Audience {
  readonly #options: AudienceOptions;
  readonly #viewers = new Set<Viewer>();
  readonly #held = new Set<Viewer>();
  readonly #room: string;
  readonly #slowRoom: string;
  readonly #slow: SlowRoom;
  /** Where the live room stood, one entry a second: tells how far behind an acknowledged cursor is. */
  #trail: { readonly cursor: LiveCursor; readonly at: number }[] = [];
  readonly #desk = new ResumeDesk<Viewer>((viewers, question) => this.#resume(viewers, question));
  readonly #leave: readonly (() => void)[];

  constructor(options: AudienceOptions) {
    this.#options = options;
    const { source, io, counts, name } = options;
    this.#room = `live ${name}`;
    this.#slowRoom = `slow ${name}`;
    this.#slow = new SlowRoom({
      hub: source,
      liveRoom: this.#room,
      room: this.#slowRoom,
      isEmpty: () => this.#inRoom(this.#slowRoom) === 0,
      send: (frame) => {
        countEncoded(counts, frame.length);
        this.#send(this.#slowRoom, frame);
      },
      reset: () => {
        counts.resets.too_old += this.#inRoom(this.#slowRoom);
        io.to(this.#slowRoom).emit('reset', 'too_old');
        io.socketsLeave(this.#slowRoom);
      },
    });
    this.#leave = [
      source.onFrame((frame) => {
        countEncoded(counts, frame.length);
        this.#send(this.#room, frame);
        this.#releaseHeld();
      }),
      source.onStartOver(() => this.#startOver()),
    ];
  }

  get size(): number {
    return this.#viewers.size;
  }

  /** What waits in memory for them to take it. */
  get bufferedBytes(): number {
    let bytes = 0;
    for (const { socket } of this.#viewers) bytes += bufferedBytes(socket.conn);
    return bytes;
  }

  /** It hears nothing before it has asked to go on. */
  enter(socket: LiveSocket): Viewer {
    const viewer: Viewer = { socket, held: null, ackedAt: this.#options.now(), acked: null };
    this.#viewers.add(viewer);
    return viewer;
  }

  /** To be called when its socket is gone. */
  leave(viewer: Viewer): void {
    this.#viewers.delete(viewer);
    this.#held.delete(viewer);
    this.#desk.leave(viewer);
    this.#slow.leave(viewer.socket);
  }

  ask(viewer: Viewer, question: Question): void {
    this.#desk.ask(viewer, question);
  }

  askSlow(viewer: Viewer): void {
    // It may have asked to go on a moment ago: in that order.
    if (this.#desk.has(viewer)) this.#desk.answerNow();
    this.#slow.ask(viewer.socket);
  }

  acknowledge(viewer: Viewer, text: string): void {
    viewer.acked = parseCursor(text) ?? viewer.acked;
    viewer.ackedAt = this.#options.now();
  }

  #inRoom(room: string): number {
    return this.#options.io.sockets.adapter.rooms.get(room)?.size ?? 0;
  }

  #send(room: string, frame: string): void {
    const { io, counts } = this.#options;
    io.to(room).volatile.emit('f', frame);
    countSent(counts, frame.length, this.#inRoom(room));
  }

  #startOver(): void {
    const { io, counts } = this.#options;
    const rooms = [this.#room, this.#slowRoom];
    for (const room of rooms) counts.resets.other_epoch += this.#inRoom(room);
    io.to(rooms).emit('reset', 'other_epoch');
    io.socketsLeave(rooms);
  }

  /** Sends what lies between the cursor and the live room, and joins the room in the same tick: nothing comes between. */
  #resume(viewers: readonly Viewer[], { cursor, known }: Question): void {
    const { source, io, guard, counts, now } = this.#options;
    const answer = source.resume(cursor, known);
    if (answer.kind === 'frame' && answer.missed) {
      const [first] = viewers;
      const { events, frame } = answer.missed;
      if (first) guard.charge(first.socket.conn, Math.floor(events / EVENTS_PER_MESSAGE));
      io.to(viewers.map(({ socket }) => socket.id)).emit('f', frame);
    }
    for (const viewer of viewers) {
      if (answer.kind === 'reset') this.#reset(viewer, answer.reason);
      else if (answer.kind === 'hold') {
        if (viewer.held) continue;
        viewer.held = { cursor, known, since: now() };
        this.#held.add(viewer);
        counts.resumes.held++;
      } else {
        counts.resumes[answer.missed ? 'caught_up' : 'nothing_missed']++;
        this.#release(viewer);
        viewer.acked = answer.at;
        viewer.ackedAt = now();
        this.#slow.leave(viewer.socket);
        void viewer.socket.join(this.#room);
      }
    }
  }

  #release(viewer: Viewer): void {
    viewer.held = null;
    this.#held.delete(viewer);
  }

  #releaseHeld(): void {
    for (const viewer of this.#held) {
      if (!viewer.held) continue;
      if (this.#options.now() - viewer.held.since > HOLD_MS) this.#reset(viewer, 'too_old');
      else this.#resume([viewer], viewer.held);
    }
  }

  #reset(viewer: Viewer, reason: ResetReason): void {
    this.#options.counts.resets[reason]++;
    this.#release(viewer);
    this.#slow.leave(viewer.socket);
    void viewer.socket.leave(this.#room);
    viewer.socket.emit('reset', reason);
  }

  /** To be called every second. Cuts off who lags: it comes back with its cursor and gets what it missed as counts. */
  check(): void {
    const { source, guard, now } = this.#options;
    const cursor = source.sentTo;
    if (!cursor) return;
    this.#trail.push({ cursor, at: now() });
    this.#trail = this.#trail.filter(({ at }) => now() - at <= MAX_LAG_MS + ACK_GRACE_MS);
    const old = this.#trail.findLast(({ at }) => now() - at > MAX_LAG_MS + ACK_GRACE_MS / 2);
    for (const viewer of this.#viewers) {
      if (!viewer.socket.rooms.has(this.#room) && !viewer.socket.rooms.has(this.#slowRoom)) continue;
      const silent = now() - viewer.ackedAt > MAX_LAG_MS + ACK_GRACE_MS;
      const behind =
        old !== undefined && viewer.acked !== null && compareCursors(viewer.acked, old.cursor) < 0;
      if (silent || behind || bufferedBytes(viewer.socket.conn) > MAX_BUFFERED_BYTES)
        guard.cutOff(viewer.socket.conn, 'slow');
    }
  }

  /** To be called every two seconds: a frame for hidden tabs. */
  tickSlowly(): void {
    this.#slow.tick();
  }

  stop(): void {
    for (const leave of this.#leave) leave();
    this.#desk.stop();
  }
}
