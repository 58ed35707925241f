import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENT_TYPES } from '../../lib/events/event';
import { type Place, placeKey } from '../../lib/geo/place';
import { decodeFrame, encodeFrame } from '../../lib/live/frame-codec';
import type { Frame } from '../../lib/live/protocol';
import { coarsePlace } from './coarse-place';
import { buildFrame } from './frame-builder';
import type { RingEvent } from './live-ring';

const NOW = 1_790_000_000_000;
const HEADER = {
  from: { epoch: 1, offset: 0, index: -1 },
  to: { epoch: 1, offset: 1, index: 0 },
  serverTime: NOW,
  newestTs: NOW,
  catchingUp: false,
  totals: { pin: 0, repin: 0, comment: 0, login: 0, unlocatedRepins: 0 },
  cards: [],
};
const placeAt = (lat: number, lng: number, city = ''): Place => ({
  lat,
  lng,
  country: 'FR',
  region: '',
  city,
  accuracyKm: 5,
  precision: 'city',
});
const TOWNS = ['Paris', 'Lyon', 'Lille'].map((city, index) => placeAt(40 + index, 2, city));

const event = fc.record({
  offset: fc.nat(),
  index: fc.nat(),
  type: fc.constantFrom(...EVENT_TYPES),
  ts: fc.integer({ min: NOW - 200_000, max: NOW + 1_000 }),
  // The same object and an equal one count as one place.
  place: fc.option(
    fc.oneof(
      fc.constantFrom(...TOWNS),
      fc.constantFrom(...TOWNS).map((town) => ({ ...town })),
    ),
  ),
  category: fc.option(fc.constantFrom('food', 'art')),
  pinId: fc.constant(null),
  late: fc.boolean(),
  seed: fc.nat(),
});

/** What a viewer counts: events by place, type, category and lateness. */
function counts(frame: Frame): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { place, type, category, late, count } of frame.records) {
    const at = frame.places[place];
    const key = `${at ? placeKey(at) : 'nowhere'}|${type}|${frame.categories[category] ?? ''}|${late}`;
    sums[key] = (sums[key] ?? 0) + count;
  }
  return sums;
}

function expected(events: readonly RingEvent[], drawnAs: (place: Place) => Place): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { place, type, category, late, ts } of events) {
    if (!place) continue;
    const key = `${placeKey(drawnAs(place))}|${type}|${category ?? ''}|${late || NOW - ts > 60_000}`;
    sums[key] = (sums[key] ?? 0) + 1;
  }
  return sums;
}
const asItIs = (place: Place) => place;

describe('buildFrame', () => {
  test('few events are a record each', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 50 }), (events) => {
        const frame = buildFrame(HEADER, events);
        expect(frame.records).toHaveLength(events.filter(({ place }) => place).length);
        expect(counts(frame)).toEqual(expected(events, asItIs));
      }),
    );
  });

  test('many are folded with the same sums, the newest time and its seed', () => {
    const few = fc.sample(event, { numRuns: 400, seed: 7 });
    const many = Array.from({ length: 6_000 }, (_, index) => few[(index * 131) % few.length] as RingEvent);
    const frame = buildFrame(HEADER, many);
    // 3 places, 4 types, 2 categories or none, late or not.
    expect(frame.records.length).toBeLessThanOrEqual(72);
    expect(counts(frame)).toEqual(expected(many, asItIs));
    for (const record of frame.records) {
      const folded = many.filter(
        ({ place, type, category, late, ts }) =>
          place &&
          placeKey(place) === placeKey(frame.places[record.place] as Place) &&
          type === record.type &&
          category === (frame.categories[record.category] ?? null) &&
          (late || NOW - ts > 60_000) === record.late,
      );
      const newest = Math.max(...folded.map(({ ts }) => Math.min(ts, NOW)));
      expect(record.ts).toBe(newest);
      expect(folded.some(({ ts, seed }) => Math.min(ts, NOW) === newest && seed === record.seed)).toBe(true);
    }
  });

  test('more places than a frame can name fold into cells, with the same sums, and can be read', () => {
    const events = Array.from(
      { length: 90_000 },
      (_, index): RingEvent => ({
        offset: index,
        index: 0,
        type: 'repin',
        ts: NOW,
        place: placeAt(((index * 7) % 17_900) / 100 - 89, ((index * 13) % 35_900) / 100 - 179, `c${index}`),
        category: `k${index % 5}`,
        pinId: null,
        late: false,
        seed: index,
      }),
    );
    const frame = decodeFrame(encodeFrame(buildFrame(HEADER, events)));
    expect(frame.places.length).toBeLessThanOrEqual(16_200);
    expect(counts(frame)).toEqual(expected(events, coarsePlace));
    expect(frame.places.every(({ accuracyKm, precision }) => accuracyKm > 100 && precision !== 'city')).toBe(
      true,
    );
  });

  test('more categories than a frame can name are unknown ones', () => {
    const events = Array.from({ length: 70_000 }, (_, index): RingEvent => {
      const place = TOWNS[0] as Place;
      const category = `k${index}`;
      return {
        offset: index,
        index: 0,
        type: 'pin',
        ts: NOW,
        place,
        category,
        pinId: null,
        late: false,
        seed: 1,
      };
    });
    const frame = decodeFrame(encodeFrame(buildFrame(HEADER, events)));
    expect(frame.categories).toHaveLength(65_534);
    expect(frame.records.reduce((sum, { count }) => sum + count, 0)).toBe(70_000);
    expect(frame.records.find(({ category }) => category === -1)?.count).toBe(70_000 - 65_534);
  });
});

test('a coarse place lies in the cell of its place, and so do the corners of the Earth', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -90, max: 90, noNaN: true }),
      fc.double({ min: -180, max: 180, noNaN: true }),
      (lat, lng) => {
        const cell = coarsePlace(placeAt(lat, lng));
        expect(Math.abs(cell.lat - lat)).toBeLessThanOrEqual(1 + 1e-9);
        expect(Math.abs(cell.lng - lng)).toBeLessThanOrEqual(1 + 1e-9);
      },
    ),
  );
});
