import { describe, expect, it } from 'vitest';
import { angleBetween, hitGlobe, isSeen } from './ray';
import { DEGREE, toVector } from './sphere';

const eye = { x: 0, y: 0, z: 4 };
const toward = (x: number, y: number, z: number) => {
  const length = Math.hypot(x - eye.x, y - eye.y, z - eye.z);
  return { x: (x - eye.x) / length, y: (y - eye.y) / length, z: (z - eye.z) / length };
};

describe('a ray from the eye', () => {
  it.each([
    [0, 0],
    [30, 20],
    [-45, -50],
  ])('meets the ground at %d°, %d° when it is aimed there', (lat, lng) => {
    const spot = toVector(lat, lng);
    const hit = hitGlobe(eye, toward(spot.x, spot.y, spot.z));
    expect(hit).not.toBeNull();
    expect(angleBetween(hit ?? eye, spot)).toBeLessThan(1e-9);
  });

  it('meets the near side first', () => {
    expect(hitGlobe(eye, toward(0, 0, -1))?.z).toBeCloseTo(1, 9);
  });

  it('passes by above the limb, and behind the back', () => {
    expect(hitGlobe(eye, toward(0, 1.2, 0))).toBeNull();
    expect(hitGlobe(eye, { x: 0, y: 0, z: 1 })).toBeNull();
  });

  it('tells the side that is seen from the other one', () => {
    expect(isSeen(toVector(0, 0), eye)).toBe(true);
    expect(isSeen(toVector(0, 70), eye)).toBe(true);
    // From four radii away less than half of the globe is seen.
    expect(isSeen(toVector(0, 78), eye)).toBe(false);
    expect(isSeen(toVector(0, 180), eye)).toBe(false);
  });

  it('measures small angles and large ones', () => {
    expect(angleBetween(toVector(0, 0), toVector(0, 1e-6)) / DEGREE).toBeCloseTo(1e-6, 12);
    expect(angleBetween(toVector(90, 0), toVector(-90, 0))).toBeCloseTo(Math.PI, 9);
  });
});
