import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeatGrid } from './heat-grid';

const HALF_LIFE = 60_000;
const grid = () => new HeatGrid(720, 360, HALF_LIFE, 0);

describe('the heat grid', () => {
  it('holds what came to a place', () => {
    const heat = grid();
    for (let count = 0; count < 10; count++) heat.add(48.86, 2.35, 1, 1, 0);
    expect(heat.at(48.86, 2.35, 0)).toBeGreaterThan(9.2);
    expect(heat.at(48.86, 2.35, 0)).toBeLessThanOrEqual(10.001);
    expect(heat.at(0, 100, 0)).toBe(0);
  });

  it.each([
    [1, 0.5],
    [2, 0.25],
    [0.5, Math.SQRT1_2],
    [39, 2 ** -39],
  ])('has lost after %d half-lives all but %d', (halfLives, left) => {
    const heat = grid();
    heat.add(10.25, 20.25, 8, 1, 0);
    expect(heat.at(10.25, 20.25, halfLives * HALF_LIFE) / heat.at(10.25, 20.25, 0)).toBeCloseTo(left, 6);
  });

  it('weighs old and new rightly over days, in float32', () => {
    const heat = grid();
    const day = 86_400_000;
    for (let hour = 0; hour < 48; hour++) heat.add(10.25, 20.25, 1000, 1, hour * 3_600_000);
    heat.add(10.25, 20.25, 16, 1, 2 * day);
    heat.add(10.25, 20.25, 16, 1, 2 * day + HALF_LIFE);
    expect(heat.at(10.25, 20.25, 2 * day + HALF_LIFE)).toBeCloseTo(24, 1);
    expect(heat.stored.every(Number.isFinite)).toBe(true);
  });

  it('is round on the sphere: as wide east as north, at 60° too', () => {
    const heat = grid();
    heat.add(60, 30, 100, 2, 0);
    const north = heat.at(62, 30, 0);
    const east = heat.at(60, 34, 0);
    expect(east / north).toBeGreaterThan(0.9);
    expect(east / north).toBeLessThan(1.1);
    expect(north / heat.at(60, 30, 0)).toBeCloseTo(Math.exp(-0.5), 1);
  });

  it('goes over the date line without a seam', () => {
    const heat = grid();
    heat.add(10, 179.9, 100, 1, 0);
    expect(heat.at(10, -179.6, 0) / heat.at(10, 179.4, 0)).toBeCloseTo(1, 1);
    expect(heat.at(10, 180, 0)).toBeCloseTo(heat.at(10, -180, 0), 6);
  });

  it.each([
    [90, 0],
    [-90, 0],
    [89.9, 180],
    [-89.9, -180],
  ])('takes a place at %d, %d', (lat, lng) => {
    const heat = grid();
    heat.add(lat, lng, 5, 1, 0);
    expect(heat.at(lat, lng, 0)).toBeGreaterThan(2);
    expect(heat.stored.every(Number.isFinite)).toBe(true);
  });

  it('knows its peak', () => {
    const heat = grid();
    heat.add(10.25, 20.25, 7, 1, 0);
    heat.add(-30.25, 140.25, 3, 1, 0);
    expect(heat.peak(0)).toBeCloseTo(7, 5);
    expect(heat.peak(HALF_LIFE)).toBeCloseTo(3.5, 5);
  });

  it('knows its peak whatever came when, over many half-lives', () => {
    const added = fc.record({
      lat: fc.integer({ min: -90, max: 90 }),
      lng: fc.integer({ min: -180, max: 180 }),
      weight: fc.integer({ min: 1, max: 1000 }),
      after: fc.integer({ min: 0, max: 30 * HALF_LIFE }),
    });
    fc.assert(
      fc.property(fc.array(added, { maxLength: 12 }), (all) => {
        const heat = new HeatGrid(72, 36, HALF_LIFE, 0);
        let now = 0;
        for (const { lat, lng, weight, after } of all) {
          now += after;
          heat.add(lat, lng, weight, 5, now);
        }
        const walked = heat.stored.reduce((most, each) => Math.max(most, each), 0) * heat.scaleAt(now);
        expect(heat.peak(now)).toBeCloseTo(walked, 3);
      }),
    );
  });

  it('shows at full strength what the hottest place holds, but no trifle', () => {
    const heat = grid();
    heat.add(10.25, 20.25, 3, 1, 0);
    expect(heat.fullOctaves(0)).toBeCloseTo(Math.log2(25), 6);
    heat.add(10.25, 20.25, 1020, 1, 0);
    expect(heat.fullOctaves(0)).toBeCloseTo(10, 4);
  });

  it('says when what is stored is another, and when its scale is', () => {
    const heat = grid();
    const seen = () => [heat.changes, heat.scales];
    const [empty, emptyScale] = seen();
    heat.add(10.25, 20.25, 7, 1, 0);
    const [added, addedScale] = seen();
    expect(added).not.toBe(empty);
    expect(addedScale).toBe(emptyScale);
    heat.at(10.25, 20.25, HALF_LIFE);
    expect(seen()).toEqual([added, addedScale]);
    heat.add(10.25, 20.25, 7, 1, 41 * HALF_LIFE);
    const [based, basedScale] = seen();
    expect(based).not.toBe(added);
    expect(basedScale).not.toBe(addedScale);
    heat.reset(HALF_LIFE, 0);
    expect(heat.changes).not.toBe(based);
    expect(heat.scales).not.toBe(basedScale);
  });

  it('starts over from a snapshot, with another half-life', () => {
    const heat = grid();
    heat.add(10.25, 20.25, 7, 1, 0);
    heat.reset(1000, 5000);
    expect(heat.peak(5000)).toBe(0);
    heat.add(10.25, 20.25, 8, 1, 5000);
    expect(heat.at(10.25, 20.25, 6000)).toBeCloseTo(4, 5);
  });
});
