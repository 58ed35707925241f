import { describe, expect, it } from 'vitest';
import { toHalf, toOctaves } from './half-float';

/** IEEE 754 binary16, read by the book. */
function fromHalf(half: number): number {
  const exponent = (half >> 10) & 31;
  const mantissa = half & 1023;
  return exponent === 0 ? mantissa * 2 ** -24 : (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

describe('half floats', () => {
  it.each([
    [0, 0],
    [1, 0x3c00],
    [2, 0x4000],
    [0.5, 0x3800],
    [1 + 1 / 1024, 0x3c01],
    [65_504, 0x7bff],
    [1e9, 0x7bff],
    [Number.POSITIVE_INFINITY, 0x7bff],
    [2 ** -14, 0x0400],
    [2 ** -15, 0],
    [-3, 0],
    [Number.NaN, 0],
  ])('writes %d as %d', (value, half) => {
    expect(toHalf(value)).toBe(half);
  });

  it('is right to half a step over the whole range', () => {
    for (let value = 2 ** -14; value < 65_000; value *= 1.0371)
      expect(Math.abs(fromHalf(toHalf(value)) / value - 1)).toBeLessThanOrEqual(2 ** -11);
  });

  it('writes a grid as octaves, and cold cells as nothing', () => {
    const halves = new Uint16Array(5);
    expect(toOctaves(Float32Array.of(0, 0.001, 0.5, 1.5, 127.5), 2, new Float32Array(5), halves)).toBe(255);
    const octaves = [...halves].map(fromHalf);
    expect(octaves.slice(0, 3)).toEqual([0, 0, 1]);
    expect(octaves[3]).toBe(2);
    expect(octaves[4]).toBe(8);
  });

  it('is right to a hundredth of an octave from 0.02 to a billion', () => {
    const source = Float32Array.from({ length: 1000 }, (_, index) => 0.02 * 1.025 ** index);
    const halves = new Uint16Array(source.length);
    toOctaves(source, 1, new Float32Array(source.length), halves);
    for (const [index, half] of halves.entries())
      expect(Math.abs(fromHalf(half) - Math.log2(1 + (source[index] ?? 0)))).toBeLessThan(0.02);
  });
});
