import { expect, test } from 'vitest';
import { linePath } from './line-path';

test('draws the values over the whole width, the highest just below the top', () => {
  const { line, area, lastY } = linePath([0, 50, 100], 200, 110);
  expect(line).toBe('M0 110L100 60L200 10');
  expect(area).toBe('M0 110L100 60L200 10V110H0Z');
  expect(lastY).toBe(10);
});

test('leaves the baseline alone when nothing happened', () => {
  expect(linePath([0, 0], 10, 5)).toEqual({ line: '', area: '', lastY: 5 });
});

test('draws nothing of fewer than two values', () => {
  expect(linePath([7], 10, 5).line).toBe('');
});
