import { describe, expect, it } from 'vitest';
import { placeAt } from '../geo/testing';
import type { FrameRecord } from './protocol';
import { ringQuestion } from './ring-question';

const paris = placeAt(48.8566, 2.3522, 'Paris');
const frame = {
  from: { epoch: 1, offset: 4, index: -1 },
  to: { epoch: 1, offset: 5, index: 2 },
  cellDegrees: 0,
  book: { id: 1, places: [paris], categories: ['food'] },
};
const record: FrameRecord = {
  type: 'repin',
  place: 0,
  category: 0,
  count: 1,
  ts: 0,
  late: false,
  seed: 4711,
};

describe('the question about a ring', () => {
  it('names its span of the log, its point and its own seed', () => {
    expect(ringQuestion(frame, record)).toEqual({
      from: '1:4:-1',
      to: '1:5:2',
      type: 'repin',
      lat: paris.lat,
      lng: paris.lng,
      category: 'food',
      cellDegrees: 0,
      seed: 4711,
    });
  });

  it('has no seed for a fold, and no category where none is known', () => {
    const folded = ringQuestion({ ...frame, cellDegrees: 2 }, { ...record, count: 9, category: -1 });
    expect(folded).toMatchObject({ seed: null, category: null, cellDegrees: 2 });
  });

  it('cannot be asked about a place that nobody knows', () => {
    expect(ringQuestion(frame, { ...record, place: 3 })).toBeNull();
  });
});
