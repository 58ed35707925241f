import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { EventType, FullPin } from '../../lib/events/event';
import type { Place } from '../../lib/geo/place';
import type { StoreWithLetters } from './dead-letter-store';
import type { DeadLetter, LocatedEvent, Position, Store, StoreBatch, StoreOutcome } from './store';

export const TOPIC = 'engagement';
export const T0 = 1_780_000_000_000;

export const OSLO: Place = {
  lat: 59.913868123456,
  lng: 10.752245987654321,
  country: 'NO',
  region: '03',
  city: 'Oslo',
  accuracyKm: 12.5,
  precision: 'city',
};

export function anEvent(
  offset: number,
  key: string,
  type: EventType = 'repin',
  more: Partial<LocatedEvent> = {},
): LocatedEvent {
  return {
    key,
    id: key,
    source: null,
    idDerived: false,
    type,
    ts: T0 + offset,
    userId: 'user-1',
    ip: null,
    location: null,
    pinId: 'pin-1',
    boardId: 'board-1',
    pin: null,
    text: type === 'comment' ? 'so nice' : null,
    offset,
    place: OSLO,
    category: 'travel',
    ...more,
  };
}

export function aBatch(events: readonly LocatedEvent[], more: Partial<StoreBatch> = {}): StoreBatch {
  return {
    topic: TOPIC,
    partition: 0,
    epoch: 1,
    firstOffset: events[0]?.offset ?? 0,
    lastOffset: events.at(-1)?.offset ?? 0,
    events,
    pins: [],
    filtered: [],
    deadLetters: [],
    publishedTo: null,
    fingerprint: null,
    now: T0 + 1_000_000,
    ...more,
  };
}

export function fullPin(id: string, title: string, more: Partial<FullPin> = {}): FullPin {
  return {
    id,
    title,
    description: null,
    imageUrl: null,
    link: null,
    boardId: null,
    boardName: null,
    category: null,
    color: null,
    ...more,
  };
}

export function aDeadLetter(offset: number, more: Partial<DeadLetter> = {}): DeadLetter {
  return {
    offset,
    lastOffset: offset,
    reason: 'not_json',
    detail: 'the value is not valid JSON',
    field: null,
    payload: new Uint8Array([0, 255, 39, 92, 34, 10, 26]),
    payloadBytes: 7,
    payloadSha256: 'a'.repeat(64),
    at: T0 + offset,
    recordTime: T0 + offset,
    headers: '{}',
    ...more,
  };
}

export const keysOf = (events: readonly LocatedEvent[]) => events.map((event) => event.key);

export async function count(store: Store, table: string): Promise<number> {
  const rows = await store.select(`SELECT COUNT(*) AS n FROM ${table}`);
  return Number(rows[0]?.n);
}

/** A store for a group of tests. Each test has a partition and keys of its own, so they share one database. */
export type StoreAtTest = {
  readonly store: StoreWithLetters;
  readonly partition: number;
  readonly key: (text: string) => string;
  readonly write: (events: readonly LocatedEvent[], more?: Partial<StoreBatch>) => Promise<StoreOutcome>;
  readonly position: () => Promise<Position>;
};

/** Opens a store before the tests of the group and closes it after them. */
export function useStore(open: () => Promise<StoreWithLetters>, firstPartition: number): StoreAtTest {
  let store: StoreWithLetters | null = null;
  let partition = firstPartition;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(async () => {
    await store?.close();
  });
  beforeEach(() => {
    partition++;
  });
  const opened = () => {
    if (store === null) throw new Error('the store is not open');
    return store;
  };
  return {
    get store() {
      return opened();
    },
    get partition() {
      return partition;
    },
    key: (text) => `${partition}:${text}`,
    write: (events, more = {}) => opened().writeBatch(aBatch(events, { partition, ...more })),
    position: async () => {
      const found = await opened().position(TOPIC, partition);
      if (found === null) throw new Error('no position');
      return found;
    },
  };
}
