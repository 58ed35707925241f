import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVENT_TYPES } from '../../lib/events/event';
import { placeAt } from '../../lib/geo/testing';
import type { CardsQuestion } from '../../lib/live/details';
import { cardsQuery, readCardsQuestion } from '../../lib/live/details-query';
import { encodeFrame } from '../../lib/live/frame-codec';
import { decodeFrame } from '../../lib/live/frame-reader';
import { BOOK_CATEGORIES, PlaceBook } from '../../lib/live/place-book';
import type { Frame, FrameRecord } from '../../lib/live/protocol';
import { BehindRing } from './behind-ring';
import { buildFrame } from './frame-builder';
import { FRAME_HEADER, NOW, ringEvent } from './live-fixtures';

/** Two points of one key, two names at one point, and others, finer than the wire carries. */
const PLACES = [
  placeAt(48.85661, 2.35222, 'Paris'),
  placeAt(48.85742, 2.35222, 'Paris'),
  placeAt(48.85661, 2.35222, 'Lutetia'),
  placeAt(-33.86882, 151.20929, 'Sydney'),
  placeAt(-33.1, 150.4, 'Blackheath'),
  placeAt(0.00004, -179.99999, ''),
];
const event = fc.record({
  offset: fc.nat(50),
  index: fc.nat(50),
  type: fc.constantFrom(...EVENT_TYPES),
  ts: fc.integer({ min: NOW - 50_000, max: NOW }),
  place: fc.option(fc.constantFrom(...PLACES)),
  category: fc.option(fc.constantFrom('food', 'art')),
  pinId: fc.constant(null),
  boardId: fc.constant(null),
  late: fc.boolean(),
  // As the wire carries it; two of a tick at one point that share it are told as one.
  seed: fc.nat(0xffff),
});

/** What a viewer asks about a ring of this frame, over the wire and back. */
function questionAbout(frame: Frame, record: FrameRecord): CardsQuestion {
  const { lat = 0, lng = 0 } = frame.book.places[record.place] ?? {};
  const asked = {
    from: '1:0:-1',
    to: '1:1:0',
    type: record.type,
    lat,
    lng,
    category: frame.book.categories[record.category] ?? null,
    cellDegrees: frame.cellDegrees,
    seed: record.count === 1 ? record.seed : null,
  };
  return readCardsQuestion(new URLSearchParams(cardsQuery(asked))) as CardsQuestion;
}

/** What is drawn at the ring's point, in its way: two places may share a point. */
function drawnThere(frame: Frame, record: FrameRecord): number {
  const place = frame.book.places[record.place];
  return frame.records
    .filter(({ late, type, category, count, seed, place: index }) => {
      const there = frame.book.places[index];
      const same = there?.lat === place?.lat && there?.lng === place?.lng && type === record.type;
      const one = record.count > 1 || (count === 1 && seed === record.seed);
      return same && !late && category === record.category && one;
    })
    .reduce((sum, { count }) => sum + count, 0);
}

test('behind each ring of a frame lie as many events as it stands for, however it was folded', () => {
  const folds = { single: 0, place: 0, cell: 0 };
  fc.assert(
    fc.property(
      fc.uniqueArray(event, { maxLength: 300, size: 'max', selector: ({ seed }) => seed }),
      fc.constantFrom(2_000, 600, 450, 150, 40),
      (events, budget) => {
        const frame = decodeFrame(encodeFrame(buildFrame(FRAME_HEADER, events, new PlaceBook(1), budget)));
        for (const record of frame.records) {
          if (record.late) continue;
          folds[frame.cellDegrees > 0 ? 'cell' : record.count > 1 ? 'place' : 'single']++;
          const behind = new BehindRing(questionAbout(frame, record), frame.book, 12);
          for (const each of events) behind.see(each);
          expect(behind.count).toBe(drawnThere(frame, record));
          expect(behind.newest).toHaveLength(Math.min(behind.count, 12));
          expect(behind.newest.every(({ type, late }) => type === record.type && !late)).toBe(true);
        }
      },
    ),
  );
  expect(Math.min(...Object.values(folds))).toBeGreaterThan(50);
});

const repin = (offset: number, category: string | null = 'food') =>
  ringEvent(offset, { ts: NOW, place: PLACES[0] ?? null, category, seed: offset });
const FOLD: CardsQuestion = {
  from: '1:0:-1',
  to: '1:99:0',
  type: 'repin',
  lat: 48.8566,
  lng: 2.3522,
  category: 'food',
  cellDegrees: 0,
  seed: null,
};

test('the newest are kept, newest first', () => {
  const behind = new BehindRing(FOLD, { categories: ['food'] }, 3);
  for (let offset = 0; offset < 20; offset++) behind.see(repin(offset));
  expect(behind.count).toBe(20);
  expect(behind.newest.map(({ offset }) => offset)).toEqual([19, 18, 17]);
});

test('a category that found no room in the book lies behind rings of an unknown one', () => {
  const crowded = Array.from({ length: BOOK_CATEGORIES }, (_, index) => `c${index}`);
  const counts = [['food'], crowded].map((categories) => {
    const behind = new BehindRing({ ...FOLD, category: null }, { categories }, 3);
    for (const category of ['food', 'c1', null]) behind.see(repin(1, category));
    return behind.count;
  });
  expect(counts).toEqual([1, 2]);
});
