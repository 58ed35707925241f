import { describe, expect, test } from 'vitest';
import { parseCursor } from '../../lib/live/cursor';
import { decodeFrame } from '../../lib/live/frame-reader';
import type { LiveHub } from './live-hub';
import { batch, drawn, hubsAtTest, until } from './live-hub-fixtures';

const at = hubsAtTest();
const { startHub } = at;

const cursorOf = (hub: LiveHub) => parseCursor(hub.snapshot()?.cursor);

describe('the way back to a LiveHub', () => {
  test('a viewer resumes between events, on this hub and on another one alike', async () => {
    const one = await startHub();
    await at.liveLog.publish(batch([0, 1, 2, 3, 4]));
    await until(() => drawn(one.frames) === 5);
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
    await at.liveLog.publish(batch([0, 1]));
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
    await at.liveLog.publish(batch([0, 1]));
    const { hub } = await startHub();
    expect(hub.resume(cursor ?? cursorOf(hub) ?? null, null)).toMatchObject(expected);
    expect(hub.resume(null, null)).toEqual({ kind: 'reset', reason: 'malformed' });
  });

  test('a thousand viewers that were away alike are answered with one encoding', async () => {
    const { hub, frames } = await startHub();
    await at.liveLog.publish(batch([0, 1, 2, 3]));
    await until(() => drawn(frames) === 4);
    const answers = Array.from({ length: 1_000 }, () => hub.resume({ epoch: 7, offset: 0, index: 0 }, null));
    const paid = answers.reduce(
      (sum, answer) => sum + (answer.kind === 'frame' ? (answer.missed?.events ?? 0) : 0),
      0,
    );
    expect(paid).toBe(3);
  });
});
