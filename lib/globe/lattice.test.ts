import { describe, expect, it } from 'vitest';
import { eachLatticePoint } from './lattice';
import { distanceKm } from './sphere';

describe('the lattice of land dots', () => {
  const step = 1;
  const points: { lat: number; lng: number }[] = [];
  const { total, rows } = eachLatticePoint(step, (index, lat, lng) => {
    points[index] = { lat, lng };
  });

  it('numbers every point once', () => {
    expect(points.length).toBe(total);
    expect(Object.keys(points).length).toBe(total);
    expect(rows).toBeGreaterThan(180 / step);
  });

  it('is as dense at 70° as at the equator', () => {
    const density = (from: number, to: number) =>
      points.filter(({ lat }) => lat >= from && lat < to).length /
      (Math.sin((to * Math.PI) / 180) - Math.sin((from * Math.PI) / 180));
    expect(density(60, 80) / density(-20, 0)).toBeGreaterThan(0.85);
    expect(density(60, 80) / density(-20, 0)).toBeLessThan(1.15);
  });

  it('leaves no two dots of one row closer than nearly a step', () => {
    for (let index = 1; index < points.length; index++) {
      const [a, b] = [points[index - 1], points[index]];
      if (a && b && a.lat === b.lat && Math.abs(a.lat) < 85)
        expect(distanceKm(a, b)).toBeGreaterThan(step * 111 * 0.75);
    }
  });
});
