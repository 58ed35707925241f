import { describe, expect, it } from 'vitest';
import type { Place } from '../../lib/geo/place';
import { distanceKm, type LatLng, toVector } from '../../lib/globe/sphere';
import type { LiveFeed } from '../../lib/live/feed';
import type { Frame, FrameRecord, Snapshot } from '../../lib/live/protocol';
import { LiveIntake } from './live-intake';

const paris: Place = {
  lat: 48.8566,
  lng: 2.3522,
  country: 'FR',
  region: '',
  city: 'Paris',
  accuracyKm: 20,
  precision: 'city',
};
const kansas: Place = {
  ...paris,
  lat: 37.751,
  lng: -97.822,
  country: 'US',
  city: '',
  accuracyKm: 1000,
  precision: 'country',
};
const SERVER = 1_750_000_000_000;

/** A feed whose clock and frames the test holds in its hand. */
function fixture() {
  const listeners: { snapshot?: (s: Snapshot) => void; frame?: (f: Frame) => void } = {};
  let now = 0;
  const feed: LiveFeed = {
    onSnapshot(listener) {
      listeners.snapshot = listener;
      return () => delete listeners.snapshot;
    },
    onFrame(listener) {
      listeners.frame = listener;
      return () => delete listeners.frame;
    },
    serverNow: () => SERVER + now,
  };
  const intake = new LiveIntake(feed, 64, () => now);
  return {
    intake,
    listeners,
    pass: (ms: number) => {
      now += ms;
      intake.rings.expire(now);
    },
    snapshot: (snapshot: Pick<Snapshot, 'heat' | 'heatHalfLifeMs'>) =>
      listeners.snapshot?.(snapshot as Snapshot),
    frame: (...records: (Partial<FrameRecord> & { at?: Place })[]) =>
      listeners.frame?.({
        from: { epoch: 1, offset: 1, index: 0 },
        to: { epoch: 1, offset: 2, index: 0 },
        cellDegrees: 0,
        serverTime: SERVER + now,
        book: { id: 1, places: records.map(({ at }) => at ?? paris), categories: [] },
        records: records.map(({ at, ...record }, index) => ({
          type: 'repin',
          place: index,
          category: -1,
          count: 1,
          ts: SERVER + now,
          late: false,
          seed: index,
          ...record,
        })),
      } as unknown as Frame),
    meant: ({ lat, lng }: LatLng) => intake.ringAt(toVector(lat, lng), 0.005),
    rings: () => intake.rings.rings(now),
    heat: (place: Place) => intake.heat.at(place.lat, place.lng, now),
  };
}

describe('the intake', () => {
  it('makes a ring of a repin, inside its accuracy radius, with its weight, a quarter of a second later', () => {
    const scene = fixture();
    scene.frame({ count: 5, ts: SERVER - 50 });
    const [ring] = scene.rings();
    expect(ring).toMatchObject({ type: 'repin', weight: 5, soft: false });
    expect(ring?.ageMs).toBeCloseTo(-200, 0);
    expect(distanceKm(ring ?? { lat: 90, lng: 0 }, paris)).toBeLessThan(20.5);
  });

  it('plays the repins of one frame at the distances at which they happened', () => {
    const scene = fixture();
    scene.frame({ ts: SERVER - 10 }, { ts: SERVER - 50 });
    const [first, second] = scene.rings();
    expect((second?.ageMs ?? 0) - (first?.ageMs ?? 0)).toBeCloseTo(40, 0);
  });

  it('heats by repins alone', () => {
    const scene = fixture();
    scene.frame({ type: 'pin' }, { type: 'comment' }, { type: 'login' });
    expect(scene.heat(paris)).toBe(0);
    expect(scene.rings()).toHaveLength(3);
    scene.frame({ count: 40 });
    expect(scene.heat(paris)).toBeGreaterThan(25);
  });

  it('gives a late repin to the heat and makes no ring of it', () => {
    const scene = fixture();
    scene.frame({ late: true, count: 40, ts: SERVER - 300_000 });
    expect(scene.rings()).toHaveLength(0);
    expect(scene.heat(paris)).toBeGreaterThan(25);
  });

  it('makes no rings while nobody looks, so that coming back is no burst', () => {
    const scene = fixture();
    scene.intake.drawing = false;
    scene.frame({}, {}, {});
    expect(scene.intake.rings.live).toBe(0);
    expect(scene.heat(paris)).toBeGreaterThan(1);
    scene.intake.drawing = true;
    scene.frame({});
    expect(scene.rings()).toHaveLength(1);
  });

  it('makes no rings of hidden types', () => {
    const scene = fixture();
    scene.intake.hiddenTypes = new Set(['login', 'repin']);
    scene.frame({ type: 'login' }, { type: 'repin' }, { type: 'pin' });
    expect(scene.rings().map(({ type }) => type)).toEqual(['pin']);
  });

  it('makes a soft area of a vague place, and no hot spot', () => {
    const scene = fixture();
    scene.frame({ at: kansas, count: 40 });
    expect(scene.rings()[0]?.soft).toBe(true);
    expect(scene.heat(kansas)).toBeLessThan(8);
    expect(scene.heat(kansas)).toBeGreaterThan(0.1);
  });

  it('begins with the heat of the snapshot and starts over from another one', () => {
    const scene = fixture();
    scene.snapshot({ heat: [{ place: paris, count: 100 }], heatHalfLifeMs: 10_000 });
    expect(scene.heat(paris)).toBeGreaterThan(90);
    scene.pass(10_000);
    expect(scene.heat(paris)).toBeGreaterThan(45);
    expect(scene.heat(paris)).toBeLessThan(51);
    scene.snapshot({ heat: [], heatHalfLifeMs: 10_000 });
    expect(scene.heat(paris)).toBe(0);
  });

  it('tells which ring is meant by a spot of the ground, and what to ask about it', () => {
    const scene = fixture();
    scene.frame({ count: 3, seed: 9, category: 0 }, { at: kansas, type: 'pin', seed: 11 });
    expect(scene.meant(paris)).toBeNull();
    scene.pass(300);
    const picked = scene.meant(paris);
    expect(picked).toMatchObject({ type: 'repin', count: 3, place: paris });
    expect(picked?.question).toMatchObject({ from: '1:1:0', to: '1:2:0', lat: paris.lat, seed: null });
    expect(distanceKm(picked ?? kansas, scene.rings()[0] ?? kansas)).toBeLessThan(1);
    expect(scene.meant(kansas)).toMatchObject({ type: 'pin', question: { seed: 11 } });
    expect(scene.meant({ lat: 0, lng: 0 })).toBeNull();
    scene.pass(3_000);
    expect(scene.meant(paris)?.question.to).toBe('1:2:0');
    scene.snapshot({ heat: [], heatHalfLifeMs: 10_000 });
    expect(scene.meant(paris)).toBeNull();
  });

  it('tells what was gathered into a ring, apart from what is its own', () => {
    const scene = fixture();
    scene.intake.gathering.budget = 2;
    scene.frame({ count: 2, seed: 1 }, { seed: 2, count: 3 }, { seed: 3 }, { seed: 4 });
    scene.pass(300);
    const rings = scene.rings();
    const picked = scene.meant(paris);
    expect(rings.length).toBeLessThan(4);
    expect(rings.reduce((sum, { weight }) => sum + weight, 0)).toBe(7);
    expect(picked?.gathered).toBeGreaterThan(0);
    expect(rings.map(({ weight }) => weight)).toContain((picked?.count ?? 0) + (picked?.gathered ?? 0));
  });

  it('ignores a record whose place is missing, and lets go of the feed when it is closed', () => {
    const scene = fixture();
    scene.frame({ place: 9 });
    expect(scene.rings()).toHaveLength(0);
    scene.intake.close();
    expect(scene.listeners).toEqual({});
  });
});
