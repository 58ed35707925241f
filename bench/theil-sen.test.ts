import { describe, expect, it } from 'vitest';
import { theilSen } from './theil-sen';

describe('the median slope', () => {
  it('of a line is its slope', () => {
    expect(theilSen([0, 1, 2, 5].map((x) => [x, 3 * x - 1]))).toBeCloseTo(3, 10);
  });

  it('is not moved by an outlier', () => {
    const points = Array.from({ length: 21 }, (_, x) => [x, x === 20 ? 1_000 : 7 + (x % 2)] as const);
    expect(Math.abs(theilSen(points))).toBeLessThan(0.1);
  });

  it('of one point is none', () => {
    expect(theilSen([[1, 1]])).toBeNaN();
  });
});
