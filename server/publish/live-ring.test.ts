import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareCursors, type LiveCursor } from '../../lib/live/cursor';
import { ringEvent } from './live-fixtures';
import { LiveRing, type RingEvent } from './live-ring';

const START: LiveCursor = { epoch: 3, offset: 10, index: -1 };

/** Places in a log, ascending, with holes between messages and within them (repeats are not pushed). */
const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 1, max: 3 })), {
  maxLength: 60,
});

function eventsOf(walk: readonly (readonly [number, number])[]): RingEvent[] {
  let [offset, index] = [START.offset, -1];
  return walk.map(([messages, indexes], seed) => {
    index = messages > 0 ? indexes - 1 : index + indexes;
    offset += messages;
    return ringEvent(offset, { index, seed });
  });
}
const cursorAt = ({ offset, index }: RingEvent): LiveCursor => ({ epoch: START.epoch, offset, index });

test('what lies between two cursors is what a search through everything finds', () => {
  fc.assert(
    fc.property(
      steps,
      fc.integer({ min: 1, max: 70 }),
      fc.tuple(fc.nat(130), fc.integer({ min: -1, max: 8 })),
      fc.tuple(fc.nat(130), fc.integer({ min: -1, max: 8 })),
      (walk, capacity, [fromOffset, fromIndex], [toOffset, toIndex]) => {
        const ring = new LiveRing(START, capacity);
        const events = eventsOf(walk);
        for (const event of events) ring.push(event);
        const from = { epoch: START.epoch, offset: START.offset + fromOffset, index: fromIndex };
        const to = { epoch: START.epoch, offset: START.offset + toOffset, index: toIndex };
        fc.pre(compareCursors(from, ring.floor) >= 0);
        expect(ring.between(from, to)).toEqual(
          events.filter(
            (event) => compareCursors(cursorAt(event), from) > 0 && compareCursors(cursorAt(event), to) <= 0,
          ),
        );
      },
    ),
  );
});

test('visits in stretches show what lies between, each event once; from before the floor, what is still there', () => {
  fc.assert(
    fc.property(
      steps,
      fc.integer({ min: 1, max: 70 }),
      fc.integer({ min: 1, max: 9 }),
      fc.nat(130),
      (...drawn) => {
        const [walk, capacity, most, toOffset] = drawn;
        const ring = new LiveRing(START, capacity);
        const events = eventsOf(walk);
        for (const event of events) ring.push(event);
        const to = { epoch: START.epoch, offset: START.offset + toOffset, index: 1 };
        const seen: RingEvent[] = [];
        for (let at: LiveCursor | null = START; at; ) {
          const before: number = seen.length;
          at = ring.visit(at, to, most, (event) => seen.push(event));
          expect(seen.length - before).toBeLessThanOrEqual(most);
        }
        const kept = events.slice(Math.max(events.length - capacity, 0));
        expect(seen).toEqual(kept.filter((event) => compareCursors(cursorAt(event), to) <= 0));
      },
    ),
  );
});

test('the floor is the newest event that was let go: from there on nothing is missing', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 20 }), (walk, capacity) => {
      const ring = new LiveRing(START, capacity);
      const events = eventsOf(walk);
      for (const event of events) ring.push(event);
      const gone = events.slice(0, Math.max(events.length - capacity, 0));
      expect(ring.size).toBe(events.length - gone.length);
      expect(ring.floor).toEqual(gone.at(-1) ? cursorAt(gone.at(-1) as RingEvent) : START);
    }),
  );
});

test('the newest come newest first, as many as are wanted', () => {
  const ring = new LiveRing(START, 5);
  for (const event of eventsOf(Array.from({ length: 9 }, () => [1, 1] as const))) ring.push(event);
  expect(ring.newest(2, ({ seed }) => seed % 2 === 0).map(({ seed }) => seed)).toEqual([8, 6]);
  expect(ring.newest(9, () => true).map(({ seed }) => seed)).toEqual([8, 7, 6, 5, 4]);
});

test('a cursor before the newest events has just these behind it', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 20 }), fc.nat(30), (walk, capacity, count) => {
      const ring = new LiveRing(START, capacity);
      const events = eventsOf(walk);
      for (const event of events) ring.push(event);
      const to = { epoch: START.epoch, offset: Number.MAX_SAFE_INTEGER, index: 0 };
      const kept = Math.min(count, ring.size);
      expect(ring.between(ring.before(count), to)).toEqual(events.slice(events.length - kept));
    }),
  );
});
