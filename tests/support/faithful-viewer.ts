import { io, type Socket } from 'socket.io-client';
import type { EventType } from '../../lib/events/event';
import { LiveSession } from '../../lib/live/client/live-session';
import { type LiveCursor, parseCursor } from '../../lib/live/cursor';
import { FrameReader } from '../../lib/live/frame-reader';
import {
  LIVE_VERSION,
  SNAPSHOT_PATH,
  type Snapshot,
  SOCKET_PATH,
  type Totals,
} from '../../lib/live/protocol';

const RECONNECT_MS = 20;

/**
 * A viewer that does what the page does, by the page's own rules, and counts the numbered repins that it draws: after a
 * cut it comes back with its cursor, after a gap it asks, after a reset it begins from a snapshot.
 */
export class FaithfulViewer {
  socket: Socket;
  #url: string;
  #session = new LiveSession();
  readonly #reader = new FrameReader();
  #closed = false;
  #acks: ReturnType<typeof setInterval>;
  /** Repins drawn since the last snapshot, by the number of their place. */
  readonly drawn = new Map<number, number>();
  /** The same over its whole life: what is drawn before a reset and again after it shows here. */
  readonly everDrawn = new Map<number, number>();
  /** Located events of its whole life, numbered or not. */
  readonly everShown: Record<EventType, number> = { pin: 0, repin: 0, comment: 0, login: 0 };
  readonly resets: string[] = [];
  /** Characters of frames, which is bytes on the wire, and how coarse the coarsest was. */
  received = { frames: 0, bytes: 0, cellDegrees: 0 };
  totals: Totals;
  snapshotTotals: Totals;
  connects = 0;

  private constructor(url: string, snapshot: Snapshot) {
    this.#url = url;
    this.#session.onSnapshot(snapshot);
    this.#reader.learn(snapshot.book);
    this.totals = snapshot.totals;
    this.snapshotTotals = snapshot.totals;
    this.socket = this.#connect();
    this.#acks = setInterval(() => this.socket.emit('ack', this.cursorText), 5_000);
  }

  /** Resolves once it is connected. */
  static async open(url: string): Promise<FaithfulViewer> {
    const viewer = new FaithfulViewer(url, await fetchSnapshot(url));
    await viewer.#greeted();
    return viewer;
  }

  get cursorText(): string {
    return this.#session.cursorText;
  }

  get cursor(): LiveCursor {
    return parseCursor(this.cursorText) ?? { epoch: 0, offset: -1, index: -1 };
  }

  /** The connection breaks, without goodbye; it comes back by itself. */
  cut(): void {
    this.socket.io.engine.close();
  }

  /** The connection breaks, and it begins from a picture, as a page does that is loaded again. */
  async reload(): Promise<void> {
    const before = this.socket;
    before.off('disconnect');
    before.io.engine.close();
    this.#begin(await fetchSnapshot(this.#url));
    this.socket = this.#connect();
    await this.#greeted();
  }

  async moveTo(url: string): Promise<void> {
    this.#url = url;
    const before = this.socket;
    this.socket = this.#connect();
    before.disconnect();
    await this.#greeted();
  }

  /** Asks to go on from any cursor. */
  ask(cursor: string): void {
    this.socket.emit('resume', cursor, this.#reader.known);
  }

  /** Nobody looks at it any more. */
  hide(): void {
    this.socket.emit('slow');
  }

  /** Somebody looks again. */
  show(): void {
    this.socket.emit('resume', this.cursorText, this.#reader.known);
  }

  /** Events drawn in its whole life, in places and in cells. */
  get drawnInAll(): number {
    return Object.values(this.everShown).reduce((sum, count) => sum + count, 0);
  }

  ackEvery(ms: number): void {
    clearInterval(this.#acks);
    this.#acks = setInterval(() => this.socket.emit('ack', this.cursorText), ms);
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#acks);
    this.socket.disconnect();
  }

  #greeted(): Promise<void> {
    return new Promise((resolve) => this.socket.once('hello', () => resolve()));
  }

  #connect(): Socket {
    const socket = io(this.#url, {
      path: SOCKET_PATH,
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: { origin: this.#url },
      auth: (give) => give({ v: LIVE_VERSION, cursor: this.cursorText, known: this.#reader.known }),
    });
    const mine = () => socket === this.socket && !this.#closed;
    const again = () =>
      setTimeout(() => {
        if (mine()) this.socket = this.#connect();
      }, RECONNECT_MS);
    socket.on('hello', (hello) => {
      this.connects++;
      this.#session.onHello(hello);
    });
    socket.on('f', (text: string) => mine() && this.#apply(text));
    socket.on('reset', (reason: string) => {
      this.resets.push(reason);
      if (this.#session.onReset() === 'snapshot') void this.#startOver();
    });
    socket.on('disconnect', again);
    socket.on('connect_error', again);
    return socket;
  }

  #apply(text: string): void {
    const frame = this.#reader.read(text);
    this.received.frames++;
    this.received.bytes += text.length;
    this.received.cellDegrees = Math.max(this.received.cellDegrees, frame?.cellDegrees ?? 0);
    const answer = frame ? this.#session.onFrame(frame) : this.#session.onUnreadFrame();
    if (answer === 'resume') this.socket.emit('resume', this.cursorText, this.#reader.known);
    if (answer === 'snapshot') void this.#startOver();
    if (answer !== 'apply' || !frame) return;
    this.totals = frame.totals;
    for (const { type, place, count } of frame.records) {
      this.everShown[type] += count;
      const city = frame.book.places[place]?.city ?? '';
      if (!/^\d+$/.test(city)) continue;
      for (const drawn of [this.drawn, this.everDrawn])
        drawn.set(Number(city), (drawn.get(Number(city)) ?? 0) + count);
    }
  }

  async #startOver(): Promise<void> {
    const snapshot = await fetchSnapshot(this.#url).catch(() => null);
    if (this.#closed) return;
    if (snapshot === null) {
      // The web process is away, or not ready yet.
      setTimeout(() => void this.#startOver(), RECONNECT_MS * 10);
      return;
    }
    this.#begin(snapshot);
    this.socket.emit('resume', this.cursorText, this.#reader.known);
  }

  #begin(snapshot: Snapshot): void {
    this.#session.onSnapshot(snapshot);
    this.#reader.learn(snapshot.book);
    this.totals = snapshot.totals;
    this.snapshotTotals = snapshot.totals;
    this.drawn.clear();
  }
}

async function fetchSnapshot(url: string): Promise<Snapshot> {
  const response = await fetch(url + SNAPSHOT_PATH);
  if (!response.ok) throw new Error(`no snapshot: ${response.status}`);
  return (await response.json()) as Snapshot;
}
