import { describe, expect, test } from 'vitest';
import { DecayingCounts } from './decaying-counts';

describe('DecayingCounts', () => {
  test('halves what it was given every half-life', () => {
    const heat = new DecayingCounts();
    heat.seed([['lyon', 40]], 60_000, 1_000_000);
    expect(heat.highest(1_000_000)).toBe(40);
    expect(heat.highest(1_060_000)).toBeCloseTo(20, 9);
    heat.add('lyon', 10, 1_060_000);
    expect(heat.highest(1_060_000)).toBeCloseTo(30, 9);
    expect(heat.highest(1_180_000)).toBeCloseTo(7.5, 9);
  });

  test('is exact after years', () => {
    const heat = new DecayingCounts();
    heat.seed([], 60_000, 0);
    for (let at = 0; at < 3e11; at += 1e9) heat.add('lyon', 8, at);
    heat.add('lyon', 8, 3e11);
    expect(heat.highest(3e11)).toBeCloseTo(8, 6);
  });

  test('forgets cold places, and no warm one', () => {
    const heat = new DecayingCounts();
    heat.seed([['warm', 1_000]], 60_000, 0);
    for (let index = 0; index < 5_000; index++) heat.add(`cold ${index}`, 1, 0);
    for (let index = 0; index < 5_000; index++) heat.add(`late ${index}`, 1, 180_000);
    expect(heat.highest(180_000)).toBeCloseTo(125, 9);
  });
});
