import { describe, expect, it } from 'vitest';
import { chunksOf } from './chunks';
import type { FetchedRecord } from './record-batches';

const record = (offset: number, bytes = 10): FetchedRecord => ({
  offset,
  timestamp: 0,
  key: null,
  value: Buffer.alloc(bytes),
  headers: {},
  unreadable: null,
  isControlRecord: false,
  batchContext: { producerId: '-1', inTransaction: false },
});
const unreadable = (firstOffset: number, lastOffset: number): FetchedRecord => ({
  ...record(lastOffset, 0),
  value: null,
  unreadable: { firstOffset, lastOffset, detail: 'bad' },
});
const sizes = (records: readonly FetchedRecord[]) =>
  [...chunksOf(records, 0)].map(({ messages }) => messages.length);

describe('chunks of a fetch', () => {
  it.each([
    ['nothing', [], []],
    ['one record', [record(0)], [1]],
    ['5,000 records', Array.from({ length: 5000 }, (_, offset) => record(offset)), [5000]],
    ['one more', Array.from({ length: 5001 }, (_, offset) => record(offset)), [5000, 1]],
    ['two mebibytes', [record(0, 1_600_000), record(1, 497_152)], [2]],
    ['one byte more', [record(0, 1_600_000), record(1, 497_153)], [1, 1]],
    ['a record that is larger by itself', [record(0), record(1, 3_000_000), record(2)], [1, 1, 1]],
  ])('%s', (_, records, expected) => {
    expect(sizes(records)).toEqual(expected);
  });

  it('account for unreadable ranges, but not below the offset that is read on from', () => {
    const [chunk] = chunksOf([unreadable(3, 8), record(9), unreadable(10, 12)], 5);
    expect(chunk?.messages.map(({ offset }) => offset)).toEqual([9]);
    expect(chunk?.unreadable).toEqual([
      { firstOffset: 5, lastOffset: 8, detail: 'bad' },
      { firstOffset: 10, lastOffset: 12, detail: 'bad' },
    ]);
    expect(chunk?.lastOffset).toBe(12);
  });
});
