import { describe, expect, it } from 'vitest';
import { RingBuffer } from './ring-buffer';
import { MAX_SOFT_RADIANS } from './ring-shape';
import { toVector } from './sphere';

const LIFE_MS = 2_500;
const paris = toVector(48.85, 2.35);
const made = (capacity = 8) => new RingBuffer(capacity, LIFE_MS, 1_000);
const push = (buffer: RingBuffer, birthMs: number, weight = 1, soft = 0) =>
  buffer.push(paris, soft, birthMs, weight, 'repin');

describe('the ring buffer', () => {
  it('gives back what its arrays hold, oldest first', () => {
    const buffer = made();
    buffer.push(toVector(-33.87, 151.21), 0, 1_000, 3, 'pin');
    buffer.push(paris, MAX_SOFT_RADIANS / 2, 1_400, 1, 'comment');
    const [sydney, france] = buffer.rings(1_500);
    expect(sydney).toMatchObject({ type: 'pin', weight: 3, soft: false });
    expect(sydney?.lat).toBeCloseTo(-33.87, 2);
    expect(sydney?.lng).toBeCloseTo(151.21, 2);
    expect(sydney?.ageMs).toBeCloseTo(500, 3);
    expect(france).toMatchObject({ type: 'comment', soft: true });
    expect(france?.ageMs).toBeCloseTo(100, 3);
  });

  it('writes the four corners of a ring alike', () => {
    const buffer = made();
    push(buffer, 1_250, 7, MAX_SOFT_RADIANS);
    const placed = [...buffer.placed.subarray(0, 16)];
    expect(placed.slice(4, 8)).toEqual(placed.slice(0, 4));
    expect(placed.slice(12, 16)).toEqual(placed.slice(0, 4));
    expect(placed[3]).toBe(32_767);
    expect([...buffer.born.subarray(0, 8)]).toEqual([0.25, 7, 0.25, 7, 0.25, 7, 0.25, 7]);
    expect(buffer.kind[0]).toBe(1);
  });

  it.each([
    [0, 0],
    [1, 24],
    [63, 144],
    [1e6, 255],
  ])('keeps a crowd of %d as %d steps of an octave', (crowd, steps) => {
    const buffer = made();
    buffer.push(paris, 0, 1_000, 1, 'repin', crowd);
    expect([buffer.kind[1], buffer.kind[13]]).toEqual([steps, steps]);
  });

  it('says a ring of the future is waiting', () => {
    const buffer = made();
    push(buffer, 1_600);
    expect(buffer.rings(1_500)[0]?.ageMs).toBeCloseTo(-100, 3);
  });

  it('draws no more than the live window', () => {
    const buffer = made();
    for (const birth of [1_000, 1_125, 1_250]) push(buffer, birth);
    expect(buffer.window()).toEqual([{ start: 0, count: 3 }]);
    buffer.expire(1_125 + LIFE_MS);
    expect(buffer.window()).toEqual([{ start: 2, count: 1 }]);
    buffer.expire(1_250 + LIFE_MS);
    expect(buffer.window()).toEqual([]);
    expect(buffer.live).toBe(0);
  });

  it('keeps a ring that is still seen behind one that has faded, however they came', () => {
    const buffer = made();
    push(buffer, 2_000);
    push(buffer, 1_000);
    buffer.expire(1_000 + LIFE_MS);
    expect(buffer.live).toBe(2);
    expect(buffer.rings(1_000 + LIFE_MS)).toHaveLength(1);
  });

  it('wraps into two runs, to draw and to upload', () => {
    const buffer = made();
    for (let at = 0; at < 6; at++) push(buffer, 1_000);
    buffer.takeDirty();
    buffer.expire(1_000 + LIFE_MS);
    for (let at = 0; at < 5; at++) push(buffer, 4_000);
    const runs = [
      { start: 6, count: 2 },
      { start: 0, count: 3 },
    ];
    expect(buffer.window()).toEqual(runs);
    expect(buffer.takeDirty()).toEqual(runs);
    expect(buffer.takeDirty()).toEqual([]);
  });

  it('lets the newest win when it is full, and counts what it wrote over', () => {
    const buffer = made();
    for (let weight = 1; weight <= 11; weight++) push(buffer, 1_000, weight);
    expect(buffer.overrun).toBe(3);
    expect(buffer.live).toBe(8);
    expect(buffer.rings(1_001).map(({ weight }) => weight)).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
    expect(buffer.takeDirty().reduce((sum, { count }) => sum + count, 0)).toBe(8);
  });

  it('starts its clock anew each hour, uploads the live rings again, and no age jumps', () => {
    const buffer = made();
    const late = 1_000 + 3_600_000;
    push(buffer, late - 1_000);
    push(buffer, late + 200);
    buffer.takeDirty();
    buffer.expire(late - 1);
    expect(buffer.takeDirty()).toEqual([]);
    const before = buffer.rings(late + 1).map(({ ageMs }) => ageMs);
    buffer.expire(late + 1);
    expect(buffer.seconds(late + 1)).toBe(0);
    expect(buffer.takeDirty()).toEqual([{ start: 0, count: 2 }]);
    for (const [index, { ageMs }] of buffer.rings(late + 1).entries())
      expect(ageMs).toBeCloseTo(before[index] ?? Number.NaN, 0);
  });

  it('forgets everything when told to', () => {
    const buffer = made();
    push(buffer, 1_000);
    buffer.clear();
    expect(buffer.rings(1_001)).toEqual([]);
    expect(buffer.window()).toEqual([]);
  });

  it('refuses a capacity that its mask cannot count', () => {
    expect(() => made(12)).toThrow(RangeError);
  });
});
