import { describe, expect, test } from 'vitest';
import { Pace, renewed } from './replay';

const line = (value: unknown) => Buffer.from(JSON.stringify(value));

describe('Pace', () => {
  test('keeps the distances between the events, divided by the speed', () => {
    let now = 1_000;
    const pace = new Pace(2, () => now);
    expect(pace.waitMs(line({ ts: 1_790_000_000_000 }))).toBe(0);
    expect(pace.waitMs(line({ ts: 1_790_000_004_000 }))).toBe(2_000);
    now += 1_500;
    expect(pace.waitMs(line({ ts: 1_790_000_004_000 }))).toBe(500);
    now += 5_000;
    expect(pace.waitMs(line({ ts: 1_790_000_004_000 }))).toBe(0);
  });

  test('knows the time of a CloudEvent', () => {
    const pace = new Pace(1, () => 0);
    pace.waitMs(line({ specversion: '1.0', time: '2026-05-01T10:00:00Z', data: {} }));
    expect(pace.waitMs(line({ specversion: '1.0', time: '2026-05-01T10:00:01.5Z', data: {} }))).toBe(1_500);
  });

  test('does not wait at speed 0, nor for a line without a time', () => {
    const pace = new Pace(0, () => 0);
    pace.waitMs(line({ ts: 1_790_000_000_000 }));
    expect(pace.waitMs(line({ ts: 1_790_000_900_000 }))).toBe(0);
    expect(new Pace(1, () => 0).waitMs(line({}))).toBe(0);
  });
});

describe('renewed', () => {
  test.each([
    [
      { id: 'a', ts: 1 },
      { suffix: '~2', ts: null },
      { id: 'a~2', ts: 1 },
    ],
    [
      { id: 'a', ts: 1 },
      { suffix: '', ts: 9 },
      { id: 'a', ts: 9 },
    ],
    [{ ts: 1 }, { suffix: '~2', ts: null }, { ts: 1 }],
    [
      { specversion: '1.0', id: 'a' },
      { suffix: '~2', ts: 0 },
      { specversion: '1.0', id: 'a~2', time: '1970-01-01T00:00:00.000Z' },
    ],
    [
      { specversion: '1.0', id: 'a', data: { ts: 1, pinId: 'p' } },
      { suffix: '', ts: 0 },
      { specversion: '1.0', id: 'a', time: '1970-01-01T00:00:00.000Z', data: { ts: 0, pinId: 'p' } },
    ],
    [{ id: '' }, { suffix: '~2', ts: null }, { id: '' }],
  ])('%j with %j', (event, change, expected) => {
    expect(JSON.parse(Buffer.from(renewed(line(event), change)).toString())).toEqual(expected);
  });

  test('leaves alone what is no event', () => {
    expect(Buffer.from(renewed(Buffer.from('{"id":'), { suffix: '~2', ts: 1 })).toString()).toBe('{"id":');
  });
});
