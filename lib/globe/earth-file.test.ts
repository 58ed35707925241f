import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COAST_UNIT, decodeEarth, type EarthFile, encodeEarth } from './earth-file';
import { landRings } from './land-rings';
import { eachLatticePoint } from './lattice';
import { distanceKm } from './sphere';

const bytesOf = (bytes: Uint8Array) =>
  bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
const file = readFileSync(new URL('../../public/globe/earth.bin', import.meta.url));
const earth = decodeEarth(bytesOf(file));

const isLand = (lat: number, lng: number) => {
  let nearest = { km: Number.POSITIVE_INFINITY, land: false };
  eachLatticePoint(earth.dotStep, (index, dotLat, dotLng) => {
    if (Math.abs(dotLat - lat) > 1.5) return;
    const km = distanceKm({ lat, lng }, { lat: dotLat, lng: dotLng });
    if (km < nearest.km) nearest = { km, land: (((earth.dots[index >> 3] ?? 0) >> (index & 7)) & 1) === 1 };
  });
  return nearest.land;
};

/** Even-odd, on the rings as a map fills them. */
const isFilled = (lat: number, lng: number) => {
  let inside = false;
  for (const ring of landRings(earth))
    for (const turn of [-360, 0, 360])
      for (let index = 0; index < ring.length; index += 2) {
        const next = (index + 2) % ring.length;
        const [ax = 0, ay = 0] = [(ring[index] ?? 0) + turn, ring[index + 1]];
        const [bx = 0, by = 0] = [(ring[next] ?? 0) + turn, ring[next + 1]];
        if (ay > lat !== by > lat && lng < ((bx - ax) * (lat - ay)) / (by - ay) + ax) inside = !inside;
      }
  return inside;
};

const PLACES = [
  ['the Sahara', 23, 10, true],
  ['Kansas', 38, -98, true],
  ['Siberia', 64, 100, true],
  ['Chukotka, beyond the date line', 67, -176, true],
  ['Australia', -25, 134, true],
  ['Antarctica', -80, 60, true],
  ['the south pole', -89, -120, true],
  ['Greenland', 72, -40, true],
  ['the Atlantic', 30, -40, false],
  ['the Pacific at the date line', 0, 180, false],
  ['the Caspian Sea', 42, 50.5, false],
  ['the Arctic', 88, 20, false],
  ['the Southern Ocean', -60, 100, false],
] as const;

describe('the baked Earth', () => {
  it('is small', () => {
    expect(file.length).toBeLessThan(250 * 1024);
  });

  it.each(PLACES)('knows whether %s is land, in its dots', (_, lat, lng, land) => {
    expect(isLand(lat, lng)).toBe(land);
  });

  it.each(PLACES)('knows whether %s is land, in its coasts', (_, lat, lng, land) => {
    expect(isFilled(lat, lng)).toBe(land);
  });

  it('has 25 to 33 % of its dots on land', () => {
    const { total } = eachLatticePoint(earth.dotStep, () => {});
    let land = 0;
    for (const byte of earth.dots) for (let bit = 0; bit < 8; bit++) land += (byte >> bit) & 1;
    expect(land / total).toBeGreaterThan(0.25);
    expect(land / total).toBeLessThan(0.33);
  });

  it('has a light at each of the great cities, the greatest first', () => {
    const lights = Array.from(earth.people, (_, index) => ({
      lng: ((earth.cities[index * 2] ?? 0) / COAST_UNIT) * 180,
      lat: ((earth.cities[index * 2 + 1] ?? 0) / COAST_UNIT) * 90,
    }));
    for (const city of [
      { lat: 35.68, lng: 139.69 },
      { lat: 19.43, lng: -99.13 },
      { lat: -23.55, lng: -46.63 },
      { lat: 6.45, lng: 3.39 },
    ])
      expect(lights.slice(0, 200).some((light) => distanceKm(light, city) < 40)).toBe(true);
    expect([...earth.people]).toEqual([...earth.people].sort((a, b) => b - a));
  });
});

describe('its file', () => {
  const small: EarthFile = {
    dotStep: 0.5,
    dots: Uint8Array.of(1, 2, 3, 4),
    ringLengths: Uint16Array.of(3),
    coast: Int16Array.of(0, 1, 2, 3, -4, 32_767),
    cities: Int16Array.of(5, 6, 7, 8),
    people: Uint8Array.of(200, 100),
  };

  it('gives back what was put in', () => {
    expect(decodeEarth(bytesOf(encodeEarth(small)))).toEqual(small);
  });

  it('is refused when it is cut short or another one', () => {
    const bytes = bytesOf(encodeEarth(small));
    expect(() => decodeEarth(bytes.slice(0, -1))).toThrow('cut short');
    expect(() => decodeEarth(bytes.slice(0, 8))).toThrow('cut short');
    expect(() => decodeEarth(new ArrayBuffer(100))).toThrow('no baked Earth');
  });
});
