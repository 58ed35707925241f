import { expect, test } from 'vitest';
import type { LiveCursor } from '../../lib/live/cursor';
import { LiveRing } from './live-ring';
import { RingReader } from './ring-reader';

const START: LiveCursor = { epoch: 1, offset: 0, index: -1 };

function ringOf(events: number, capacity = events): LiveRing {
  const ring = new LiveRing(START, capacity);
  for (let offset = 0; offset < events; offset++)
    ring.push({
      offset,
      index: 0,
      type: 'repin',
      ts: 0,
      place: null,
      category: null,
      pinId: null,
      boardId: null,
      late: false,
      seed: 0,
    });
  return ring;
}
const at = (offset: number): LiveCursor => ({ epoch: 1, offset, index: 0 });

test('shows each event of the span once and in order, with a pause between stretches', async () => {
  const ring = ringOf(50_000, 40_000);
  const seen: number[] = [];
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  expect(await new RingReader().read(ring, START, at(48_000), ({ offset }) => seen.push(offset))).toBe(true);
  clearInterval(timer);
  expect(seen).toEqual(Array.from({ length: 38_001 }, (_, index) => 10_000 + index));
  expect(turns).toBeGreaterThan(0);
});

test('those that ask at the same time take turns; too many are told so, and later ones are answered', async () => {
  const ring = ringOf(10_000);
  const reader = new RingReader();
  const done: number[] = [];
  const answers = await Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const read = await reader.read(ring, START, at(9_999), () => {});
      if (read) done.push(index);
      return read;
    }),
  );
  expect(answers.filter(Boolean)).toHaveLength(32);
  expect(done).toEqual(Array.from({ length: 32 }, (_, index) => index));
  expect(await reader.read(ring, START, at(0), () => {})).toBe(true);
});

test('one that fails does not keep the others waiting', async () => {
  const reader = new RingReader();
  const failing = reader.read(ringOf(2), START, at(1), () => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await reader.read(ringOf(2), START, at(1), () => {})).toBe(true);
});
