import { describe, expect, it } from 'vitest';
import { GROWTH, grownShare, lineFactor, MAX_SOFT_RADIANS, radiusFactor, softRadius } from './ring-shape';
import { EARTH_RADIUS_KM } from './sphere';

describe('the shape of a ring', () => {
  it.each([
    ['a city within 5 km is a point', 'city', 5, 0],
    ['a city within 50 km is a point', 'city', 50, 0],
    ['a city within 51 km is an area', 'city', 51, 120],
    ['a city within 300 km is that area', 'city', 300, 300],
    ['a region is an area, however sure', 'region', 10, 120],
    ['a country is an area', 'country', 500, 500],
    ['a wild guess is as wide as we draw', 'country', 5000, 700],
  ] as const)('%s', (_, precision, accuracyKm, km) => {
    expect(softRadius({ precision, accuracyKm }) * EARTH_RADIUS_KM).toBeCloseTo(km, 6);
    expect(softRadius({ precision, accuracyKm })).toBeLessThanOrEqual(MAX_SOFT_RADIANS);
  });

  it('grows from a little to all of its size, ever slower', () => {
    expect(grownShare(0)).toBeCloseTo(GROWTH.from, 12);
    expect(grownShare(1)).toBe(1);
    const steps = Array.from(
      { length: 10 },
      (_, step) => grownShare((step + 1) / 10) - grownShare(step / 10),
    );
    expect(steps).toEqual([...steps].sort((a, b) => b - a));
  });

  it.each([
    [1, 1, 1],
    [2, 1.25, 1.125],
    [16, 2, 1.5],
    [256, 3, 2],
    [0, 1, 1],
  ])('of a fold of %d is %d times as wide and its line %d times as thick', (weight, wide, thick) => {
    expect(radiusFactor(weight)).toBe(wide);
    expect(lineFactor(weight)).toBe(thick);
  });
});
