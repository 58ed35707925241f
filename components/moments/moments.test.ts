import { describe, expect, test } from 'vitest';
import type { Place } from '../../lib/geo/place';
import { placeAt } from '../../lib/geo/testing';
import { at, frameOf, NO_TOTALS, SNAPSHOT } from '../../lib/live/client/testing';
import type { LiveFeed } from '../../lib/live/feed';
import type { Frame, Snapshot } from '../../lib/live/protocol';
import { type Moment, MomentQueue, watchMoments } from './moment-queue';
import { momentWords } from './moment-words';

const from = (country: string): Place => ({ ...placeAt(1, 2, country), country });
const first = (...countries: readonly string[]): Moment => ({ kind: 'first', places: countries.map(from) });
const milestone = (repins: number): Moment => ({ kind: 'milestone', repins });

/** A feed to speak into, and the moments that were heard in it. */
function heard() {
  const tell: { snapshot?: (snapshot: Snapshot) => void; frame?: (frame: Frame) => void } = {};
  const feed: LiveFeed = {
    onSnapshot: (listener) => {
      tell.snapshot = listener;
      return () => delete tell.snapshot;
    },
    onFrame: (listener) => {
      tell.frame = listener;
      return () => delete tell.frame;
    },
    serverNow: () => 0,
  };
  const moments: Moment[] = [];
  const leave = watchMoments(feed, (moment) => moments.push(moment));
  return { tell, moments, leave };
}
const frame = (repin: number, country: string, change: Partial<Frame> = {}) =>
  frameOf(at(0), at(1), {
    totals: { ...NO_TOTALS, repin },
    book: { id: 1, places: [from(country)], categories: [] },
    records: [{ type: 'repin', place: 0, category: -1, count: 1, ts: 0, late: false, seed: 1 }],
    ...change,
  });

describe('the moments of a feed', () => {
  test('are first repins and milestones, as they come', () => {
    const { tell, moments, leave } = heard();
    tell.snapshot?.({ ...SNAPSHOT, totals: { ...NO_TOTALS, repin: 990 }, countriesSeen: ['FR'] });
    tell.frame?.(frame(999, 'FR'));
    tell.frame?.(frame(1_003, 'IS'));
    expect(moments).toEqual([first('IS'), milestone(1_000)]);
    leave();
    expect(tell).toEqual({});
  });

  test('leave out what was passed while nobody looked', () => {
    const { tell, moments } = heard();
    tell.snapshot?.({ ...SNAPSHOT, totals: { ...NO_TOTALS, repin: 990 }, countriesSeen: ['FR'] });
    tell.frame?.(frame(1_200, 'IS', { away: true }));
    tell.frame?.(frame(1_201, 'IS'));
    tell.snapshot?.({
      ...SNAPSHOT,
      totals: { ...NO_TOTALS, repin: 2_600 },
      countriesSeen: ['FR', 'IS', 'CL'],
    });
    tell.frame?.(frame(2_601, 'CL'));
    expect(moments).toEqual([]);
  });
});

describe('what waits to be told', () => {
  test('comes in its order, one at a time', () => {
    const queue = new MomentQueue();
    queue.add(first('IS'));
    queue.add(milestone(1_000));
    expect([queue.next(), queue.next(), queue.next()]).toEqual([first('IS'), milestone(1_000), null]);
  });

  test('stays short: countries become one moment, a later milestone takes the place of the one before', () => {
    const queue = new MomentQueue();
    for (const moment of [first('IS'), milestone(1_000), first('CL', 'PE'), milestone(2_500)])
      queue.add(moment);
    expect([queue.next(), queue.next(), queue.next()]).toEqual([
      first('IS', 'CL', 'PE'),
      milestone(2_500),
      null,
    ]);
  });
});

test.each([
  [first('IS'), 'First repin ever from', 'Iceland'],
  [first('IS', 'CL'), 'First repins ever from', 'Iceland and Chile'],
  [first('IS', 'CL', 'PE', 'DK'), 'First repins ever from', 'Iceland and 3 more'],
  [milestone(1_000_000), 'Repins in all', '1,000,000'],
])('a moment is told in few words', (moment, label, text) => {
  expect(momentWords(moment)).toEqual({ label, text });
});
