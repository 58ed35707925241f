import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_SCATTER_KM, scatter } from './scatter';
import { distanceKm } from './sphere';

const seed = fc.nat({ max: 0xffffffff });

describe('scatter', () => {
  it('stays inside the accuracy radius, and inside 50 km, near the poles and the date line too', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -89, max: 89, noNaN: true }),
        fc.double({ min: -180, max: 179.99, noNaN: true }),
        fc.double({ min: 0, max: 2000, noNaN: true }),
        seed,
        (lat, lng, accuracyKm, value) => {
          const spot = scatter(lat, lng, accuracyKm, value);
          expect(distanceKm({ lat, lng }, spot)).toBeLessThanOrEqual(
            Math.min(accuracyKm, MAX_SCATTER_KM) + 1e-6,
          );
          expect(spot.lng).toBeGreaterThanOrEqual(-180);
          expect(spot.lng).toBeLessThan(180);
        },
      ),
    );
  });

  it('puts an event on the same spot every time', () => {
    fc.assert(
      fc.property(seed, (value) => {
        expect(scatter(48.8, 2.3, 20, value)).toEqual(scatter(48.8, 2.3, 20, value));
      }),
    );
  });

  it('puts these events here, until the rule is changed on all screens at once', () => {
    const spots = [1, 2, 3].map((value) => scatter(48.8566, 2.3522, 20, value));
    expect(spots.map(({ lat, lng }) => [lat.toFixed(4), lng.toFixed(4)])).toMatchInlineSnapshot(`
      [
        [
          "48.8790",
          "2.5025",
        ],
        [
          "48.8342",
          "2.2376",
        ],
        [
          "48.7460",
          "2.2482",
        ],
      ]
    `);
  });

  it('spreads evenly: half of a thousand lie within 1/√2 of the radius, a quarter in each quadrant', () => {
    const centre = { lat: 10, lng: 20 };
    const spots = Array.from({ length: 1000 }, (_, index) => scatter(10, 20, 40, index * 2654435761));
    const near = spots.filter((spot) => distanceKm(centre, spot) < 40 / Math.SQRT2).length;
    expect(near).toBeGreaterThan(450);
    expect(near).toBeLessThan(550);
    const northEast = spots.filter(({ lat, lng }) => lat > 10 && lng > 20).length;
    expect(northEast).toBeGreaterThan(200);
    expect(northEast).toBeLessThan(300);
  });

  it('leaves a place of perfect accuracy where it is', () => {
    expect(distanceKm({ lat: -33.9, lng: 151.2 }, scatter(-33.9, 151.2, 0, 7))).toBeLessThan(1e-6);
  });
});
