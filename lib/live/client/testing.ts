import type { LiveCursor } from '../cursor';
import { EMPTY_BOOK } from '../place-book';
import { type Card, type Frame, type Hello, LIVE_VERSION, type Snapshot } from '../protocol';

/** Material for the tests of this folder: an empty snapshot, frame and hello to vary. */
export const at = (offset: number, index = 0, epoch = 1): LiveCursor => ({ epoch, offset, index });

export const NO_TOTALS = { pin: 0, repin: 0, comment: 0, login: 0, unlocatedRepins: 0 };

export const HELLO: Hello = { v: LIVE_VERSION, build: 'test', serverTime: 0, tickMs: 50, head: '1:0:0' };

export const SNAPSHOT: Snapshot = {
  v: LIVE_VERSION,
  cursor: '1:0:0',
  serverTime: 1_790_000_000_000,
  newestTs: 0,
  totals: NO_TOTALS,
  repinsPerMinute: [],
  repinsPerSecond: [],
  heat: [],
  heatHalfLifeMs: 300_000,
  topPlaces: [],
  latest: [],
  book: EMPTY_BOOK,
  running: { source: 'simulated', store: 'embedded', liveLog: 'embedded' },
  health: {
    duplicates: 0,
    filtered: 0,
    deadLetters: 0,
    lostBeforeRead: 0,
    database: 'up',
    liveLog: 'up',
    catchingUp: false,
  },
};

export function frameOf(from: LiveCursor, to: LiveCursor, change: Partial<Frame> = {}): Frame {
  return {
    from,
    to,
    serverTime: SNAPSHOT.serverTime,
    newestTs: SNAPSHOT.serverTime,
    catchingUp: false,
    totals: NO_TOTALS,
    away: false,
    cellDegrees: 0,
    book: EMPTY_BOOK,
    records: [],
    cards: [],
    ...change,
  };
}

export function cardOf(handle: string, change: Partial<Card> = {}): Card {
  return {
    handle,
    type: 'repin',
    ts: SNAPSHOT.serverTime,
    place: null,
    pinId: 'p1',
    title: `Pin ${handle}`,
    imageUrl: null,
    link: null,
    color: null,
    category: 'food',
    boardName: null,
    ...change,
  };
}
