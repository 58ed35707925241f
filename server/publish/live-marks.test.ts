import fc from 'fast-check';
import { expect, test } from 'vitest';
import { liveBatch, liveEvent } from '../../lib/live/testing';
import { LiveMarks } from './live-marks';

const batch = (partition: number, epoch: number, offsets: readonly number[]) =>
  liveBatch(
    offsets.map((offset) => liveEvent(offset)),
    { partition, epoch },
  );

test('however messages overlap, each event is new once, in its first message', () => {
  // Owners publish ranges in order; each starts at or below where the one before it ended.
  const walk = fc.array(fc.record({ back: fc.nat(6), length: fc.integer({ min: 1, max: 8 }) }), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(walk, (steps) => {
      const marks = new LiveMarks();
      const taken: number[] = [];
      let end = 0;
      for (const { back, length } of steps) {
        const first = Math.max(end - back, 0);
        const message = batch(
          0,
          1,
          Array.from({ length }, (_, index) => first + index),
        );
        for (const index of marks.takeNew(message)) taken.push(message.events[index]?.offset ?? -1);
        end = Math.max(end, first + length);
      }
      expect(taken).toEqual(Array.from({ length: end }, (_, offset) => offset));
    }),
  );
});

test('partitions do not share a mark; a higher epoch begins again, a lower one is over', () => {
  const marks = new LiveMarks();
  expect(marks.takeNew(batch(0, 1, [5, 6]))).toEqual([0, 1]);
  expect(marks.takeNew(batch(1, 1, [5, 6]))).toEqual([0, 1]);
  expect(marks.takeNew(batch(0, 2, [0, 1]))).toEqual([0, 1]);
  expect(marks.takeNew(batch(0, 1, [7]))).toEqual([]);
});

test('marks are raised and never lowered', () => {
  const position = {
    topic: 't',
    partition: 0,
    epoch: 1,
    storedTo: 9,
    publishedTo: 7,
    fingerprint: null,
    rows: { pin: 0, repin: 0, comment: 0, login: 0 },
    unlocatedRepins: 0,
    duplicates: 0,
    filtered: 0,
    deadLetters: 0,
    derivedIds: 0,
    lostBeforeRead: 0,
    replayed: 0,
    dropped: 0,
  };
  const low = new LiveMarks();
  low.raiseTo(LiveMarks.published([position]));
  expect(low.takeNew(batch(0, 1, [6, 7, 8]))).toEqual([2]);
  const high = new LiveMarks();
  high.takeNew(batch(0, 1, [12]));
  high.raiseTo(LiveMarks.published([position]));
  expect(high.takeNew(batch(0, 1, [12, 13]))).toEqual([1]);
  const unknown = new LiveMarks();
  // Nothing was published in this epoch yet: what a former owner still publishes is not a repeat.
  unknown.raiseTo(LiveMarks.published([{ ...position, epoch: 2, publishedTo: -1 }]));
  expect(unknown.takeNew(batch(0, 1, [3]))).toEqual([0]);
});
