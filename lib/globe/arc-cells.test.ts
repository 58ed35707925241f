import { describe, expect, it } from 'vitest';
import { ARC_CELLS, arcCell } from './arc-cells';

describe('cells of 2° of arc', () => {
  it.each([
    [90, 180],
    [90, -180],
    [-90, 180],
    [-90, 0],
    [0, 179.999],
    [0, -180],
  ])('there is one at %d, %d', (lat, lng) => {
    expect(arcCell(lat, lng)).toBeGreaterThanOrEqual(0);
    expect(arcCell(lat, lng)).toBeLessThan(ARC_CELLS);
  });

  it('near places share one, places more than a cell apart never do', () => {
    expect(arcCell(48.85, 2.35)).toBe(arcCell(48.86, 2.34));
    expect(arcCell(48.8, 2.3)).not.toBe(arcCell(51.5, -0.1));
    expect(arcCell(48.8, 2.3)).not.toBe(arcCell(48.8, 6.8));
  });

  it('are as wide near the poles as at the equator, in arc', () => {
    const across = (lat: number) =>
      new Set(Array.from({ length: 3600 }, (_, tenth) => arcCell(lat, tenth / 10 - 180))).size;
    expect(across(0.5)).toBe(180);
    expect(across(60.5)).toBeGreaterThan(80);
    expect(across(60.5)).toBeLessThan(92);
    expect(across(89.5)).toBeLessThan(6);
  });
});
