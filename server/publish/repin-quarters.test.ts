import { describe, expect, test } from 'vitest';
import type { EngagementBucket } from '../store/store';
import { QUARTER_MS, RepinQuarters } from './repin-quarters';

const NOW = 1_790_000_010_000;
const RUNNING = NOW - (NOW % QUARTER_MS);
const bucket = (ago: number, repin: number, login = 0): EngagementBucket => ({
  start: RUNNING - ago * QUARTER_MS,
  pin: 0,
  repin,
  comment: 0,
  login,
});

describe('repins by quarter of an hour', () => {
  test('are told once the store has told what was before', () => {
    const quarters = new RepinQuarters();
    quarters.add(3, NOW);
    expect(quarters.series(NOW)).toBeNull();
    quarters.learn([bucket(1, 0), bucket(0, 0)]);
    expect(quarters.series(NOW)).toEqual([3]);
  });

  test('are what the store had and what has come since, whichever is heard first', () => {
    const quarters = new RepinQuarters();
    quarters.add(1, NOW - QUARTER_MS);
    quarters.learn([bucket(1, 20), bucket(0, 5)]);
    quarters.add(2, NOW);
    quarters.learn([bucket(3, 7), bucket(2, 0)]);
    expect(quarters.series(NOW)).toEqual([7, 0, 21, 7]);
    quarters.add(4, NOW + QUARTER_MS);
    expect(quarters.series(NOW + QUARTER_MS)).toEqual([7, 0, 21, 7, 4]);
  });

  test('begin with the first event of any type: what lies before may have been let go', () => {
    const quarters = new RepinQuarters();
    quarters.learn([bucket(3, 0), bucket(2, 0, 1), bucket(1, 0), bucket(0, 6)]);
    expect(quarters.series(NOW)).toEqual([0, 0, 6]);
  });

  test('are a hundred at most', () => {
    const quarters = new RepinQuarters();
    for (let ago = 0; ago < 200; ago++) quarters.learn([bucket(ago, ago)]);
    const series = quarters.series(NOW);
    expect(series).toHaveLength(100);
    expect(series?.at(0)).toBe(99);
    expect(series?.at(-1)).toBe(0);
  });
});
