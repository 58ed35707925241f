import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CountWindow, ratePerSecond } from './count-window';

describe('CountWindow', () => {
  test('sums what is inside the window and forgets what has left it', () => {
    const window = new CountWindow(1_000, 5);
    window.add(3, 10_000);
    window.add(4, 12_500);
    expect(window.series(12_900)).toEqual([0, 0, 3, 0, 4]);
    expect(window.sum(14_999)).toBe(7);
    expect(window.sum(15_000)).toBe(4);
    expect(window.sum(17_000)).toBe(0);
  });

  test('puts a late count into its own second, and drops one from before the window', () => {
    const window = new CountWindow(1_000, 3);
    window.add(1, 9_000);
    window.add(5, 8_100);
    window.add(7, 6_999);
    expect(window.series(9_000)).toEqual([0, 5, 1]);
  });

  test('clears the seconds that it jumps over', () => {
    const window = new CountWindow(1_000, 3);
    for (const at of [1_000, 2_000, 3_000]) window.add(1, at);
    window.add(9, 5_000);
    expect(window.series(5_000)).toEqual([1, 0, 9]);
  });

  test.each([
    ['shorter than the window', [1, 2], [0, 0, 1, 2]],
    ['as long', [1, 2, 3, 4], [1, 2, 3, 4]],
    ['longer', [9, 1, 2, 3, 4], [1, 2, 3, 4]],
    ['empty', [], [0, 0, 0, 0]],
  ])('takes a seed that is %s', (_name, counts, series) => {
    const window = new CountWindow(1_000, 4);
    window.add(50, 19_000);
    window.seed(counts, 20_300);
    expect(window.series(20_900)).toEqual(series);
  });

  test('spreads what came while the viewer was away over the time that it was away', () => {
    const window = new CountWindow(1_000, 10);
    window.add(0, 10_000);
    window.addOver(10, 10_400, 14_400);
    expect(window.series(14_400).slice(-5)).toEqual([0, 3, 2, 3, 2]);
  });

  test('loses nothing by spreading, whatever the numbers', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(59_000), fc.nat(60_000), (count, from, span) => {
        const window = new CountWindow(1_000, 200);
        window.addOver(count, from, from + span);
        expect(window.sum(from + span)).toBe(count);
      }),
    );
  });

  test('agrees with a list of all counts', () => {
    const step = fc.record({ at: fc.nat(20_000), count: fc.nat(9) });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const window = new CountWindow(1_000, 8);
        let newest = -1;
        const seen = new Map<number, number>();
        for (const { at, count } of steps) {
          const second = Math.floor(at / 1_000);
          newest = Math.max(newest, second);
          window.add(count, at);
          if (second > newest - 8) seen.set(second, (seen.get(second) ?? 0) + count);
        }
        const now = Math.max(newest, 0) * 1_000;
        let expected = 0;
        for (const [second, count] of seen) if (second > newest - 8) expected += count;
        expect(window.sum(now)).toBe(expected);
      }),
    );
  });
});

describe('ratePerSecond', () => {
  test.each([
    ['the running second does not count', [0, 0, 10, 10, 99], 2, 10],
    ['over ten of sixty', [...Array(50).fill(1_000), ...Array(10).fill(7)], 9, 7],
    ['over nothing', [], 10, 0],
  ])('%s', (_name, series, seconds, rate) => {
    expect(ratePerSecond(series, seconds)).toBe(rate);
  });
});
