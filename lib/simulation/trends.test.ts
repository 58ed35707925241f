import { describe, expect, test } from 'vitest';
import { REGIONS, type Region } from './countries';
import { Random } from './random';
import { TRAVEL_S } from './travels';
import { type Trend, Trends } from './trends';

const number = (region: Region) => REGIONS.indexOf(region);
const trend: Trend = {
  pin: 0,
  origin: number('brazil'),
  city: 0,
  born: 0,
  strength: 1,
  rise: 60_000,
  pace: 1,
};
const peak = (region: Region) => {
  const times = Array.from({ length: 1_000 }, (_, second) => second * 1_000);
  const weights = times.map((at) => Trends.weight(trend, number(region), at));
  const height = Math.max(...weights);
  return { at: times[weights.indexOf(height)] ?? 0, height };
};

describe('a trend', () => {
  test('begins in one region, travels to near and related ones, and is weaker the farther it comes', () => {
    const path = (['brazil', 'southern-cone', 'iberia', 'western-europe', 'japan-korea'] as const).map(peak);
    expect(path.map(({ at }) => at)).toEqual([...path.map(({ at }) => at)].sort((a, b) => a - b));
    expect(path.map(({ height }) => height)).toEqual(
      [...path.map(({ height }) => height)].sort((a, b) => b - a),
    );
    expect(peak('brazil')).toEqual({ at: 60_000, height: 1 });
  });

  test('is nowhere before it arrives, and fades', () => {
    expect(Trends.weight(trend, number('iberia'), 40_000)).toBe(0);
    expect(Trends.weight(trend, number('iberia'), 90_000)).toBeGreaterThan(0.3);
    for (const region of REGIONS) expect(Trends.weight(trend, number(region), 1_500_000)).toBeLessThan(0.001);
  });
});

test('there is a way from every region to every other, the same both ways', () => {
  for (const from of REGIONS.keys())
    for (const to of REGIONS.keys()) {
      expect(TRAVEL_S[from]?.[to]).toBeLessThan(400);
      expect(TRAVEL_S[from]?.[to]).toBe(TRAVEL_S[to]?.[from]);
    }
});

describe('Trends', () => {
  const loudness = REGIONS.map(() => 0.6);
  const start = () => {
    let pins = 0;
    return new Trends(
      new Random('trends'),
      0,
      () => loudness,
      (random) => ({
        pin: pins++,
        origin: random.below(REGIONS.length),
        city: 0,
      }),
    );
  };

  test('some are alive from the first moment on; they come and go; they never take all', () => {
    const trends = start();
    const random = new Random('draws');
    const pins = new Set<number>();
    const first = new Set<number>();
    let drawn = 0;
    for (let second = 0; second < 3_600; second++)
      for (let event = 0; event < 20; event++) {
        const wave = trends.draw(second * 1_000, random);
        if (wave === null) continue;
        drawn++;
        pins.add(wave.trend.pin);
        if (second === 0) first.add(wave.trend.born);
      }
    expect(drawn / 72_000).toBeGreaterThan(0.1);
    expect(drawn / 72_000).toBeLessThan(0.45);
    expect(first.size).toBeGreaterThan(0);
    expect(Math.max(...first)).toBeLessThanOrEqual(0);
    expect(pins.size).toBeGreaterThan(25);
    expect(trends.live.length).toBeLessThanOrEqual(10);
    expect(trends.live.every(({ born }) => born > 1_800_000)).toBe(true);
  });
});
