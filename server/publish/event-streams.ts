import type { IncomingMessage, ServerResponse } from 'node:http';
import { formatCursor, parseCursor } from '../../lib/live/cursor';
import { parseMark } from '../../lib/live/place-book';
import { type Hello, LIVE_VERSION } from '../../lib/live/protocol';
import { isRoom, type RoomFilter } from '../../lib/live/room-filter';
import { EventStream, eventOf } from './event-stream';
import type { LiveHub } from './live-hub';
import type { LiveRoom } from './live-room';
import type { LiveRooms, RoomRefused } from './live-rooms';
import { SLOW_EVERY_MS } from './slow-room';
import { StreamAudience } from './stream-audience';
import type { Refusal } from './viewer-counts';
import type { ViewerDoor } from './viewer-door';

export type EventStreamsOptions = {
  readonly hub: LiveHub;
  readonly rooms: LiveRooms;
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

/** The viewers of this process whose WebSockets are blocked: the same frames as server-sent events. */
export class EventStreams {
  readonly #options: EventStreamsOptions;
  readonly #everybody: StreamAudience;
  /** Those who look through a filter, while the room is there. */
  readonly #inRooms = new Map<LiveRoom, StreamAudience>();
  readonly #timers: ReturnType<typeof setInterval>[] = [];

  constructor(options: EventStreamsOptions) {
    this.#options = options;
    const { hub, rooms, door, now } = options;
    this.#everybody = new StreamAudience({ source: hub, counts: door.counts, now });
    hub.onHealth((health) => {
      const event = eventOf('health', JSON.stringify(health));
      for (const { streams } of this.#all())
        for (const stream of streams) if (stream.stuckSince === null) stream.write(event);
    });
    rooms.onClose((room) => {
      this.#inRooms.get(room)?.stop();
      this.#inRooms.delete(room);
    });
    this.#timers.push(setInterval(() => this.#check(), CHECK_EVERY_MS));
    this.#timers.push(
      setInterval(() => {
        for (const audience of this.#all()) audience.tickSlowly();
      }, SLOW_EVERY_MS),
    );
  }

  get count(): number {
    return this.#all().reduce((sum, { streams }) => sum + streams.size, 0);
  }

  /** What waits in memory for viewers to take it. */
  get bufferedBytes(): number {
    let bytes = 0;
    for (const { streams } of this.#all()) for (const stream of streams) bytes += stream.bufferedBytes;
    return bytes;
  }

  #all(): readonly StreamAudience[] {
    return [this.#everybody, ...this.#inRooms.values()];
  }

  /** Answers `GET /live/events`; or says why it may not, and leaves the answer to the caller. `room`: why there is none for this filter. */
  serve(
    request: IncomingMessage,
    response: ServerResponse,
    query: URLSearchParams,
    filter: RoomFilter,
  ): Refusal | { readonly room: RoomRefused } | null {
    const { door, rooms } = this.#options;
    const refusal = door.enter(request, response);
    if (refusal !== null) return refusal;
    if (!isRoom(filter)) {
      this.#open(request, response, query, this.#everybody);
      return null;
    }
    const stay = rooms.enter(filter, door.addressOf(request));
    if (typeof stay === 'string') return { room: stay };
    response.once('close', stay.leave);
    const {
      door: { counts },
      now,
    } = this.#options;
    const audience = this.#inRooms.get(stay.room) ?? new StreamAudience({ source: stay.room, counts, now });
    this.#inRooms.set(stay.room, audience);
    this.#open(request, response, query, audience);
    return null;
  }

  #open(
    request: IncomingMessage,
    response: ServerResponse,
    query: URLSearchParams,
    audience: StreamAudience,
  ): void {
    const { build, tickMs, now } = this.#options;
    const stream = new EventStream({
      response,
      slow: query.get('slow') === '1',
      // What an EventSource says that comes back by itself.
      at: parseCursor(request.headers['last-event-id'] ?? query.get('cursor')),
      known: parseMark(query.get('known')),
      bytesLeft: this.#options.maxBytes ?? MAX_BYTES,
      // Those that came together need not come again together.
      until: now() + MAX_MS * (0.75 + 0.5 * Math.random()),
      now,
    });
    audience.enter(stream);
    response.once('close', () => audience.leave(stream));
    response.on('error', () => {});
    response.on('drain', () => {
      stream.drained();
      if (stream.state === 'ended') return;
      // On with what came meanwhile.
      this.#sayHealth(stream);
      if (stream.state === 'follows' && !stream.slow) audience.resume(stream);
    });
    response.writeHead(200, HEADERS);
    const head = audience.source.sentTo;
    const hello: Hello = {
      v: LIVE_VERSION,
      build,
      serverTime: now(),
      tickMs,
      head: head ? formatCursor(head) : '',
    };
    stream.write(`retry: 1000\n${eventOf('hello', JSON.stringify(hello))}`);
    this.#sayHealth(stream);
    if (query.get('v') === String(LIVE_VERSION)) audience.resume(stream);
    else stream.end();
  }

  #sayHealth(stream: EventStream): void {
    const { health } = this.#options.hub;
    if (health) stream.write(eventOf('health', JSON.stringify(health)));
  }

  #check(): void {
    for (const audience of this.#all()) {
      audience.check();
      for (const stream of audience.streams) this.#checkOne(stream, audience);
    }
  }

  #checkOne(stream: EventStream, audience: StreamAudience): void {
    const now = this.#options.now();
    const { stuckSince } = stream;
    const stuck = stuckSince !== null && now - stuckSince > MAX_STUCK_MS;
    if (stuck || stream.bufferedBytes > MAX_BUFFERED_BYTES) {
      this.#options.door.counts.cutOff.slow++;
      audience.leave(stream);
      stream.destroy();
    } else if (stream.state !== 'ended' && stuckSince === null && (stream.isSpent || now > stream.until)) {
      stream.write(eventOf('again', 'go on from your cursor'));
      stream.end();
    } else if (stuckSince === null && now - stream.wroteAt > COMMENT_EVERY_MS) stream.write(':\n\n');
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const audience of this.#all()) audience.stop();
  }
}
