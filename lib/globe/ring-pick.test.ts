import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventType } from '../events/event';
import { angleBetween } from './ray';
import { RingBuffer } from './ring-buffer';
import { type Aim, pickRing } from './ring-pick';
import { DEGREE, toVector } from './sphere';

const LIFE_MS = 2_500;
const NOW_MS = 1_000;
const buffer = (capacity = 8) => new RingBuffer(capacity, LIFE_MS, 0);
const aimed = (lat: number, lng: number, aim: Partial<Aim> = {}): Aim => ({
  at: toVector(lat, lng),
  tolerance: 1 * DEGREE,
  lingerMs: 1_500,
  hiddenTypes: new Set<EventType>(),
  ...aim,
});

describe('which ring is meant', () => {
  it('is the nearest of those that reach so far, and none where there is none', () => {
    const rings = buffer();
    rings.push(toVector(48, 2), 0, 0, 1, 'repin');
    rings.push(toVector(49, 3), 0, 0, 1, 'repin');
    expect(pickRing(rings, 0, aimed(48.1, 2.1), NOW_MS)).toBe(0);
    expect(pickRing(rings, 0, aimed(48.9, 2.9), NOW_MS)).toBe(1);
    expect(pickRing(rings, 0, aimed(40, 2), NOW_MS)).toBeNull();
  });

  it('is the younger one of two at the same spot', () => {
    const rings = buffer();
    for (let times = 0; times < 2; times++) rings.push(toVector(48, 2), 0, 0, 1, 'repin');
    expect(pickRing(rings, 0, aimed(48, 2), NOW_MS)).toBe(1);
  });

  it('reaches further when it has grown, and when it is a fold', () => {
    const rings = buffer();
    rings.push(toVector(0, 0), 0, 0, 1, 'repin');
    rings.push(toVector(0, 90), 0, 0, 64, 'repin');
    expect(pickRing(rings, 0, aimed(2.4, 0), 20)).toBeNull();
    expect(pickRing(rings, 0, aimed(2.4, 0), 2_000)).toBe(0);
    expect(pickRing(rings, 0, aimed(6, 0), 2_000)).toBeNull();
    expect(pickRing(rings, 0, aimed(6, 90), 2_000)).toBe(1);
  });

  it('is a point rather than the wide area that it lies in', () => {
    const rings = buffer();
    rings.push(toVector(40, -98), 0.1, 0, 1, 'repin');
    rings.push(toVector(41, -97), 0, 0, 1, 'repin');
    expect(pickRing(rings, 0, aimed(40.2, -97.8), NOW_MS)).toBe(1);
    expect(pickRing(rings, 0, aimed(36, -100), NOW_MS)).toBe(0);
  });

  it('is the fold rather than the single ones around it', () => {
    const rings = buffer();
    rings.push(toVector(48, 2), 0, 0, 200, 'repin');
    for (const lng of [2.1, 2.2]) rings.push(toVector(48, lng), 0, 0, 1, 'repin');
    expect(pickRing(rings, 0, aimed(48, 2.15), NOW_MS)).toBe(0);
  });

  it('may have faded a moment ago, if nothing else is there', () => {
    const rings = buffer();
    rings.push(toVector(48, 2), 0, 0, 1, 'repin');
    expect(pickRing(rings, 0, aimed(48, 2), LIFE_MS + 1_000)).toBe(0);
    expect(pickRing(rings, 0, aimed(48, 2), LIFE_MS + 1_600)).toBeNull();
    rings.push(toVector(49.5, 2), 0, LIFE_MS, 1, 'repin');
    expect(pickRing(rings, 0, aimed(48.5, 2), LIFE_MS + 1_000)).toBe(1);
  });

  it('is never one that waits, is hidden, or was let go', () => {
    const rings = buffer();
    rings.push(toVector(48, 2), 0, NOW_MS + 100, 1, 'repin');
    expect(pickRing(rings, 0, aimed(48, 2), NOW_MS)).toBeNull();
    expect(pickRing(rings, 0, aimed(48, 2), NOW_MS + 200)).toBe(0);
    expect(
      pickRing(rings, 0, aimed(48, 2, { hiddenTypes: new Set(['repin'] as const) }), NOW_MS + 200),
    ).toBeNull();
    expect(pickRing(rings, 1, aimed(48, 2), NOW_MS + 200)).toBeNull();
  });

  it('is found by its own middle, wherever on the globe, also after the buffer went round', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.double({ min: -89, max: 89, noNaN: true }), fc.integer({ min: -180, max: 179 })),
          {
            minLength: 1,
            maxLength: 20,
          },
        ),
        (places) => {
          const rings = buffer();
          for (const [lat, lng] of places) rings.push(toVector(lat, lng), 0, 0, 1, 'repin');
          const [lat, lng] = places.at(-1) ?? [0, 0];
          const picked = pickRing(rings, 0, aimed(lat, lng), NOW_MS) ?? -1;
          const [pickedLat, pickedLng] = places[picked] ?? [90, 0];
          expect(picked).toBeGreaterThanOrEqual(places.length - 8);
          expect(angleBetween(toVector(pickedLat, pickedLng), toVector(lat, lng))).toBeLessThan(1e-3);
        },
      ),
    );
  });
});
