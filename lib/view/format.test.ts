import { expect, test } from 'vitest';
import {
  formatAge,
  formatAgo,
  formatCount,
  formatMany,
  formatRate,
  formatShare,
  formatShort,
  formatTally,
} from './format';

test.each([
  [formatCount(1_204_882), '1,204,882'],
  [formatMany(1, 'repin'), '1 repin'],
  [formatMany(1_240, 'pin'), '1,240 pins'],
  [formatShort(9_999), '9,999'],
  [formatShort(1_204_882), '1.2M'],
  [formatRate(0), '0'],
  [formatRate(0.04), '0.0'],
  [formatRate(3.44), '3.4'],
  [formatRate(9.96), '10'],
  [formatRate(1_482.6), '1,483'],
  [formatShare(0, 100), '0%'],
  [formatShare(5, 0), '0%'],
  [formatShare(1, 1e6), '<0.1%'],
  [formatShare(34, 1_000), '3.4%'],
  [formatShare(1, 1), '100%'],
  [formatAge(-50), '0.0 s'],
  [formatAge(420), '0.4 s'],
  [formatTally(999_999), '999,999'],
  [formatTally(2_594_000), '2.59M'],
  [formatAge(9_949), '9.9 s'],
  [formatAge(9_950), '10 s'],
  [formatAge(59_999), '59 s'],
  [formatAge(60_000), '1 min'],
  [formatAge(7_200_000), '2 h'],
  [formatAge(180_000_000), '2 d'],
  [formatAgo(1_999), 'now'],
  [formatAgo(2_000), '2 s'],
  [formatAgo(75_000), '1 min'],
])('writes %s', (text, expected) => {
  expect(text).toBe(expected);
});
