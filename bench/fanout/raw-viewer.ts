import { connect, type Socket } from 'node:net';
import { EVENT_TYPES } from '../../lib/events/event';
import { compareCursors, formatCursor, type LiveCursor } from '../../lib/live/cursor';
import type { FrameReader } from '../../lib/live/frame-reader';
import { type Frame, LIVE_VERSION } from '../../lib/live/protocol';
import { spanOf } from './span';

const ACK_EVERY_MS = 5_000;
const EVENT = Buffer.from('42["e"');
const BATCH = Buffer.from('42["b",');
const FRAME = Buffer.from('42["f","');

/** From where, and what is known of the book. */
export type Start = { readonly cursor: LiveCursor; readonly known: string };

/**
 * A viewer that speaks WebSocket, Engine.IO and Socket.IO by hand, so that thousands fit into a process: it answers
 * pings, acknowledges, follows the chain of cursors and asks to go on after a gap. With a reader it decodes every frame.
 */
export class RawViewer {
  readonly reader: FrameReader | null;
  #socket: Socket | null = null;
  #rest: Buffer | null = null;
  #upgraded = false;
  #acks: ReturnType<typeof setInterval> | null = null;
  #opened: () => void = () => {};
  #until: 'let in' | 'a frame' = 'let in';
  known = '';
  at: LiveCursor | null = null;
  /** Events, bytes with the headers of WebSocket, frames, gaps. */
  events = 0;
  bytes = 0;
  frames = 0;
  gaps = 0;
  resets = 0;
  /** Of a decoding viewer: arrival, first and last message of the log that the frame brings. */
  readonly arrivals: number[] = [];
  readonly sums = new Map<string, number>();

  constructor(reader: FrameReader | null) {
    this.reader = reader;
  }

  /** Resolves when Socket.IO has let it in, or with the first frame. */
  open(url: string, start: Start | null, until: 'let in' | 'a frame'): Promise<void> {
    this.#until = until;
    this.at = start?.cursor ?? null;
    this.known = start?.known ?? '';
    const { port, hostname } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.setNoDelay();
    this.#socket = socket;
    this.#upgraded = false;
    this.#rest = null;
    socket.write(
      `GET /live/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${hostname}:${port}\r\nOrigin: ${url}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
    );
    socket.on('error', () => {});
    socket.on('data', (chunk) => socket === this.#socket && this.#take(chunk));
    return new Promise((opened, failed) => {
      this.#opened = opened;
      socket.once('close', () => failed(new Error('a viewer was cut off')));
    });
  }

  cut(): void {
    if (this.#acks) clearInterval(this.#acks);
    const socket = this.#socket;
    this.#socket = null;
    socket?.destroy();
  }

  get connected(): boolean {
    return this.#socket !== null && !this.#socket.destroyed;
  }

  #take(chunk: Buffer): void {
    let data = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    this.#rest = null;
    if (!this.#upgraded) {
      const end = data.indexOf('\r\n\r\n');
      if (end < 0) {
        this.#rest = data;
        return;
      }
      this.#upgraded = true;
      data = data.subarray(end + 4);
    }
    let at = 0;
    while (at + 2 <= data.length) {
      const short = (data[at + 1] ?? 0) & 0x7f;
      const head = short === 126 ? 4 : short === 127 ? 10 : 2;
      if (at + head > data.length) break;
      const length =
        short === 126
          ? data.readUInt16BE(at + 2)
          : short === 127
            ? Number(data.readBigUInt64BE(at + 2))
            : short;
      const end = at + head + length;
      if (end > data.length) break;
      this.bytes += end - at;
      this.#message(data, at + head, end);
      at = end;
    }
    if (at < data.length) this.#rest = at === 0 ? data : Buffer.from(data.subarray(at));
  }

  #message(data: Buffer, from: number, end: number): void {
    const first = data[from];
    if (first === 0x32) this.#send('3');
    else if (first === 0x30)
      this.#send(
        `40${JSON.stringify({ v: LIVE_VERSION, cursor: this.at ? formatCursor(this.at) : '', known: this.known })}`,
      );
    else if (first === 0x34 && data[from + 1] === 0x30) this.#letIn();
    else if (begins(data, from, EVENT)) this.events++;
    else if (begins(data, from, BATCH)) {
      for (let at = from + BATCH.length, count = 0; ; at++) {
        const digit = (data[at] ?? 0) - 0x30;
        if (digit < 0 || digit > 9) {
          this.events += count;
          break;
        }
        count = count * 10 + digit;
      }
    } else if (begins(data, from, FRAME)) this.#frame(data, from + FRAME.length, end - 2);
    else if (begins(data, from, RESET)) this.resets++;
  }

  #letIn(): void {
    this.#acks = setInterval(() => this.at && this.#say('ack', formatCursor(this.at)), ACK_EVERY_MS);
    if (this.#until === 'let in') this.#opened();
  }

  #frame(data: Buffer, from: number, end: number): void {
    const span = spanOf(data.toString('latin1', from, Math.min(end, from + 64)));
    if (!this.at || compareCursors(span.to, this.at) < 0) return;
    this.frames++;
    this.#opened();
    if (compareCursors(span.from, this.at) !== 0) {
      if (compareCursors(span.to, this.at) === 0) return;
      this.gaps++;
      this.#say('resume', formatCursor(this.at), this.reader?.known ?? this.known);
      return;
    }
    this.at = span.to;
    if (!this.reader) return;
    const frame = this.reader.read(data.toString('latin1', from, end));
    if (!frame) throw new Error('a frame that builds on more than was told');
    this.arrivals.push(performance.timeOrigin + performance.now(), span.from.offset + 1, span.to.offset);
    this.#count(frame);
  }

  #count({ records, book }: Frame): void {
    const counts = new Map<number, number>();
    for (const { type, category, count } of records) {
      const kind = (category + 1) * 4 + EVENT_TYPES.indexOf(type);
      counts.set(kind, (counts.get(kind) ?? 0) + count);
    }
    for (const [kind, count] of counts) {
      const key = `${EVENT_TYPES[kind % 4]}|${book.categories[(kind >> 2) - 1] ?? ''}`;
      this.sums.set(key, (this.sums.get(key) ?? 0) + count);
    }
  }

  #say(...message: readonly string[]): void {
    this.#send(`42${JSON.stringify(message)}`);
  }

  /** One masked text frame; the mask is zero, which leaves the text as it is. */
  #send(text: string): void {
    const { length } = text;
    const head = length < 126 ? [0x81, 0x80 | length] : [0x81, 0xfe, length >> 8, length & 0xff];
    this.#socket?.write(Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), Buffer.from(text)]));
  }
}

const RESET = Buffer.from('42["reset"');

const begins = (data: Buffer, at: number, word: Buffer) =>
  data.compare(word, 0, word.length, at, Math.min(at + word.length, data.length)) === 0;
