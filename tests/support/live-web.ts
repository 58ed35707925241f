import type { Server } from 'node:http';
import { NO_BRAND } from '../../lib/brand/brand';
import type { Place } from '../../lib/geo/place';
import { placeAt } from '../../lib/geo/testing';
import type { LiveBatch, LiveEvent } from '../../lib/live/batch';
import { liveBatch, liveEvent } from '../../lib/live/testing';
import { DetailsApi } from '../../server/http/details-api';
import { HttpServer } from '../../server/http/http-server';
import { RoomSnapshots } from '../../server/http/room-snapshots';
import { SecurityHeaders } from '../../server/http/security-headers';
import { SnapshotCache } from '../../server/http/snapshot-cache';
import { EventStreams } from '../../server/publish/event-streams';
import { LiveHub } from '../../server/publish/live-hub';
import type { LiveBounds, LiveLog, LiveMessage, LiveTail } from '../../server/publish/live-log';
import { LiveRooms } from '../../server/publish/live-rooms';
import { ViewerDoor } from '../../server/publish/viewer-door';
import { Viewers } from '../../server/publish/viewers';
import type { Store } from '../../server/store/store';

export type Web = {
  readonly url: string;
  readonly hub: LiveHub;
  readonly rooms: LiveRooms;
  readonly viewers: Viewers;
  readonly streams: EventStreams;
  readonly snapshots: SnapshotCache;
  readonly server: Server;
  /** Ends everything at once, without a word to viewers. */
  kill(): Promise<void>;
};

export type WebOptions = {
  readonly store: Store;
  readonly liveLog: LiveLog;
  readonly maxViewers?: number;
  readonly maxPerAddress?: number;
  readonly handshakesPerMinute?: number;
  readonly trustedProxyHops?: number;
  /** What one event stream carries. */
  readonly streamBytes?: number;
  readonly port?: number;
  /** The clock by which viewers are judged. */
  readonly viewersNow?: () => number;
  /** The clock by which a snapshot grows old. */
  readonly snapshotsNow?: () => number;
  /** The clock by which answers about details grow old. */
  readonly detailsNow?: () => number;
  /** The clock by which rooms are closed. */
  readonly roomsNow?: () => number;
  readonly maxRooms?: number;
  /** Of one address: plenty, unless it is given. */
  readonly roomsPerAddress?: number;
  readonly roomOpensPerMinute?: number;
  readonly tickMs?: number;
  /** Of foreign pages that may read what the live channel needs. */
  readonly allowedOrigins?: readonly string[];
};

const TICK_MS = 20;

/** The live half of a web process, in this one: hub, sockets and snapshot on a free port, without pages. */
export async function startWeb(options: WebOptions): Promise<Web> {
  const { store, liveLog, maxViewers = 1_000, maxPerAddress = 1_000, viewersNow = Date.now } = options;
  const {
    tickMs = TICK_MS,
    handshakesPerMinute = 100_000,
    trustedProxyHops = 0,
    snapshotsNow = Date.now,
    roomsNow = Date.now,
    maxRooms,
    roomsPerAddress = 100,
    roomOpensPerMinute = 10_000,
    streamBytes,
    port: wanted = 0,
    allowedOrigins = [],
    detailsNow = Date.now,
  } = options;
  const hub = new LiveHub({
    liveLog,
    store,
    running: { source: 'kafka', store: 'embedded', liveLog: 'memory' },
    imageHosts: [],
    tickMs,
    heatHalfLifeMs: 600_000,
    now: Date.now,
    log: { warn() {}, info() {} },
  });
  const door = new ViewerDoor({
    allowedOrigins,
    maxViewers,
    maxPerAddress,
    handshakesPerMinute,
    trustedProxyHops,
    now: Date.now,
  });
  const rooms = new LiveRooms({
    hub,
    store,
    heatHalfLifeMs: 600_000,
    now: roomsNow,
    ...(maxRooms ? { maxRooms } : {}),
    maxPerAddress: roomsPerAddress,
    opensPerMinute: roomOpensPerMinute,
  });
  const channel = { hub, rooms, door, build: 'test', tickMs, now: viewersNow };
  const viewers = new Viewers(channel);
  const streams = new EventStreams({ ...channel, ...(streamBytes ? { maxBytes: streamBytes } : {}) });
  const snapshots = new SnapshotCache(() => hub.snapshot(), snapshotsNow);
  const http = new HttpServer({
    store,
    snapshots,
    roomSnapshots: new RoomSnapshots(rooms, (request) => door.addressOf(request), snapshotsNow),
    streams,
    details: new DetailsApi({
      detailsOf: (query) => rooms.detailsOf(query),
      addressOf: (request) => door.addressOf(request),
      now: detailsNow,
    }),
    collector: null,
    letters: null,
    pages: null,
    security: new SecurityHeaders({ embedOrigins: [], imageHosts: [], dev: false }, new Map()),
    readiness: () => [],
    counts: () => ({}),
    allowedOrigins,
    brand: NO_BRAND,
    now: Date.now,
  });
  viewers.attach(http.server, (_request, socket) => socket.destroy());
  await hub.start();
  const port = await http.listen(wanted, '127.0.0.1');
  return {
    url: `http://127.0.0.1:${port}`,
    hub,
    rooms,
    viewers,
    streams,
    snapshots,
    server: http.server,
    kill: async () => {
      await hub.stop();
      rooms.stop();
      streams.stop();
      await viewers.stop();
      await http.close(0);
    },
  };
}

/** So many places; number n happens at place n modulo this. Fewer than a book holds. */
export const NUMBERED_PLACES = 1_000;

/** Publishes repins that can be told apart: number n happens in a city of the name n modulo the number of places. */
export class NumberedRepins {
  readonly #liveLog: LiveLog;
  readonly #events: LiveEvent[] = [];

  constructor(liveLog: LiveLog) {
    this.#liveLog = liveLog;
  }

  get published(): number {
    return this.#events.length;
  }

  /** The next `count` repins, in one message. */
  async publish(count: number): Promise<void> {
    const first = this.#events.length;
    for (let number = first; number < first + count; number++) this.#events.push(repin(number));
    await this.#liveLog.publish(batch(this.#events.slice(first)));
  }

  /** The last `count` ones once more, as a worker does that lost its partition. */
  async publishAgain(count: number): Promise<void> {
    await this.#liveLog.publish(batch(this.#events.slice(-count)));
  }
}

/** A city of the name `number`. */
export const numberedTown = (number: number): Place =>
  placeAt((number % 170) - 85, (number % 359) - 179, String(number));

const repin = (number: number): LiveEvent =>
  liveEvent(number, {
    ts: Date.now(),
    place: numberedTown(number % NUMBERED_PLACES),
    category: 'food',
    pinId: 'p',
  });

const batch = (events: readonly LiveEvent[]): LiveBatch =>
  liveBatch(events, { topic: 'events', storedAt: Date.now() });

/** A live log whose readers can be kept waiting. */
export class HeldBackLog implements LiveLog {
  readonly kind = 'memory';
  readonly #log: LiveLog;
  #held: (() => void)[] | null = null;

  constructor(log: LiveLog) {
    this.#log = log;
  }

  hold(): void {
    this.#held = [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const hand of held) hand();
  }

  open(): Promise<void> {
    return this.#log.open();
  }
  publish(published: LiveBatch): Promise<void> {
    return this.#log.publish(published);
  }
  bounds(): Promise<LiveBounds> {
    return this.#log.bounds();
  }
  tail(offset: number, onMessage: (message: LiveMessage) => void): Promise<LiveTail> {
    return this.#log.tail(offset, (message) => {
      if (this.#held) this.#held.push(() => onMessage(message));
      else onMessage(message);
    });
  }
  waitingFor(): string | null {
    return this.#log.waitingFor();
  }
  close(): Promise<void> {
    return this.#log.close();
  }
}
