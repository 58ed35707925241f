import { describe, expect, it } from 'vitest';
import type { Place } from '../geo/place';
import type { Frame, FrameRecord } from './protocol';
import { RecordHistory } from './record-history';

const place = (city: string): Place => ({
  ...{ lat: 1, lng: 2, country: 'FR', region: '', accuracyKm: 10, precision: 'city' },
  city,
});
const BOOK = { id: 1, places: [place('Paris'), place('Lyon')], categories: ['food'] };
const record = (index: number, count = 1): FrameRecord => ({
  ...{ type: 'repin', place: index, category: index - 1, count, ts: 0, late: false, seed: 0 },
});
const frame = (serverTime: number, records: readonly FrameRecord[]) =>
  ({ serverTime, book: BOOK, records, cards: [] }) as unknown as Frame;
const kept = (history: RecordHistory) =>
  [...history].map(({ at, place: { city }, count }) => [at, city, count]);

describe('the history of records', () => {
  it('keeps what came, in order, with place, category and count', () => {
    const history = new RecordHistory(1_000, []);
    history.add(frame(2_000, [record(0, 3), record(1)]));
    expect([...history]).toEqual([
      { at: 2_000, type: 'repin', place: BOOK.places[0], category: null, count: 3 },
      { at: 2_000, type: 'repin', place: BOOK.places[1], category: 'food', count: 1 },
    ]);
    expect(history.since).toBe(1_000);
  });

  it('lets go of whole frames when there is no room, and says since when it is whole', () => {
    const history = new RecordHistory(0, [], 4);
    history.add(frame(100, [record(0), record(1)]));
    history.add(frame(200, [record(0)]));
    history.add(frame(300, [record(1), record(1)]));
    expect(kept(history)).toEqual([
      [200, 'Paris', 1],
      [300, 'Lyon', 1],
      [300, 'Lyon', 1],
    ]);
    expect(history.since).toBe(101);
  });

  it('of a frame that is larger than itself keeps the end, and says that it is not whole', () => {
    const history = new RecordHistory(0, [], 2);
    history.add(frame(100, [record(0), record(0), record(1)]));
    expect(kept(history)).toEqual([
      [100, 'Paris', 1],
      [100, 'Lyon', 1],
    ]);
    expect(history.since).toBe(101);
  });

  it('forgets after ten minutes', () => {
    const history = new RecordHistory(0, []);
    history.add(frame(1_000, [record(0)]));
    history.add(frame(601_000, [record(1)]));
    expect(kept(history)).toEqual([[601_000, 'Lyon', 1]]);
    expect(history.since).toBe(1_001);
  });

  it('goes round for a long time without mixing anything up', () => {
    const history = new RecordHistory(0, [], 7);
    for (let at = 1; at <= 1_000; at++) history.add(frame(at, [record(0, at), record(1, at)]));
    expect(kept(history)).toEqual(
      [998, 999, 1_000].flatMap((at) => [
        [at, 'Paris', at],
        [at, 'Lyon', at],
      ]),
    );
    expect(history.since).toBe(998);
  });

  it('skips a record whose place is in no book', () => {
    const history = new RecordHistory(0, []);
    history.add(frame(1, [record(5), record(0)]));
    expect(kept(history)).toEqual([[1, 'Paris', 1]]);
  });
});
