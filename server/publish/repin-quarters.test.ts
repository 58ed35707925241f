import { describe, expect, test } from 'vitest';
import { QUARTER_MS, RepinQuarters } from './repin-quarters';

const NOW = 1_790_000_010_000;
const RUNNING = NOW - (NOW % QUARTER_MS);
const bucket = (ago: number, repins: number) => ({ start: RUNNING - ago * QUARTER_MS, repins });

describe('repins by quarter of an hour', () => {
  test('are told once all that was before is known', () => {
    const quarters = new RepinQuarters();
    quarters.add(3, NOW);
    quarters.learn([bucket(1, 2)]);
    expect(quarters.series(NOW)).toBeNull();
    quarters.knowSince(NOW);
    expect(quarters.series(NOW)).toEqual([3]);
  });

  test('are what the store had and what has come since, whichever is heard first', () => {
    const quarters = new RepinQuarters();
    quarters.add(1, NOW - QUARTER_MS);
    quarters.learn([bucket(1, 20), bucket(0, 5)]);
    quarters.add(2, NOW);
    quarters.learn([bucket(3, 7)]);
    quarters.knowSince(RUNNING - 3 * QUARTER_MS);
    expect(quarters.series(NOW)).toEqual([7, 0, 21, 7]);
    quarters.add(4, NOW + QUARTER_MS);
    expect(quarters.series(NOW + QUARTER_MS)).toEqual([7, 0, 21, 7, 4]);
  });

  test('are a hundred at most, and all of them where nothing was let go', () => {
    const quarters = new RepinQuarters();
    for (let ago = 0; ago < 200; ago++) quarters.learn([bucket(ago, ago)]);
    quarters.knowSince(null);
    const series = quarters.series(NOW);
    expect(series).toHaveLength(100);
    expect(series?.at(0)).toBe(99);
    expect(series?.at(-1)).toBe(0);
  });
});
