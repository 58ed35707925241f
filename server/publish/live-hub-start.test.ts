import { describe, expect, test } from 'vitest';
import { FrameReader } from '../../lib/live/frame-reader';
import type { Frame } from '../../lib/live/protocol';
import type { Store } from '../store/store';
import { batch, drawn, hubsAtTest, live, PARIS, until } from './live-hub-fixtures';
import type { LiveLog, LiveMessage } from './live-log';
import { MemoryLiveLog } from './memory-live-log';

const at = hubsAtTest();
const { makeHub, startHub, storeRepins } = at;

describe('the start of a LiveHub', () => {
  test('what was stored but not yet published when it started is drawn once and counted once', async () => {
    await storeRepins([0, 1, 2]);
    await at.liveLog.publish(batch([0]));
    const { hub, frames } = await startHub();
    expect(hub.snapshot()?.totals.repin).toBe(3);
    await at.liveLog.publish(batch([1, 2]));
    await at.liveLog.publish(batch([3]));
    await until(() => drawn(frames) === 3);
    expect(frames.at(-1)?.totals.repin).toBe(4);
  });

  test('the quarters of an hour come to the totals, whatever of them the store and the log both have', async () => {
    await storeRepins([0, 1, 2, 3, 4]);
    await at.liveLog.publish(batch([0, 1, 2]));
    const { hub, frames } = await startHub();
    const ofTheDay = () => hub.snapshot()?.repinsPerQuarter?.reduce((sum, count) => sum + count, 0);
    expect(ofTheDay()).toBe(5);
    // Stored before the start and published after it; then such as the store had not.
    await at.liveLog.publish(batch([3, 4]));
    await at.liveLog.publish(batch([5, 6]));
    await until(() => drawn(frames) === 4);
    expect(hub.snapshot()?.totals.repin).toBe(7);
    expect(ofTheDay()).toBe(7);
  });

  test('what is stored between the totals and the day is counted once, in quarters and in minutes', async () => {
    const anHourAgo = Date.now() - 3_000_000;
    await storeRepins([0, 1, 2, 3, 4], anHourAgo);
    await at.liveLog.publish(batch([0, 1, 2]));
    let asked = 0;
    const meanwhile: Store = new Proxy(at.store as Store, {
      get(target, name: keyof Store) {
        const found = target[name];
        if (name !== 'repinCounts') return typeof found === 'function' ? found.bind(target) : found;
        return async (...question: Parameters<Store['repinCounts']>) => {
          if (asked++ === 0) await storeRepins([5, 6, 7, 8, 9, 10, 11, 12, 13, 14], anHourAgo);
          return target.repinCounts(...question);
        };
      },
    });
    const { hub, frames } = await startHub({ store: meanwhile });
    await until(() => hub.snapshot()?.repinsPerQuarter !== undefined);
    const late = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14].map((offset) => live(offset, { ts: anHourAgo }));
    await at.liveLog.publish(batch([], { events: late }));
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
    const slow: Store = new Proxy(at.store as Store, {
      get(target, name: keyof Store) {
        const found = target[name];
        if (name !== 'repinCounts') return typeof found === 'function' ? found.bind(target) : found;
        return async (...question: Parameters<Store['repinCounts']>) => {
          if (++asked === 3) await held;
          return target.repinCounts(...question);
        };
      },
    });
    const { hub } = await startHub({ store: slow });
    expect(hub.snapshot()).not.toHaveProperty('repinsPerQuarter');
    expect(hub.snapshot()?.repinsPerMinute).toHaveLength(60);
    letGo();
    await until(() => hub.snapshot()?.repinsPerQuarter?.length === 100);
  });

  test('knows from which countries repins ever came, from the store and from the log', async () => {
    await storeRepins([0]);
    await at.store.prune({ table: 'repins', olderThan: Date.now() + 1_000, limit: 10 });
    const { hub, frames } = await startHub();
    expect(hub.snapshot()?.countriesSeen).toEqual(['FR']);
    const place = { ...PARIS, country: 'NO', city: 'Oslo' };
    const elsewhere = { ...PARIS, country: 'PE', city: 'Lima' };
    await at.liveLog.publish(
      batch([], { events: [live(1, { place }), live(2, { place: elsewhere, type: 'login' })] }),
    );
    await until(() => drawn(frames) === 2);
    expect(hub.snapshot()?.countriesSeen).toEqual(['FR', 'NO']);
  });

  test('what was published before the part that it reads back is a repeat when it comes again', async () => {
    at.liveLog = new MemoryLiveLog({ epoch: 7, maxEvents: 2 });
    await storeRepins([0, 1, 2]);
    await at.store.markPublished('t', 0, 1, 2);
    await at.liveLog.publish(batch([0, 1, 2]));
    // Pushes the first message out of the log.
    await at.liveLog.publish(batch([0, 1], { topic: 'other' }));
    const { frames, hub } = await startHub();
    await at.liveLog.publish(batch([0, 1, 2]));
    await at.liveLog.publish(batch([3]));
    await until(() => drawn(frames) > 0);
    await at.liveLog.publish(batch([4]));
    await until(() => drawn(frames) > 1);
    expect(drawn(frames)).toBe(2);
    expect(hub.snapshot()?.totals.repin).toBe(3 + 2 + 2);
  });

  test('a start that failed leaves no second reader behind', async () => {
    await at.liveLog.publish(batch([0, 1]));
    let away = true;
    const shaky: Store = Object.assign(Object.create(at.store) as Store, {
      findPins: (pinIds: readonly string[]) =>
        away ? Promise.reject(new Error('away')) : at.store.findPins(pinIds),
    });
    for (const method of ['totals', 'repinCounts', 'oldestEventAt', 'positions', 'countriesSeen'] as const)
      Object.assign(shaky, { [method]: at.store[method].bind(at.store) });
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
    await at.liveLog.publish(batch([2]));
    await at.liveLog.publish(batch([3]));
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
      open: () => at.liveLog.open(),
      publish: (published) => at.liveLog.publish(published),
      bounds: async () => {
        const { epoch, first, next } = await at.liveLog.bounds();
        return { epoch, first: first + shift, next: next + shift };
      },
      tail: (offset, onMessage) =>
        at.liveLog.tail(offset - shift, (message: LiveMessage) =>
          onMessage({ ...message, offset: message.offset + shift }),
        ),
      waitingFor: () => null,
      close: () => at.liveLog.close(),
    };
    await storeRepins([0, 1, 2]);
    await at.liveLog.publish(batch([0, 1]));
    await at.liveLog.publish(batch([2]));
    const { hub, frames } = await startHub({ liveLog: torn });
    let toldOver = 0;
    hub.onStartOver(() => toldOver++);
    // Three repins were stored and published in messages that this hub never gets.
    await storeRepins([3, 4, 5]);
    shift = jump;
    await storeRepins([6]);
    await at.liveLog.publish(batch([6]));
    await until(() => hub.waitingFor() === null && toldOver === 1 && hub.sentTo !== null);
    expect(hub.snapshot()?.totals.repin).toBe(7);
    await storeRepins([7]);
    await at.liveLog.publish(batch([7]));
    await until(() => frames.at(-1)?.totals.repin === 8);
    expect(toldOver).toBe(1);
  });
});
