import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LiveBatch, LiveEvent } from '../../lib/live/batch';
import { parseCursor } from '../../lib/live/cursor';
import { decodeFrame, FrameReader } from '../../lib/live/frame-reader';
import type { Frame } from '../../lib/live/protocol';
import { type EmbeddedStore, openEmbeddedStore } from '../store/embedded/embedded-store';
import type { LocatedEvent, Store } from '../store/store';
import { LiveHub } from './live-hub';
import type { LiveLog, LiveMessage } from './live-log';
import { MemoryLiveLog } from './memory-live-log';

const PARIS = {
  lat: 48.86,
  lng: 2.35,
  country: 'FR',
  region: 'IDF',
  city: 'Paris',
  accuracyKm: 10,
  precision: 'city' as const,
};
const log = { warn() {}, info() {} };

let folder: string;
let store: EmbeddedStore;
let liveLog: MemoryLiveLog;
const hubs: LiveHub[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hub-'));
  store = await openEmbeddedStore({ file: join(folder, 'hub.db') });
  await store.migrate();
  liveLog = new MemoryLiveLog({ epoch: 7 });
});
afterEach(async () => {
  for (const hub of hubs.splice(0)) await hub.stop();
  await store.close();
  rmSync(folder, { recursive: true });
});

const live = (offset: number, change: Partial<LiveEvent> = {}): LiveEvent => ({
  offset,
  type: 'repin',
  ts: Date.now(),
  place: PARIS,
  category: 'food',
  pinId: 'p',
  boardId: null,
  ...change,
});
const batch = (offsets: readonly number[], change: Partial<LiveBatch> = {}): LiveBatch => ({
  topic: 't',
  partition: 0,
  epoch: 1,
  storedAt: Date.now(),
  events: offsets.map((offset) => live(offset)),
  ...change,
});

/** Stores repins at these offsets, as a worker does before it publishes. */
async function storeRepins(offsets: readonly number[], ts = Date.now()): Promise<void> {
  const events = offsets.map(
    (offset): LocatedEvent => ({
      key: `e${offset}`,
      id: `e${offset}`,
      source: null,
      idDerived: false,
      type: 'repin',
      ts,
      userId: 'u',
      ip: null,
      location: null,
      pinId: 'p',
      boardId: null,
      pin: null,
      text: null,
      offset,
      place: PARIS,
      category: 'food',
    }),
  );
  await store.writeBatch({
    topic: 't',
    partition: 0,
    epoch: 1,
    firstOffset: offsets[0] ?? 0,
    lastOffset: offsets.at(-1) ?? 0,
    events,
    pins: [],
    filtered: [],
    deadLetters: [],
    publishedTo: null,
    fingerprint: null,
    now: Date.now(),
  });
}

type Parts = { readonly liveLog?: LiveLog; readonly store?: Store };

function makeHub(parts: Parts = {}): LiveHub {
  const hub = new LiveHub({
    liveLog: parts.liveLog ?? liveLog,
    store: parts.store ?? store,
    running: { source: 'kafka', store: 'embedded', liveLog: 'memory' },
    imageHosts: [],
    tickMs: 16,
    heatHalfLifeMs: 600_000,
    now: Date.now,
    log,
  });
  hubs.push(hub);
  return hub;
}

async function until(done: () => boolean): Promise<void> {
  for (let tries = 0; !done(); tries++) {
    if (tries > 500) throw new Error('waited in vain');
    await new Promise((turn) => setTimeout(turn, 10));
  }
}

async function startHub(parts: Parts = {}): Promise<{
  hub: LiveHub;
  frames: Frame[];
  until(done: () => boolean): Promise<void>;
}> {
  const hub = makeHub(parts);
  const frames: Frame[] = [];
  const reader = new FrameReader();
  hub.onFrame((text) => {
    const frame = reader.read(text);
    if (frame) frames.push(frame);
  });
  await hub.start();
  return { hub, frames, until };
}

const drawn = (frames: readonly Frame[]) =>
  frames.flatMap(({ records }) => records).reduce((sum, { count }) => sum + count, 0);
const cursorOf = (hub: LiveHub) => parseCursor(hub.snapshot()?.cursor);

describe('LiveHub', () => {
  test('what was stored but not yet published when it started is drawn once and counted once', async () => {
    await storeRepins([0, 1, 2]);
    await liveLog.publish(batch([0]));
    const { hub, frames, until } = await startHub();
    expect(hub.snapshot()?.totals.repin).toBe(3);
    await liveLog.publish(batch([1, 2]));
    await liveLog.publish(batch([3]));
    await until(() => drawn(frames) === 3);
    expect(frames.at(-1)?.totals.repin).toBe(4);
  });

  test('messages that overlap, as a zombie and the new owner make them, are dropped event by event', async () => {
    const { frames, until } = await startHub();
    await liveLog.publish(batch([0, 1, 2, 3]));
    await liveLog.publish(batch([2, 3, 4, 5]));
    await liveLog.publish(batch([0, 1]));
    await liveLog.publish(batch([6]));
    await until(() => frames.at(-1)?.totals.repin === 7);
    expect(drawn(frames)).toBe(7);
  });

  test('offsets that begin again count as new once the epoch was raised', async () => {
    const { frames, until } = await startHub();
    await liveLog.publish(batch([0, 1, 2]));
    await liveLog.publish(batch([0, 1], { epoch: 2 }));
    await liveLog.publish(batch([2], { epoch: 1 }));
    await until(() => frames.at(-1)?.totals.repin === 5);
    expect(drawn(frames)).toBe(5);
  });

  test('each frame goes on where the last one ended', async () => {
    const { frames, until } = await startHub();
    for (let offset = 0; offset < 20; offset++) {
      await liveLog.publish(batch([offset]));
      await new Promise((turn) => setTimeout(turn, 5));
    }
    await until(() => drawn(frames) === 20);
    for (const [index, frame] of frames.entries())
      if (index > 0) expect(frame.from).toEqual(frames[index - 1]?.to);
  });

  test('a viewer resumes between events, on this hub and on another one alike', async () => {
    const one = await startHub();
    await liveLog.publish(batch([0, 1, 2, 3, 4]));
    await one.until(() => drawn(one.frames) === 5);
    const other = await startHub();
    for (const { hub } of [one, other]) {
      const answer = hub.resume({ epoch: 7, offset: 0, index: 1 }, null);
      if (answer.kind !== 'frame' || !answer.missed) throw new Error(answer.kind);
      const frame = decodeFrame(answer.missed.frame);
      expect(frame.records).toHaveLength(3);
      expect(frame.to).toEqual(cursorOf(hub));
      expect(frame.totals.repin).toBe(5);
    }
  });

  test('the same event has the same seed on every hub', async () => {
    await liveLog.publish(batch([0, 1]));
    const seeds = async () => {
      const { hub } = await startHub();
      const answer = hub.resume({ epoch: 7, offset: 0, index: -1 }, null);
      return answer.kind === 'frame' && answer.missed
        ? decodeFrame(answer.missed.frame).records.map(({ seed }) => seed)
        : [];
    };
    const first = await seeds();
    expect(first).toHaveLength(2);
    expect(await seeds()).toEqual(first);
  });

  test.each([
    ['at the head', null, { kind: 'frame', missed: null }],
    ['of another epoch', { epoch: 6, offset: 0, index: 0 }, { kind: 'reset', reason: 'other_epoch' }],
    ['ahead of us', { epoch: 7, offset: 99, index: 0 }, { kind: 'hold' }],
    ['before our memory', { epoch: 7, offset: -1, index: 0 }, { kind: 'reset', reason: 'too_old' }],
  ])('a cursor %s', async (_name, cursor, expected) => {
    await liveLog.publish(batch([0, 1]));
    const { hub } = await startHub();
    expect(hub.resume(cursor ?? cursorOf(hub) ?? null, null)).toMatchObject(expected);
    expect(hub.resume(null, null)).toEqual({ kind: 'reset', reason: 'malformed' });
  });

  test('an unlocated repin is in the totals and in no record; an old one is marked late', async () => {
    const { frames, until } = await startHub();
    await liveLog.publish(
      batch([], {
        events: [live(0, { place: null }), live(1, { ts: Date.now() - 120_000 }), live(2, { type: 'login' })],
      }),
    );
    await until(() => frames.at(-1)?.totals.login === 1);
    expect(frames.at(-1)?.totals).toMatchObject({ repin: 2, unlocatedRepins: 1, login: 1 });
    expect(new Set(frames.flatMap(({ records }) => records).map(({ late }) => late))).toEqual(
      new Set([true, false]),
    );
  });

  test('many events of one tick are folded with exact sums', async () => {
    const { frames, until } = await startHub();
    const events = Array.from({ length: 5_000 }, (_, offset) =>
      live(offset, { type: offset % 2 ? 'repin' : 'comment' }),
    );
    await liveLog.publish(batch([], { events }));
    await until(() => frames.at(-1)?.totals.repin === 2_500);
    expect(drawn(frames)).toBe(5_000);
    expect(frames.flatMap(({ records }) => records).length).toBeLessThan(10);
  });

  test('a quiet hub still says how late it is', async () => {
    const { frames, until } = await startHub();
    await until(() => frames.length >= 2);
    expect(frames.at(-1)?.records).toEqual([]);
    expect(frames.at(-1)?.serverTime).toBeGreaterThan(0);
  });

  test('a snapshot in the middle of a tick holds nothing that the next frame brings again', async () => {
    const { hub, frames, until } = await startHub();
    for (let offset = 0; offset < 30; offset++) {
      await liveLog.publish(batch([offset]));
      const snapshot = hub.snapshot();
      expect(snapshot?.repinsPerMinute.reduce((sum, count) => sum + count, 0)).toBe(snapshot?.totals.repin);
      expect(snapshot?.totals.repin).toBe(offset + 1);
    }
    await until(() => drawn(frames) === 30);
    for (const [index, frame] of frames.entries())
      if (index > 0) expect(frame.from).toEqual(frames[index - 1]?.to);
  });

  test('a snapshot and the frames after it come to the whole', async () => {
    await liveLog.publish(batch([0, 1, 2]));
    const { hub, frames, until } = await startHub();
    const snapshot = hub.snapshot();
    expect(snapshot?.heat).toEqual([{ place: PARIS, count: expect.closeTo(3, 0) }]);
    expect(snapshot?.topPlaces).toEqual([{ place: PARIS, count: 3 }]);
    expect(snapshot?.latest).toHaveLength(3);
    await liveLog.publish(batch([3, 4]));
    await until(() => drawn(frames) === 2);
    expect(frames[0]?.from).toEqual(parseCursor(snapshot?.cursor));
    expect(frames.at(-1)?.totals.repin).toBe(5);
  });

  test('the quarters of an hour come to the totals, whatever of them the store and the log both have', async () => {
    await storeRepins([0, 1, 2, 3, 4]);
    await liveLog.publish(batch([0, 1, 2]));
    const { hub, frames, until } = await startHub();
    const ofTheDay = () => hub.snapshot()?.repinsPerQuarter?.reduce((sum, count) => sum + count, 0);
    expect(ofTheDay()).toBe(5);
    // Stored before the start and published after it; then such as the store had not.
    await liveLog.publish(batch([3, 4]));
    await liveLog.publish(batch([5, 6]));
    await until(() => drawn(frames) === 4);
    expect(hub.snapshot()?.totals.repin).toBe(7);
    expect(ofTheDay()).toBe(7);
  });

  test('what is stored between the totals and the day is counted once, in quarters and in minutes', async () => {
    const anHourAgo = Date.now() - 3_000_000;
    await storeRepins([0, 1, 2, 3, 4], anHourAgo);
    await liveLog.publish(batch([0, 1, 2]));
    let asked = 0;
    const meanwhile: Store = new Proxy(store as Store, {
      get(target, name: keyof Store) {
        const found = target[name];
        if (name !== 'repinCounts') return typeof found === 'function' ? found.bind(target) : found;
        return async (...question: Parameters<Store['repinCounts']>) => {
          if (asked++ === 0) await storeRepins([5, 6, 7, 8, 9, 10, 11, 12, 13, 14], anHourAgo);
          return target.repinCounts(...question);
        };
      },
    });
    const { hub, frames, until } = await startHub({ store: meanwhile });
    await until(() => hub.snapshot()?.repinsPerQuarter !== undefined);
    const late = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14].map((offset) => live(offset, { ts: anHourAgo }));
    await liveLog.publish(batch([], { events: late }));
    await until(() => drawn(frames) === 12);
    const { totals, repinsPerQuarter, repinsPerMinute } = hub.snapshot() ?? {};
    const sum = (counts: readonly number[] = []) => counts.reduce((all, count) => all + count, 0);
    expect([totals?.repin, sum(repinsPerQuarter), sum(repinsPerMinute)]).toEqual([15, 15, 15]);
  });

  test('tells nothing of the day before all of it is read back', async () => {
    await storeRepins([0, 1, 2]);
    let [asked, letGo] = [0, () => {}];
    const held = new Promise<void>((done) => {
      letGo = done;
    });
    const slow: Store = new Proxy(store as Store, {
      get(target, name: keyof Store) {
        const found = target[name];
        if (name !== 'repinCounts') return typeof found === 'function' ? found.bind(target) : found;
        return async (...question: Parameters<Store['repinCounts']>) => {
          if (++asked === 3) await held;
          return target.repinCounts(...question);
        };
      },
    });
    const { hub, until } = await startHub({ store: slow });
    expect(hub.snapshot()).not.toHaveProperty('repinsPerQuarter');
    expect(hub.snapshot()?.repinsPerMinute).toHaveLength(60);
    letGo();
    await until(() => hub.snapshot()?.repinsPerQuarter?.length === 100);
  });

  test('knows from which countries repins ever came, from the store and from the log', async () => {
    await storeRepins([0]);
    await store.prune({ table: 'repins', olderThan: Date.now() + 1_000, limit: 10 });
    const { hub, frames, until } = await startHub();
    expect(hub.snapshot()?.countriesSeen).toEqual(['FR']);
    const place = { ...PARIS, country: 'NO', city: 'Oslo' };
    const elsewhere = { ...PARIS, country: 'PE', city: 'Lima' };
    await liveLog.publish(
      batch([], { events: [live(1, { place }), live(2, { place: elsewhere, type: 'login' })] }),
    );
    await until(() => drawn(frames) === 2);
    expect(hub.snapshot()?.countriesSeen).toEqual(['FR', 'NO']);
  });

  test('what was published before the part that it reads back is a repeat when it comes again', async () => {
    liveLog = new MemoryLiveLog({ epoch: 7, maxEvents: 2 });
    await storeRepins([0, 1, 2]);
    await store.markPublished('t', 0, 1, 2);
    await liveLog.publish(batch([0, 1, 2]));
    // Pushes the first message out of the log.
    await liveLog.publish(batch([0, 1], { topic: 'other' }));
    const { frames, hub } = await startHub();
    await liveLog.publish(batch([0, 1, 2]));
    await liveLog.publish(batch([3]));
    await until(() => drawn(frames) > 0);
    await liveLog.publish(batch([4]));
    await until(() => drawn(frames) > 1);
    expect(drawn(frames)).toBe(2);
    expect(hub.snapshot()?.totals.repin).toBe(3 + 2 + 2);
  });

  test('a start that failed leaves no second reader behind', async () => {
    await liveLog.publish(batch([0, 1]));
    let away = true;
    const shaky: Store = Object.assign(Object.create(store) as Store, {
      findPins: (pinIds: readonly string[]) =>
        away ? Promise.reject(new Error('away')) : store.findPins(pinIds),
    });
    for (const method of ['totals', 'repinCounts', 'oldestEventAt', 'positions', 'countriesSeen'] as const)
      Object.assign(shaky, { [method]: store[method].bind(store) });
    const hub = makeHub({ store: shaky });
    const frames: Frame[] = [];
    const reader = new FrameReader();
    hub.onFrame((text) => {
      const frame = reader.read(text);
      if (frame) frames.push(frame);
    });
    await expect(hub.start()).rejects.toThrow('away');
    expect(hub.waitingFor()).toContain('live log');
    expect(hub.resume({ epoch: 7, offset: 0, index: 0 }, null)).toEqual({ kind: 'hold' });
    away = false;
    await hub.start();
    await liveLog.publish(batch([2]));
    await liveLog.publish(batch([3]));
    await until(() => drawn(frames) === 2);
    for (const [index, frame] of frames.entries())
      if (index > 0) expect(frame.from).toEqual(frames[index - 1]?.to);
    expect(hub.snapshot()?.totals.repin).toBe(4);
  });

  test.each([
    ['leaves messages out', 3],
    ['begins again', -2],
  ])('when the log %s it starts over from the database, and says so', async (_name, jump) => {
    let shift = 0;
    const torn: LiveLog = {
      kind: 'memory',
      open: () => liveLog.open(),
      publish: (published) => liveLog.publish(published),
      bounds: async () => {
        const { epoch, first, next } = await liveLog.bounds();
        return { epoch, first: first + shift, next: next + shift };
      },
      tail: (offset, onMessage) =>
        liveLog.tail(offset - shift, (message: LiveMessage) =>
          onMessage({ ...message, offset: message.offset + shift }),
        ),
      waitingFor: () => null,
      close: () => liveLog.close(),
    };
    await storeRepins([0, 1, 2]);
    await liveLog.publish(batch([0, 1]));
    await liveLog.publish(batch([2]));
    const { hub, frames } = await startHub({ liveLog: torn });
    let toldOver = 0;
    hub.onStartOver(() => toldOver++);
    // Three repins were stored and published in messages that this hub never gets.
    await storeRepins([3, 4, 5]);
    shift = jump;
    await storeRepins([6]);
    await liveLog.publish(batch([6]));
    await until(() => hub.waitingFor() === null && toldOver === 1 && hub.sentTo !== null);
    expect(hub.snapshot()?.totals.repin).toBe(7);
    await storeRepins([7]);
    await liveLog.publish(batch([7]));
    await until(() => frames.at(-1)?.totals.repin === 8);
    expect(toldOver).toBe(1);
  });

  test('a thousand viewers that were away alike are answered with one encoding', async () => {
    const { hub, frames } = await startHub();
    await liveLog.publish(batch([0, 1, 2, 3]));
    await until(() => drawn(frames) === 4);
    const answers = Array.from({ length: 1_000 }, () => hub.resume({ epoch: 7, offset: 0, index: 0 }, null));
    const paid = answers.reduce(
      (sum, answer) => sum + (answer.kind === 'frame' ? (answer.missed?.events ?? 0) : 0),
      0,
    );
    expect(paid).toBe(3);
  });
});
