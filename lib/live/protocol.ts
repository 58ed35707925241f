import type { EventType } from '../events/event';
import type { Place } from '../geo/place';
import type { LiveCursor } from './cursor';
import type { Book } from './place-book';
import type { RoomFilter } from './room-filter';

/** Raised when a frame, a snapshot or a message changes shape. A viewer with another version reloads. */
export const LIVE_VERSION = 2;

/** Socket.IO path. WebSocket transport only. */
export const SOCKET_PATH = '/live';
export const SNAPSHOT_PATH = '/api/live/snapshot';
/** The same frames as server-sent events, for viewers whose WebSockets are blocked. */
export const EVENTS_PATH = '/live/events';
/** Their question for the server's clock. */
export const CLOCK_PATH = '/live/clock';
/** What lies behind a ring, a place, a list of pins: `details.ts`. */
export const CARDS_PATH = '/api/live/cards';
export const PLACE_PATH = '/api/live/place';
export const PINS_PATH = '/api/live/pins';

/** A repin (or other event) as the feed shows it. No user, no address. */
export type Card = {
  /** The event's handle: a formatted cursor. */
  readonly handle: string;
  readonly type: EventType;
  readonly ts: number;
  readonly place: Place | null;
  readonly pinId: string | null;
  readonly title: string | null;
  readonly imageUrl: string | null;
  readonly link: string | null;
  readonly color: string | null;
  readonly category: string | null;
  readonly boardName: string | null;
};

/** Absolute totals since the store was made, exact at the cursor that they come with; in a room see `Snapshot.room`. */
export type Totals = {
  readonly pin: number;
  readonly repin: number;
  readonly comment: number;
  readonly login: number;
  /** Repins that have no place: counted, never drawn. */
  readonly unlocatedRepins: number;
};

/** One ring to draw. `count` > 1 is a fold of so many events of one place, type and category. */
export type FrameRecord = {
  readonly type: EventType;
  /** Index into the places of the frame's book. */
  readonly place: number;
  /** Index into the categories of the frame's book; -1 when unknown. */
  readonly category: number;
  readonly count: number;
  /** Epoch ms (server clock) at which the event happened, to 8 ms (late: to a second), never after `Frame.serverTime`. */
  readonly ts: number;
  /** Older than 60 s when it arrived: goes to counts and heat, not to a ring. */
  readonly late: boolean;
  /** 16 bits, stable per event: seeds the scatter inside the accuracy radius, the same spot on every screen. */
  readonly seed: number;
};

/** What one tick brings. Encoded once for all viewers (`frame-codec.ts`). Covers the log in (from, to]. */
export type Frame = {
  readonly from: LiveCursor;
  readonly to: LiveCursor;
  /** Epoch ms, server clock. */
  readonly serverTime: number;
  /** `ts` of the newest event that the hub has seen; 0 when it has seen none. Age of data = serverTime - this. */
  readonly newestTs: number;
  /** True while the hub or the worker reads a backlog. */
  readonly catchingUp: boolean;
  /** True for what a viewer missed: it comes as counts, whatever its age. */
  readonly away: boolean;
  /** Above 0: there was more than a frame may weigh, and places were folded into cells of so many degrees. */
  readonly cellDegrees: number;
  readonly totals: Totals;
  /** What the records' numbers stand for: at least all that they name. */
  readonly book: Book;
  readonly records: readonly FrameRecord[];
  /** A small sample for the feed, newest last. */
  readonly cards: readonly Card[];
};

/** `key`: a category, or a country's code. */
export type KeyCount = { readonly key: string; readonly count: number };
export type PlaceCount = { readonly place: Place; readonly count: number };

/** What a viewer starts from: a fold of the live log at `cursor`. Frames go on from there. */
export type Snapshot = {
  readonly v: number;
  readonly cursor: string;
  readonly serverTime: number;
  readonly newestTs: number;
  readonly totals: Totals;
  /**
   * Repins per minute, oldest first, the last entry is the running minute (at `serverTime`). At most 60; fewer while the
   * others are not known yet.
   */
  readonly repinsPerMinute: readonly number[];
  /** Repins per second, oldest first, the last entry is the running second. At most 60. */
  readonly repinsPerSecond: readonly number[];
  /**
   * Repins per quarter of an hour (aligned to the epoch), oldest first, the last entry is the running one. At most 100, so
   * that every viewer can add up its own day, whatever its time zone; fewer where older ones may have been let go. Left out
   * while only a part of them has been read back, and by older servers.
   */
  readonly repinsPerQuarter?: readonly number[];
  /** Countries (ISO 3166-1 alpha-2) from which a repin has ever come, as of `cursor`; left out by older servers. */
  readonly countriesSeen?: readonly string[];
  /** Repins by place with the decay applied at `serverTime`; the heat. At most 2,000 places. */
  readonly heat: readonly PlaceCount[];
  readonly heatHalfLifeMs: number;
  /** Repins of the last 5 minutes by place, most first, at most 50. */
  readonly topPlaces: readonly PlaceCount[];
  /** The same by country and by category; left out by older servers. */
  readonly topCountries?: readonly KeyCount[];
  readonly topCategories?: readonly KeyCount[];
  /** Newest first, at most 30. */
  readonly latest: readonly Card[];
  readonly running: Running;
  readonly health: Health;
  /** The book of this web process as of `cursor`: frames build on it. */
  readonly book: Book;
  /**
   * Left out: everything. Else the room's filter, and since when it has seen everything, epoch ms: its totals count from
   * then on, and those of its frames what each frame adds.
   */
  readonly room?: RoomFilter & { readonly since: number };
  /** Hosts that pin pictures may be loaded from, besides our own origin; none when left out. */
  readonly imageHosts?: readonly string[];
};

/** What is running behind the page: shown on screen, so that a demo is never taken for real traffic. */
export type Running = {
  readonly source: 'simulated' | 'kafka' | 'file' | 'collector';
  readonly store: 'embedded' | 'mysql' | 'mariadb' | 'singlestore';
  readonly liveLog: 'embedded' | 'memory' | 'kafka';
};

/** Losses and aggregation, stated with counts. */
export type Health = {
  readonly duplicates: number;
  readonly filtered: number;
  readonly deadLetters: number;
  /** Records that Kafka no longer had when we wanted to read them. */
  readonly lostBeforeRead: number;
  readonly database: 'up' | 'down';
  readonly liveLog: 'up' | 'down';
  readonly catchingUp: boolean;
};

export type Hello = {
  readonly v: number;
  readonly build: string;
  readonly serverTime: number;
  readonly tickMs: number;
  readonly head: string;
};

/** What `CLOCK_PATH` answers: epoch ms. */
export type ClockAnswer = { readonly serverTime: number };

export type RoomRefusal = 'rooms_full';
export type ResetReason = 'too_old' | 'other_epoch' | 'malformed';

export type ServerToClientEvents = {
  hello: (hello: Hello) => void;
  /** One encoded frame, `encodeFrame`. */
  f: (frame: string) => void;
  /** The cursor cannot be resumed: fetch a snapshot, then say `resume` with its cursor. */
  reset: (reason: ResetReason) => void;
  /** There is no room for this filter: there are too many others. Nothing more will come. */
  refused: (reason: RoomRefusal) => void;
  health: (health: Health) => void;
};

export type ClientToServerEvents = {
  /** The cursor of the last frame seen, every 5 s. */
  ack: (cursor: string) => void;
  /** Go on from this cursor, for a viewer that knows so much of the book (`formatMark`). */
  resume: (cursor: string, known: string) => void;
  /** Nobody is looking: a frame in two seconds will do, until the next `resume`. */
  slow: () => void;
  /** Clock: answers with the server's epoch ms. */
  clock: (reply: (serverTime: number) => void) => void;
};

/** Handed over in the handshake (`auth`). */
export type Handshake = {
  readonly v: number;
  readonly cursor: string;
  /** What is known of the book (`formatMark`). */
  readonly known: string;
  /** The filter of the room; left out for everything. */
  readonly room?: RoomFilter;
};
