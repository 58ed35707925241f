import { describe, expect, it } from 'vitest';
import {
  borderStrength,
  designUnit,
  ease,
  homeDistance,
  homeView,
  outlineRadiusPx,
  pixelRatio,
} from './view';

describe('the view', () => {
  it.each([
    [1920, 1080, 0.84],
    [390, 844, 0.84],
    [1080, 1920, 0.86],
    [300, 300, 0.86],
    [2560, 1080, 0.84],
  ])('of %d × %d has a globe of %d of its shorter side', (width, height, fill) => {
    const diameter = 2 * outlineRadiusPx(homeDistance(width, height, fill), height);
    expect(diameter).toBeCloseTo(fill * Math.min(width, height), 6);
  });

  it.each([
    ['Berlin in winter', -60, 15],
    ['New York in winter', 300, -75],
    ['Kiribati', -840, -150],
    ['Greenwich', 0, 0],
  ])('begins over the time zone of %s', (_, offset, lng) => {
    expect(homeView(offset).lng).toBe(lng);
    expect(homeView(offset).lat).toBeGreaterThan(0);
  });

  it.each([
    ['an ordinary screen', 1920, 1080, 1, 1],
    ['a sharp phone', 390, 844, 3, 2],
    ['4K at its own size', 3840, 2160, 1, 1],
    ['4K at double', 3840, 2160, 2, 1],
    ['an 8K wall', 7680, 4320, 1, 0.5],
  ])('draws %s with a ratio it can pay', (_, width, height, device, ratio) => {
    expect(pixelRatio(width, height, device)).toBeCloseTo(ratio, 9);
  });

  it('has thicker lines on a larger wall and no hairs on a phone', () => {
    expect(designUnit(1920, 1080, 1)).toBe(1);
    expect(designUnit(3840, 2160, 1)).toBe(2);
    expect(designUnit(390, 844, 2)).toBe(1.8);
  });

  it('eases from 0 to 1 without a jerk at either end', () => {
    expect([-1, 0, 0.5, 1, 2].map(ease)).toEqual([0, 0, 0.5, 1, 1]);
    expect(ease(0.01)).toBeLessThan(1e-4);
    expect(1 - ease(0.99)).toBeLessThan(1e-4);
  });

  it.each([
    ['home', 1, 0],
    ['further than home', 1.25, 0],
    ['where they begin', 0.75, 0],
    ['half way', 0.625, 0.5],
    ['where they are all there', 0.5, 1],
    ['as near as one comes', 0.33, 1],
  ])('shows borders of countries from near alone: %s', (_, distance, strength) => {
    expect(borderStrength(distance)).toBeCloseTo(strength, 9);
  });
});
