import { describe, expect, test } from 'vitest';
import { parseCursor } from '../../lib/live/cursor';
import { batch, drawn, hubsAtTest, live, PARIS, until } from './live-hub-fixtures';

const at = hubsAtTest();
const { startHub } = at;

describe('LiveHub', () => {
  test('messages that overlap, as a zombie and the new owner make them, are dropped event by event', async () => {
    const { frames } = await startHub();
    await at.liveLog.publish(batch([0, 1, 2, 3]));
    await at.liveLog.publish(batch([2, 3, 4, 5]));
    await at.liveLog.publish(batch([0, 1]));
    await at.liveLog.publish(batch([6]));
    await until(() => frames.at(-1)?.totals.repin === 7);
    expect(drawn(frames)).toBe(7);
  });

  test('offsets that begin again count as new once the epoch was raised', async () => {
    const { frames } = await startHub();
    await at.liveLog.publish(batch([0, 1, 2]));
    await at.liveLog.publish(batch([0, 1], { epoch: 2 }));
    await at.liveLog.publish(batch([2], { epoch: 1 }));
    await until(() => frames.at(-1)?.totals.repin === 5);
    expect(drawn(frames)).toBe(5);
  });

  test('each frame goes on where the last one ended', async () => {
    const { frames } = await startHub();
    for (let offset = 0; offset < 20; offset++) {
      await at.liveLog.publish(batch([offset]));
      await new Promise((turn) => setTimeout(turn, 5));
    }
    await until(() => drawn(frames) === 20);
    for (const [index, frame] of frames.entries())
      if (index > 0) expect(frame.from).toEqual(frames[index - 1]?.to);
  });

  test('an unlocated repin is in the totals and in no record; an old one is marked late', async () => {
    const { frames } = await startHub();
    await at.liveLog.publish(
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
    const { frames } = await startHub();
    const events = Array.from({ length: 5_000 }, (_, offset) =>
      live(offset, { type: offset % 2 ? 'repin' : 'comment' }),
    );
    await at.liveLog.publish(batch([], { events }));
    await until(() => frames.at(-1)?.totals.repin === 2_500);
    expect(drawn(frames)).toBe(5_000);
    expect(frames.flatMap(({ records }) => records).length).toBeLessThan(10);
  });

  test('a quiet hub still says how late it is', async () => {
    const { frames } = await startHub();
    await until(() => frames.length >= 2);
    expect(frames.at(-1)?.records).toEqual([]);
    expect(frames.at(-1)?.serverTime).toBeGreaterThan(0);
  });

  test('a snapshot in the middle of a tick holds nothing that the next frame brings again', async () => {
    const { hub, frames } = await startHub();
    for (let offset = 0; offset < 30; offset++) {
      await at.liveLog.publish(batch([offset]));
      const snapshot = hub.snapshot();
      expect(snapshot?.repinsPerMinute.reduce((sum, count) => sum + count, 0)).toBe(snapshot?.totals.repin);
      expect(snapshot?.totals.repin).toBe(offset + 1);
    }
    await until(() => drawn(frames) === 30);
    for (const [index, frame] of frames.entries())
      if (index > 0) expect(frame.from).toEqual(frames[index - 1]?.to);
  });

  test('a snapshot and the frames after it come to the whole', async () => {
    await at.liveLog.publish(batch([0, 1, 2]));
    const { hub, frames } = await startHub();
    const snapshot = hub.snapshot();
    expect(snapshot?.heat).toEqual([{ place: PARIS, count: expect.closeTo(3, 0) }]);
    expect(snapshot?.topPlaces).toEqual([{ place: PARIS, count: 3 }]);
    expect(snapshot?.latest).toHaveLength(3);
    await at.liveLog.publish(batch([3, 4]));
    await until(() => drawn(frames) === 2);
    expect(frames[0]?.from).toEqual(parseCursor(snapshot?.cursor));
    expect(frames.at(-1)?.totals.repin).toBe(5);
  });
});
