import { io, type Socket } from 'socket.io-client';
import { type Place, placeKey } from '../../lib/geo/place';
import { compareCursors, formatCursor, type LiveCursor, parseCursor } from '../../lib/live/cursor';
import { FrameReader } from '../../lib/live/frame-reader';
import {
  type Frame,
  LIVE_VERSION,
  SNAPSHOT_PATH,
  type Snapshot,
  SOCKET_PATH,
  type Totals,
} from '../../lib/live/protocol';

/**
 * A viewer without a page: snapshot, then frames from its cursor, counted by place and type. It keeps every byte it
 * was sent, so that a test can search them, and refuses to hide a gap or a repeat: both are counted.
 */
export class Viewer {
  readonly socket: Socket;
  readonly reader = new FrameReader();
  readonly snapshot: Snapshot;
  /** Located events received in frames, by `type|place`. */
  readonly received = new Map<string, number>();
  readonly frames: Frame[] = [];
  readonly raw: string[] = [];
  /** Called for each record of a frame as it comes. Who sets it counts by itself: nothing is kept. */
  onRecord: ((record: Frame['records'][number], place: Place) => void) | null = null;
  totals: Totals;
  cursor: LiveCursor;
  readonly #acks: ReturnType<typeof setInterval>;
  gaps = 0;
  repeats = 0;
  resets = 0;

  constructor(socket: Socket, snapshot: Snapshot, snapshotText: string) {
    this.socket = socket;
    this.snapshot = snapshot;
    this.totals = snapshot.totals;
    this.raw.push(snapshotText);
    this.reader.learn(snapshot.book);
    const cursor = parseCursor(snapshot.cursor);
    if (!cursor) throw new Error(`not a cursor: ${snapshot.cursor}`);
    this.cursor = cursor;
    const acks = setInterval(() => socket.emit('ack', formatCursor(this.cursor)), 5_000);
    acks.unref();
    this.#acks = acks;
    socket.on('f', (text: string) => this.#apply(text));
    socket.on('reset', () => this.resets++);
    socket.onAny((...message) => {
      if (!this.onRecord) this.raw.push(JSON.stringify(message));
    });
  }

  get located(): number {
    return [...this.received.values()].reduce((sum, count) => sum + count, 0);
  }

  count(type: string): number {
    return [...this.received].reduce(
      (sum, [key, count]) => sum + (key.startsWith(`${type}|`) ? count : 0),
      0,
    );
  }

  #apply(text: string): void {
    const frame = this.reader.read(text);
    if (!frame) {
      this.gaps++;
      return;
    }
    if (compareCursors(frame.to, this.cursor) <= 0) {
      if (frame.records.length > 0) this.repeats++;
      return;
    }
    if (compareCursors(frame.from, this.cursor) !== 0) this.gaps++;
    this.cursor = frame.to;
    this.totals = frame.totals;
    if (!this.onRecord) this.frames.push(frame);
    for (const record of frame.records) {
      const { type, place, count } = record;
      const at = frame.book.places[place];
      if (!at) throw new Error(`record without its place: ${place}`);
      if (this.onRecord) {
        this.onRecord(record, at);
        continue;
      }
      const key = `${type}|${placeKey(at)}`;
      this.received.set(key, (this.received.get(key) ?? 0) + count);
    }
  }

  close(): void {
    clearInterval(this.#acks);
    this.socket.disconnect();
  }
}

/** Opens a viewer at a globe's address and resolves once it stands in the live room. */
export async function openViewer(url: string): Promise<Viewer> {
  const response = await fetch(url + SNAPSHOT_PATH);
  const text = await response.text();
  const snapshot = JSON.parse(text) as Snapshot;
  let viewer: Viewer | null = null;
  const socket = io(url, {
    path: SOCKET_PATH,
    transports: ['websocket'],
    autoConnect: false,
    forceNew: true,
    extraHeaders: { origin: url },
    auth: (give) =>
      give({
        v: LIVE_VERSION,
        cursor: viewer ? formatCursor(viewer.cursor) : snapshot.cursor,
        known: viewer?.reader.known ?? '',
      }),
  });
  viewer = new Viewer(socket, snapshot, text);
  const hello = new Promise<void>((resolve, reject) => {
    socket.once('hello', () => resolve());
    socket.once('connect_error', reject);
  });
  socket.connect();
  await hello;
  return viewer;
}
