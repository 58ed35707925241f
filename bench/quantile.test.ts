import { expect, test } from 'vitest';
import { median, quantile } from './quantile';

test.each([
  [[3, 1, 2], 0.5, 2],
  [[3, 1, 2], 0, 1],
  [[3, 1, 2], 1, 3],
  [[100, 20, 3], 0.99, 100],
  [[], 0.5, Number.NaN],
])('the quantile of %j at %d is %d', (values, share, wanted) => {
  expect(quantile(values, share)).toBe(wanted);
});

test.each([
  [[9, 1, 10], 9],
  [[4, 1, 3, 2], 2.5],
  [[7], 7],
  [[], Number.NaN],
])('the median of %j is %d', (values, wanted) => {
  expect(median(values)).toBe(wanted);
});
