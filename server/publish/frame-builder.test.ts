import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENT_TYPES } from '../../lib/events/event';
import { type Place, placeKey } from '../../lib/geo/place';
import { placeAt } from '../../lib/geo/testing';
import { encodeFrame } from '../../lib/live/frame-codec';
import { decodeFrame } from '../../lib/live/frame-reader';
import { BOOK_CATEGORIES, PlaceBook } from '../../lib/live/place-book';
import type { Frame } from '../../lib/live/protocol';
import { CELLS, type CellDegrees } from '../../lib/live/wire-point';
import { coarsePlace } from './coarse-place';
import { buildFrame } from './frame-builder';
import { FRAME_HEADER, NOW, ringEvent } from './live-fixtures';
import type { RingEvent } from './live-ring';

/** Bytes: what a frame at 20 a second may weigh. */
const BUDGET = 2_000;
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
  boardId: fc.constant(null),
  late: fc.boolean(),
  seed: fc.nat(),
});

/** What a viewer counts: events by place, type, category and lateness. */
function counts(frame: Frame): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { place, type, category, late, count } of frame.records) {
    const at = frame.book.places[place];
    const key = `${at ? placeKey(at) : 'nowhere'}|${type}|${frame.book.categories[category] ?? ''}|${late}`;
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
        const frame = buildFrame(FRAME_HEADER, events, new PlaceBook(1), BUDGET);
        expect(frame.records).toHaveLength(events.filter(({ place }) => place).length);
        expect(counts(frame)).toEqual(expected(events, asItIs));
      }),
    );
  });

  test('many are folded with the same sums, and the newest time', () => {
    const few = fc.sample(event, { numRuns: 400, seed: 7 });
    const many = Array.from({ length: 6_000 }, (_, index) => few[(index * 131) % few.length] as RingEvent);
    const frame = buildFrame(FRAME_HEADER, many, new PlaceBook(1), BUDGET);
    // 3 places, 4 types, 2 categories or none, late or not.
    expect(frame.records.length).toBeLessThanOrEqual(72);
    expect(counts(frame)).toEqual(expected(many, asItIs));
    for (const record of frame.records) {
      const folded = many.filter(
        ({ place, type, category, late, ts }) =>
          place &&
          placeKey(place) === placeKey(frame.book.places[record.place] as Place) &&
          type === record.type &&
          category === (frame.book.categories[record.category] ?? null) &&
          (late || NOW - ts > 60_000) === record.late,
      );
      const newest = Math.max(...folded.map(({ ts }) => Math.min(ts, NOW)));
      expect(record.ts).toBe(newest);
      // The wire carries the seed of one alone; a fold has its place's.
      if (record.count === 1) expect(folded.map(({ seed }) => seed)).toEqual([record.seed]);
    }
  });

  const scattered = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      ringEvent(index, {
        type: EVENT_TYPES[index % 4] ?? 'repin',
        ts: NOW,
        place: placeAt(((index * 7) % 17_900) / 100 - 89, ((index * 13) % 35_900) / 100 - 179, `c${index}`),
        category: `k${index % 12}`,
        seed: index,
      }),
    );

  test.each([
    [300, 0],
    [3_000, 4],
    [20_000, 16],
    [90_000, 32],
  ])('%i events at as many new places fold into cells as coarse as the budget asks for', (count, cells) => {
    const events = scattered(count);
    const book = new PlaceBook(1);
    const budget = count === 300 ? 20_000 : BUDGET * 5;
    const text = encodeFrame(buildFrame(FRAME_HEADER, events, book, budget));
    const frame = decodeFrame(text);
    expect(frame.cellDegrees).toBeGreaterThanOrEqual(cells);
    expect(text.length * 0.75).toBeLessThan(budget * 1.15 + 200);
    const { cellDegrees } = frame;
    const drawnAs = (place: Place) =>
      cellDegrees === 0 ? place : coarsePlace(place, cellDegrees as CellDegrees);
    expect(counts(frame)).toEqual(expected(events, drawnAs));
    if (cellDegrees > 0)
      expect(
        frame.book.places.every(({ accuracyKm, precision }) => accuracyKm > 100 && precision !== 'city'),
      ).toBe(true);
  });

  test('what a viewer missed comes as counts, however little it is', () => {
    const events = scattered(20);
    const frame = buildFrame({ ...FRAME_HEADER, away: true }, events, new PlaceBook(1), BUDGET);
    expect(frame.records.every(({ late }) => late)).toBe(true);
    expect(frame.records.reduce((sum, { count }) => sum + count, 0)).toBe(20);
  });

  test('more categories than a book can name are unknown ones', () => {
    const book = new PlaceBook(1);
    const place = TOWNS[0] as Place;
    const events = Array.from({ length: 300 }, (_, index) =>
      ringEvent(index, { type: 'pin', ts: NOW, place, category: `k${index}`, seed: 1 }),
    );
    const frame = decodeFrame(encodeFrame(buildFrame(FRAME_HEADER, events, book, BUDGET)));
    expect(frame.book.categories).toHaveLength(BOOK_CATEGORIES);
    expect(frame.records.reduce((sum, { count }) => sum + count, 0)).toBe(300);
    expect(frame.records.filter(({ category }) => category === -1)).toHaveLength(300 - BOOK_CATEGORIES);
  });
});

test('a coarse place lies in the cell of its place, and so do the corners of the Earth', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -90, max: 90, noNaN: true }),
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.constantFrom(...CELLS),
      (lat, lng, degrees) => {
        const cell = coarsePlace(placeAt(lat, lng), degrees);
        expect(Math.abs(cell.lat - lat)).toBeLessThanOrEqual(degrees / 2 + 1e-9);
        expect(Math.abs(cell.lng - lng)).toBeLessThanOrEqual(degrees / 2 + 1e-9);
        expect(Math.abs(cell.lat)).toBeLessThanOrEqual(90);
        expect(Math.abs(cell.lng)).toBeLessThanOrEqual(180);
        expect(coarsePlace(placeAt(lat, lng), degrees)).toBe(cell);
      },
    ),
  );
});
