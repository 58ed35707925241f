import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideStart, type PartitionState } from './start-position';

const stored = (storedTo: number, publishedTo = storedTo) => ({ epoch: 1, storedTo, publishedTo });

const CASES: readonly (readonly [string, Partial<PartitionState>, ReturnType<typeof decideStart>])[] = [
  [
    'a partition never seen begins at its oldest record',
    { first: 3 },
    { offset: 3, beginsEpoch: true, firstMissing: null },
  ],
  [
    'a partition never seen begins where its group stands',
    { committed: 7 },
    { offset: 7, beginsEpoch: true, firstMissing: null },
  ],
  [
    'a partition never seen says what its group lost to retention',
    { committed: 2, first: 5 },
    { offset: 5, beginsEpoch: true, firstMissing: 2 },
  ],
  [
    'a group from a topic that was longer begins at the oldest record',
    { committed: 900 },
    { offset: 0, beginsEpoch: true, firstMissing: null },
  ],
  [
    'all stored and committed goes on',
    { committed: 51, position: stored(50) },
    { offset: 51, beginsEpoch: false, firstMissing: null },
  ],
  [
    'stored but not committed comes again, to be published',
    { committed: 40, position: stored(50, 39) },
    { offset: 40, beginsEpoch: false, firstMissing: null },
  ],
  [
    'a group whose offsets have expired begins behind what was published',
    { committed: null, position: stored(50, 30) },
    { offset: 31, beginsEpoch: false, firstMissing: null },
  ],
  [
    'retention took what was not stored: a gap',
    { committed: 51, first: 60, position: stored(50) },
    { offset: 60, beginsEpoch: false, firstMissing: 51 },
  ],
  [
    'retention took only what was stored: no gap',
    { committed: 40, first: 51, position: stored(50) },
    { offset: 51, beginsEpoch: false, firstMissing: null },
  ],
  [
    'an operator who moved the group ahead gets a gap',
    { committed: 80, position: stored(50) },
    { offset: 80, beginsEpoch: false, firstMissing: 51 },
  ],
  [
    'a log that ends below what was stored is a topic made anew',
    { committed: 51, next: 10, position: stored(50) },
    { offset: 0, beginsEpoch: true, firstMissing: null },
  ],
  [
    'an empty topic made anew begins at once',
    { committed: 51, next: 0, position: stored(50) },
    { offset: 0, beginsEpoch: true, firstMissing: null },
  ],
  [
    'another record at the stored offset is a topic made anew',
    { committed: 51, position: stored(50), remade: true },
    { offset: 0, beginsEpoch: true, firstMissing: null },
  ],
  [
    'a position that has stored nothing yet begins at the beginning',
    { committed: null, position: stored(-1) },
    { offset: 0, beginsEpoch: false, firstMissing: null },
  ],
];

describe('where to begin to read a partition', () => {
  it.each(CASES)('%s', (_, state, decision) => {
    expect(
      decideStart({ committed: null, first: 0, next: 100, position: null, remade: false, ...state }),
    ).toEqual(decision);
  });

  it('is always an offset that the broker has, and skips nothing without a gap', () => {
    const offset = fc.integer({ min: 0, max: 50 });
    const position = fc.option(
      fc
        .tuple(fc.integer({ min: -1, max: 50 }), fc.integer({ min: -1, max: 50 }))
        .map(([a, b]) => stored(Math.max(a, b), Math.min(a, b))),
    );
    fc.assert(
      fc.property(
        fc.option(offset),
        offset,
        offset,
        position,
        fc.boolean(),
        (committed, a, b, position, remade) => {
          const [first, next] = [Math.min(a, b), Math.max(a, b)];
          const start = decideStart({ committed, first, next, position, remade });
          expect(start.offset).toBeGreaterThanOrEqual(first);
          expect(start.offset).toBeLessThanOrEqual(next);
          if (position !== null && !start.beginsEpoch && start.offset > position.storedTo + 1)
            expect(start.firstMissing).toBe(position.storedTo + 1);
          if (start.firstMissing !== null) expect(start.firstMissing).toBeLessThan(start.offset);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
