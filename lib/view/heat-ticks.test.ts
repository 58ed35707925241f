import { expect, test } from 'vitest';
import { heatTicks } from './heat-ticks';

test.each([
  [0, [2, 6]],
  [20, [2, 6, 18]],
  [500, [2, 6, 18, 54, 162, 486]],
  [100_000, [2, 18, 162, 1_458, 13_122]],
])('up to %i repins the contours are %j', (hottest, values) => {
  expect(heatTicks(hottest, 6).map(({ value }) => value)).toEqual(values);
});

test('places them along the scale in their order, the hottest at its end', () => {
  const places = heatTicks(485.999, 6).map(({ at }) => at);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(heatTicks(486, 6).at(-1)?.at).toBe(1);
  expect(places[0]).toBeGreaterThan(0);
});
