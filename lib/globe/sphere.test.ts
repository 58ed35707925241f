import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceKm, toLatLng, toVector, wrapLng } from './sphere';

describe('the sphere', () => {
  it.each([
    ['Null Island looks at z', 0, 0, [0, 0, 1]],
    ['the Indian Ocean at x', 0, 90, [1, 0, 0]],
    ['the north pole at y', 90, 0, [0, 1, 0]],
    ['the Pacific away from z', 0, 180, [0, 0, -1]],
  ])('%s', (_, lat, lng, [x, y, z]) => {
    const vector = toVector(lat, lng);
    expect(vector.x).toBeCloseTo(x ?? 0, 12);
    expect(vector.y).toBeCloseTo(y ?? 0, 12);
    expect(vector.z).toBeCloseTo(z ?? 0, 12);
  });

  it('comes back from vectors of any length', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -89.9, max: 89.9, noNaN: true }),
        fc.double({ min: -179.9, max: 179.9, noNaN: true }),
        fc.double({ min: 0.1, max: 1000, noNaN: true }),
        (lat, lng, length) => {
          const { x, y, z } = toVector(lat, lng);
          const back = toLatLng(x * length, y * length, z * length);
          expect(back.lat).toBeCloseTo(lat, 6);
          expect(back.lng).toBeCloseTo(lng, 6);
        },
      ),
    );
  });

  it.each([
    [0, 0],
    [180, -180],
    [-180, -180],
    [190, -170],
    [-541, 179],
    [720, 0],
  ])('wraps %d° to %d°', (lng, wrapped) => {
    expect(wrapLng(lng)).toBeCloseTo(wrapped, 9);
  });

  it.each([
    ['Paris to London', { lat: 48.8566, lng: 2.3522 }, { lat: 51.5074, lng: -0.1278 }, 344],
    ['over the date line', { lat: 0, lng: 179.5 }, { lat: 0, lng: -179.5 }, 111],
    ['pole to pole', { lat: 90, lng: 0 }, { lat: -90, lng: 0 }, 20_015],
    ['nowhere', { lat: 10, lng: 10 }, { lat: 10, lng: 10 }, 0],
  ])('measures %s', (_, from, to, km) => {
    expect(Math.abs(distanceKm(from, to) - km)).toBeLessThan(1);
  });
});
