import { expect, test } from 'vitest';
import { backoffMs } from './backoff';

const OPTIONS = { firstMs: 500, maxMs: 8_000 };

test.each([
  [0, 0, 250],
  [0, 0.999, 500],
  [1, 0.5, 750],
  [4, 0.999, 7_996],
  [5, 0, 4_000],
  [5_000, 0.999, 7_996],
])('retry %i with chance %d waits %i ms', (attempt, random, wait) => {
  expect(backoffMs(attempt, random, OPTIONS)).toBe(wait);
});
