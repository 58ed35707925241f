import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BorderFile, decodeBorders, encodeBorders } from './border-file';
import { COAST_UNIT } from './earth-file';
import { distanceKm } from './sphere';

const bytesOf = (bytes: Uint8Array) =>
  bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;

const borders = fc
  .array(fc.array(fc.integer({ min: -COAST_UNIT, max: COAST_UNIT }), { minLength: 1, maxLength: 20 }))
  .map(
    (lines): BorderFile => ({
      lengths: Uint16Array.from(lines, (line) => line.length),
      points: Int16Array.from(lines.flat().flatMap((unit) => [unit, -unit])),
    }),
  );

describe('the file of borders', () => {
  it('gives back what was put in', () => {
    fc.assert(
      fc.property(borders, (file) => {
        expect(decodeBorders(bytesOf(encodeBorders(file)))).toEqual(file);
      }),
    );
  });

  const small = bytesOf(encodeBorders({ lengths: Uint16Array.of(2), points: Int16Array.of(1, 2, 3, 4) }));

  it.each([
    ['cut short', small.slice(0, -1), 'cut short'],
    ['cut within its head', small.slice(0, 8), 'cut short'],
    ['another one', new ArrayBuffer(40), 'no baked borders'],
    [
      'of lines longer than its points',
      bytesOf(encodeBorders({ lengths: Uint16Array.of(3), points: Int16Array.of(1, 2, 3, 4) })),
      'do not add up',
    ],
    [
      'of a line without points',
      bytesOf(encodeBorders({ lengths: Uint16Array.of(2, 0), points: Int16Array.of(1, 2, 3, 4) })),
      'do not add up',
    ],
  ])('is refused when it is %s', (_, bytes, why) => {
    expect(() => decodeBorders(bytes)).toThrow(why);
  });
});

describe('the baked borders', () => {
  const file = readFileSync(new URL('../../public/globe/borders.bin', import.meta.url));
  const { lengths, points } = decodeBorders(bytesOf(file));
  const places = Array.from({ length: points.length / 2 }, (_, index) => ({
    lng: ((points[index * 2] ?? 0) / COAST_UNIT) * 180,
    lat: ((points[index * 2 + 1] ?? 0) / COAST_UNIT) * 90,
  }));
  const kmTo = (lat: number, lng: number) =>
    Math.min(...places.map((place) => distanceKm(place, { lat, lng })));

  it('are small', () => {
    expect(file.length).toBeLessThan(32 * 1024);
  });

  it.each([
    ['the Rhine at Strasbourg', 48.57, 7.8],
    ['the 49th parallel', 49, -110],
    ['the Yalu', 40.1, 124.4],
    ['the Victoria Falls', -17.92, 25.85],
  ])('run by %s', (_, lat, lng) => {
    expect(kmTo(lat, lng)).toBeLessThan(80);
  });

  it.each([
    ['Iceland', 65, -18],
    ['Australia', -25, 134],
    ['the coast of Portugal', 38.7, -9.4],
  ])('stay away from %s', (_, lat, lng) => {
    expect(kmTo(lat, lng)).toBeGreaterThan(100);
  });

  it('have no step so long that it would cut through the globe', () => {
    const ends = new Set<number>();
    let last = -1;
    for (const length of lengths) {
      last += length;
      ends.add(last);
    }
    const steps = places.slice(0, -1).map((place, index) => {
      const next = places[index + 1];
      return ends.has(index) || !next ? 0 : distanceKm(place, next);
    });
    expect(Math.max(...steps)).toBeLessThan(230);
    expect(Math.max(...steps)).toBeGreaterThan(0);
  });
});
