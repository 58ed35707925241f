import { describe, expect, test } from 'vitest';
import type { Place } from '../geo/place';
import { placeAt } from '../geo/testing';
import { at, frameOf } from '../live/client/testing';
import type { Frame, FrameRecord } from '../live/protocol';
import { FirstRepins } from './first-repins';
import { milestoneBetween } from './milestone';

const PARIS = placeAt(48.86, 2.35, 'Paris');
const REYKJAVIK: Place = { ...placeAt(64.15, -21.94, 'Reykjavik'), country: 'IS' };
const NOWHERE: Place = { ...placeAt(10, 10), country: '' };
const BOOK = { id: 1, places: [PARIS, REYKJAVIK, NOWHERE], categories: [] };

const record = (place: number, type: FrameRecord['type'] = 'repin'): FrameRecord => ({
  type,
  place,
  category: -1,
  count: 1,
  ts: 0,
  late: false,
  seed: 1,
});
const frame = (records: readonly FrameRecord[], change: Partial<Frame> = {}) =>
  frameOf(at(0), at(1), { book: BOOK, records, ...change });
const knowing = (countriesSeen?: readonly string[]) => {
  const firsts = new FirstRepins();
  firsts.snapshot(countriesSeen ? { countriesSeen } : {});
  return firsts;
};

describe('the first repin from a country', () => {
  test('is told once', () => {
    const firsts = knowing(['FR']);
    expect(firsts.frame(frame([record(0), record(1), record(1)]))).toEqual([REYKJAVIK]);
    expect(firsts.frame(frame([record(1)]))).toEqual([]);
  });

  test.each([
    ['a comment', frame([record(1, 'comment')])],
    ['a repin of no country', frame([record(2)])],
    ['a place that is not in the book', frame([record(9)])],
  ])('is not %s', (_name, came) => {
    expect(knowing(['FR']).frame(came)).toEqual([]);
  });

  test('that came while the viewer was away is seen, and not told', () => {
    const firsts = knowing(['FR']);
    expect(firsts.frame(frame([record(1)], { away: true }))).toEqual([]);
    expect(firsts.frame(frame([record(1)]))).toEqual([]);
  });

  test('is not guessed where the server does not tell what it has seen', () => {
    expect(knowing().frame(frame([record(1)]))).toEqual([]);
    expect(new FirstRepins().frame(frame([record(1)]))).toEqual([]);
  });

  test('is known anew from each snapshot', () => {
    const firsts = knowing(['FR']);
    firsts.frame(frame([record(1)]));
    firsts.snapshot({ countriesSeen: [] });
    expect(firsts.frame(frame([record(0), record(1)]))).toEqual([PARIS, REYKJAVIK]);
  });
});

test.each([
  [0, 999, null],
  [999, 1_000, 1_000],
  [1_000, 1_000, null],
  [1_000, 2_499, null],
  [2_400, 2_600, 2_500],
  [4_999, 5_001, 5_000],
  [9_000, 30_000, 25_000],
  [999_990, 1_000_010, 1_000_000],
  [1_000_000, 2_499_999, null],
])('from %i to %i the milestone passed is %j', (before, after, milestone) => {
  expect(milestoneBetween(before, after)).toBe(milestone);
});
