import { expect, test } from 'vitest';
import type { LiveCursor } from '../../lib/live/cursor';
import { ringEvent } from './live-fixtures';
import { LiveRing } from './live-ring';
import { type Asker, RingReader } from './ring-reader';

const START: LiveCursor = { epoch: 1, offset: 0, index: -1 };

function ringOf(events: number, capacity = events): LiveRing {
  const ring = new LiveRing(START, capacity);
  for (let offset = 0; offset < events; offset++) ring.push(ringEvent(offset));
  return ring;
}
const asker = (address: string, waits = () => true): Asker => ({ address, waits });
const ONE = asker('203.0.113.1');
const at = (offset: number): LiveCursor => ({ epoch: 1, offset, index: 0 });

test('shows each event of the span once and in order, with a pause between stretches', async () => {
  const ring = ringOf(50_000, 40_000);
  const seen: number[] = [];
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  const see = ({ offset }: { readonly offset: number }) => seen.push(offset);
  expect(await new RingReader().read(ring, START, at(48_000), see, ONE)).toBeNull();
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
      const unread = await reader.read(ring, START, at(9_999), () => {}, asker(String(index % 20)));
      if (!unread) done.push(index);
      return unread;
    }),
  );
  expect(answers.filter((unread) => unread === 'busy')).toHaveLength(8);
  expect(done).toEqual(Array.from({ length: 32 }, (_, index) => index));
  expect(await reader.read(ring, START, at(0), () => {}, ONE)).toBeNull();
});

test('one that fails does not keep the others waiting', async () => {
  const reader = new RingReader();
  const fails = () => {
    throw new Error('no');
  };
  const failing = reader.read(ringOf(2), START, at(1), fails, ONE);
  await expect(failing).rejects.toThrow('no');
  expect(await reader.read(ringOf(2), START, at(1), () => {}, ONE)).toBeNull();
});

test('one address has sixteen questions at a time, whatever others have', async () => {
  const reader = new RingReader();
  const ask = (who: Asker) => reader.read(ringOf(10), START, at(9), () => {}, who);
  const answers = [...Array.from({ length: 17 }, () => ONE), asker('203.0.113.2')].map(ask);
  expect(await Promise.all(answers)).toEqual([...Array.from({ length: 16 }, () => null), 'many', null]);
  expect(await ask(ONE)).toBeNull();
});

test('nothing is read on for one that has gone, before its turn or in the middle', async () => {
  const ring = ringOf(30_000);
  const reader = new RingReader();
  let [seen, here] = [0, true];
  const see = () => {
    seen++;
    here = false;
  };
  const leaving = reader.read(
    ring,
    START,
    at(29_999),
    see,
    asker('203.0.113.1', () => here),
  );
  const gone = reader.read(
    ring,
    START,
    at(29_999),
    see,
    asker('203.0.113.2', () => false),
  );
  expect(await Promise.all([leaving, gone])).toEqual(['left', 'left']);
  expect(seen).toBe(8_192);
});
