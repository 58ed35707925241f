import { io, type Socket } from 'socket.io-client';
import { LiveSession } from '../../components/live/live-session';
import { decodeFrame } from '../../lib/live/frame-codec';
import {
  LIVE_VERSION,
  SNAPSHOT_PATH,
  type Snapshot,
  SOCKET_PATH,
  type Totals,
} from '../../lib/live/protocol';

const RECONNECT_MS = 20;

/**
 * A viewer that does what the page does, by the page's own rules, and counts each numbered repin that it draws: after a
 * cut it comes back with its cursor, after a gap it asks, after a reset it begins from a snapshot.
 */
export class FaithfulViewer {
  socket: Socket;
  #url: string;
  #session = new LiveSession();
  #closed = false;
  #acks: ReturnType<typeof setInterval>;
  /** Times that each number was drawn since the last snapshot. */
  readonly drawn = new Map<number, number>();
  readonly resets: string[] = [];
  totals: Totals;
  snapshotTotals: Totals;
  connects = 0;

  private constructor(url: string, snapshot: Snapshot) {
    this.#url = url;
    this.#session.onSnapshot(snapshot);
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

  /** The connection breaks, without goodbye; it comes back by itself. */
  cut(): void {
    this.socket.io.engine.close();
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
    this.socket.emit('resume', cursor);
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
      auth: (give) => give({ v: LIVE_VERSION, cursor: this.cursorText }),
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
    const frame = decodeFrame(text);
    const answer = this.#session.onFrame(frame);
    if (answer === 'resume') this.socket.emit('resume', this.cursorText);
    if (answer === 'snapshot') void this.#startOver();
    if (answer !== 'apply') return;
    this.totals = frame.totals;
    for (const { place, count } of frame.records) {
      const number = Number(frame.places[place]?.city);
      this.drawn.set(number, (this.drawn.get(number) ?? 0) + count);
    }
  }

  async #startOver(): Promise<void> {
    const snapshot = await fetchSnapshot(this.#url);
    this.#session.onSnapshot(snapshot);
    this.totals = snapshot.totals;
    this.snapshotTotals = snapshot.totals;
    this.drawn.clear();
    this.socket.emit('resume', this.cursorText);
  }
}

async function fetchSnapshot(url: string): Promise<Snapshot> {
  return (await (await fetch(url + SNAPSHOT_PATH)).json()) as Snapshot;
}
