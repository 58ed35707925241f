import { describe, expect, it } from 'vitest';
import { fromNaturalEarth, NATURAL_EARTH_ASPECT, naturalEarth } from './natural-earth';

describe('the Natural Earth projection', () => {
  it('has its centre in the middle and its corners on the frame', () => {
    expect(naturalEarth(0, 0)).toEqual({ x: 0.5, y: 0.5 });
    expect(naturalEarth(0, 180).x).toBeCloseTo(1, 9);
    expect(naturalEarth(0, -180).x).toBeCloseTo(0, 9);
    expect(naturalEarth(90, 0).y).toBeCloseTo(0, 9);
    expect(naturalEarth(-90, 0).y).toBeCloseTo(1, 9);
  });

  it.each([
    // Patterson's own table, to which the polynomial was fitted: length of the parallel, its distance from the equator.
    [15, 0.9894, 0.186],
    [30, 0.957, 0.372],
    [45, 0.9006, 0.5571],
    [60, 0.8196, 0.7346],
    [75, 0.716, 0.8936],
    [90, 0.563, 1],
  ])('is as its author drew it at %d°', (lat, length, distance) => {
    const { x, y } = naturalEarth(lat, 180);
    expect(Math.abs((x - 0.5) * 2 - length)).toBeLessThan(0.015);
    expect(Math.abs((0.5 - y) * 2 - distance)).toBeLessThan(0.01);
    expect(naturalEarth(-lat, -180).x).toBeCloseTo(1 - x, 9);
    expect(naturalEarth(-lat, -180).y).toBeCloseTo(1 - y, 9);
  });

  it.each([
    [0, 0],
    [48.86, 2.35],
    [-33.87, 151.21],
    [78.2, -15.6],
    [-89, 179],
  ])('finds its way back to %d°, %d°', (lat, lng) => {
    const { x, y } = naturalEarth(lat, lng);
    const back = fromNaturalEarth(x, y);
    expect(back?.lat).toBeCloseTo(lat, 4);
    expect(back?.lng).toBeCloseTo(lng, 4);
  });

  it('knows of no place beside its outline', () => {
    expect(fromNaturalEarth(0.02, 0.02)).toBeNull();
    expect(fromNaturalEarth(0.5, -0.01)).toBeNull();
    expect(fromNaturalEarth(1.01, 0.5)).toBeNull();
  });

  it('is not quite twice as wide as high', () => {
    expect(NATURAL_EARTH_ASPECT).toBeCloseTo(1.923, 2);
  });
});
