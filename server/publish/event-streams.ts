import type { IncomingMessage, ServerResponse } from 'node:http';
import { formatCursor, type LiveCursor, parseCursor } from '../../lib/live/cursor';
import { type BookMark, parseMark } from '../../lib/live/place-book';
import { type Hello, LIVE_VERSION, type ResetReason } from '../../lib/live/protocol';
import type { LiveHub } from './live-hub';
import { SLOW_EVERY_MS } from './slow-room';
import { countEncoded, countSent, type Refusal } from './viewer-counts';
import type { ViewerDoor } from './viewer-door';

export type EventStreamsOptions = {
  readonly hub: LiveHub;
  readonly door: ViewerDoor;
  readonly build: string;
  readonly tickMs: number;
  readonly now: () => number;
  /** What one stream carries before the viewer has to ask again. */
  readonly maxBytes?: number;
};

/** Nobody acknowledges over a stream. So it ends after so much, and the cursor of the next request is the acknowledgement. */
const MAX_BYTES = 1 << 20;
const MAX_MS = 30_000;
/** What may wait in our memory for one that does not read, and how long. */
const MAX_BUFFERED_BYTES = 1 << 20;
const MAX_STUCK_MS = 10_000;
const HOLD_MS = 10_000;
const CHECK_EVERY_MS = 1_000;
/** Proxies take a stream that says nothing for a dead one. */
const COMMENT_EVERY_MS = 10_000;
const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  // nginx would collect frames until its buffer is full.
  'x-accel-buffering': 'no',
  // The end of the answer is the end of the connection: one that does not read is rid of with it.
  connection: 'close',
};

type Stream = {
  readonly response: ServerResponse;
  readonly slow: boolean;
  /** Up to where it has been sent everything, and what it knows of the book by then. */
  at: LiveCursor | null;
  known: BookMark | null;
  /** held: waits for the hub to reach what it has seen elsewhere. ended: says goodbye. */
  state: 'held' | 'follows' | 'ended';
  heldSince: number;
  /** Since when it has not taken what it was sent; null when it has. */
  stuckSince: number | null;
  wroteAt: number;
  bytesLeft: number;
  readonly until: number;
};

/**
 * The viewers of this process whose WebSockets are blocked: the same frames as server-sent events, each encoded once for
 * all. One that does not keep up is sent nothing more until it has taken what it has, then what it missed as one frame: it
 * costs no more memory than that.
 */
export class EventStreams {
  readonly #options: EventStreamsOptions;
  readonly #streams = new Set<Stream>();
  readonly #timers: ReturnType<typeof setInterval>[] = [];

  constructor(options: EventStreamsOptions) {
    this.#options = options;
    const { hub } = options;
    hub.onFrame((frame, to) => this.#sendFrame(frame, to));
    hub.onHealth((health) => {
      const event = eventOf('health', JSON.stringify(health));
      for (const stream of this.#streams) if (stream.stuckSince === null) this.#write(stream, event);
    });
    hub.onStartOver(() => {
      for (const stream of this.#streams) if (stream.state === 'follows') this.#reset(stream, 'other_epoch');
    });
    this.#timers.push(setInterval(() => this.#check(), CHECK_EVERY_MS));
    this.#timers.push(setInterval(() => this.#tickSlowly(), SLOW_EVERY_MS));
  }

  get count(): number {
    return this.#streams.size;
  }

  /** What waits in memory for viewers to take it. */
  get bufferedBytes(): number {
    let bytes = 0;
    for (const { response } of this.#streams) bytes += response.writableLength;
    return bytes;
  }

  /** Answers `GET /live/events`; or says why it may not, and leaves the answer to the caller. */
  serve(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): Refusal | null {
    const { hub, door, build, tickMs, now } = this.#options;
    const refusal = door.enter(request, response);
    if (refusal !== null) return refusal;
    const stream: Stream = {
      response,
      slow: query.get('slow') === '1',
      // What an EventSource says that comes back by itself.
      at: parseCursor(request.headers['last-event-id'] ?? query.get('cursor')),
      known: parseMark(query.get('known')),
      state: 'follows',
      heldSince: 0,
      stuckSince: null,
      wroteAt: now(),
      bytesLeft: this.#options.maxBytes ?? MAX_BYTES,
      // Those that came together need not come again together.
      until: now() + MAX_MS * (0.75 + 0.5 * Math.random()),
    };
    this.#streams.add(stream);
    response.once('close', () => this.#streams.delete(stream));
    response.on('error', () => {});
    response.on('drain', () => this.#drained(stream));
    response.writeHead(200, HEADERS);
    const head = hub.sentTo;
    const hello: Hello = {
      v: LIVE_VERSION,
      build,
      serverTime: now(),
      tickMs,
      head: head ? formatCursor(head) : '',
    };
    this.#write(stream, `retry: 1000\n${eventOf('hello', JSON.stringify(hello))}`);
    this.#sayHealth(stream);
    if (query.get('v') === String(LIVE_VERSION)) this.#resume(stream);
    else this.#end(stream);
    return null;
  }

  /** Brings it to where the live room stands. */
  #resume(stream: Stream): void {
    const { hub, door, now } = this.#options;
    const answer = hub.resume(stream.at, stream.known);
    if (answer.kind === 'reset') this.#reset(stream, answer.reason);
    else if (answer.kind === 'hold') {
      if (stream.state === 'held') return;
      stream.state = 'held';
      stream.heldSince = now();
      door.counts.resumes.held++;
    } else {
      door.counts.resumes[answer.missed ? 'caught_up' : 'nothing_missed']++;
      stream.state = 'follows';
      this.#moveOn(stream, answer.missed?.frame ?? null, answer.at);
    }
  }

  #moveOn(stream: Stream, frame: string | null, to: LiveCursor): void {
    if (frame !== null) this.#write(stream, frameEvent(frame, to));
    stream.at = to;
    stream.known = this.#options.hub.told;
  }

  #sendFrame(frame: string, to: LiveCursor): void {
    const event = Buffer.from(frameEvent(frame, to));
    const { hub, door } = this.#options;
    const known = hub.told;
    let viewers = 0;
    for (const stream of this.#streams) {
      if (stream.state === 'held') this.#resume(stream);
      else if (stream.state === 'follows' && !stream.slow && stream.stuckSince === null) {
        this.#write(stream, event);
        stream.at = to;
        stream.known = known;
        viewers++;
      }
    }
    countSent(door.counts, frame.length, viewers);
  }

  /** Those that nobody looks at: they stand at the same cursor, so what they get is encoded once. */
  #tickSlowly(): void {
    const { hub, door } = this.#options;
    let last: string | null = null;
    for (const stream of this.#streams) {
      if (!stream.slow || stream.state !== 'follows' || stream.stuckSince !== null) continue;
      const answer = hub.resume(stream.at, stream.known);
      if (answer.kind === 'reset') this.#reset(stream, answer.reason);
      if (answer.kind !== 'frame') continue;
      const frame = answer.missed?.frame ?? null;
      if (frame !== null) {
        if (frame !== last) countEncoded(door.counts, frame.length);
        countSent(door.counts, frame.length, 1);
        last = frame;
      }
      this.#moveOn(stream, frame, answer.at);
    }
  }

  /** It has taken all that it was sent: on with what came meanwhile. */
  #drained(stream: Stream): void {
    stream.stuckSince = null;
    if (stream.state === 'ended') return;
    this.#sayHealth(stream);
    if (stream.state === 'follows' && !stream.slow) this.#resume(stream);
  }

  #sayHealth(stream: Stream): void {
    const { health } = this.#options.hub;
    if (health) this.#write(stream, eventOf('health', JSON.stringify(health)));
  }

  #reset(stream: Stream, reason: ResetReason): void {
    this.#options.door.counts.resets[reason]++;
    this.#write(stream, eventOf('reset', reason));
    this.#end(stream);
  }

  #check(): void {
    const now = this.#options.now();
    for (const stream of this.#streams) {
      const { stuckSince, response } = stream;
      const stuck = stuckSince !== null && now - stuckSince > MAX_STUCK_MS;
      if (stuck || response.writableLength > MAX_BUFFERED_BYTES) this.#cutOff(stream);
      else if (stream.state === 'held' && now - stream.heldSince > HOLD_MS) this.#reset(stream, 'too_old');
      else if (
        stream.state !== 'ended' &&
        stuckSince === null &&
        (stream.bytesLeft < 0 || now > stream.until)
      ) {
        this.#write(stream, eventOf('again', 'go on from your cursor'));
        this.#end(stream);
      } else if (stuckSince === null && now - stream.wroteAt > COMMENT_EVERY_MS) this.#write(stream, ':\n\n');
    }
  }

  #cutOff(stream: Stream): void {
    this.#options.door.counts.cutOff.slow++;
    this.#streams.delete(stream);
    stream.response.destroy();
  }

  #write(stream: Stream, event: string | Buffer): void {
    if (stream.state === 'ended') return;
    stream.bytesLeft -= event.length;
    stream.wroteAt = this.#options.now();
    if (!stream.response.write(event)) stream.stuckSince ??= stream.wroteAt;
  }

  #end(stream: Stream): void {
    if (stream.state === 'ended') return;
    stream.state = 'ended';
    stream.stuckSince ??= this.#options.now();
    stream.response.end();
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const stream of this.#streams) this.#end(stream);
  }
}

const eventOf = (name: string, data: string) => `event: ${name}\ndata: ${data}\n\n`;
/** The cursor rides along as the event's id: an EventSource says it when it comes back. */
const frameEvent = (frame: string, to: LiveCursor) => `id: ${formatCursor(to)}\ndata: ${frame}\n\n`;
