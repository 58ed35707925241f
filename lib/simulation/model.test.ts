import { describe, expect, test } from 'vitest';
import { decodeEvent } from '../events/decode';
import { CITIES } from './cities';
import { activityAt, localHour } from './daytime';
import { Simulation, type SimulationOptions } from './model';
import type { Networks } from './networks';
import { waveAt } from './waves';

/** Every hundredth city, with a network that names it: the real ones come from the geo data. */
const networks: Networks = {
  cities: CITIES.filter((_, index) => index % 20 === 0).map((city, index) => ({
    city,
    prefixes: [`81.${index >> 8}.${index & 255}`],
  })),
  vague: { US: ['3.3.3'] },
};
const NOON_UTC = Date.UTC(2026, 5, 10, 12);
const simulate = (change: Partial<SimulationOptions> = {}) =>
  new Simulation({ seed: 1, run: 1, startAt: NOON_UTC, speed: 1, networks, ...change });
const read = (value: Uint8Array) => JSON.parse(Buffer.from(value).toString()) as Record<string, unknown>;

describe('the simulation', () => {
  const events = simulate()
    .take(20_000, NOON_UTC)
    .map(({ value }) => value);

  test('makes events that the decoder takes, each with an id of its own', () => {
    const ids = new Set<string>();
    for (const value of events) {
      const result = decodeEvent(
        { value, headers: {}, timestamp: NOON_UTC },
        { topic: 's', partition: 0, epoch: 1, offset: 0 },
      );
      if (!result.ok) throw new Error(`${result.reason} ${result.field}: ${Buffer.from(value)}`);
      expect(result.event.ts).toBeLessThanOrEqual(NOON_UTC);
      ids.add(result.event.id);
    }
    expect(ids.size).toBe(events.length);
  });

  test('is the same for the same seed and run, and another for another', () => {
    const texts = (change: Partial<SimulationOptions>) =>
      simulate(change)
        .take(50, NOON_UTC)
        .map(({ value }) => Buffer.from(value).toString());
    expect(texts({})).toEqual(texts({}));
    expect(texts({ run: 2 })).not.toEqual(texts({}));
    expect(texts({ seed: 2 })).not.toEqual(texts({}));
  });

  test('mixes the types as people do', () => {
    const share = (type: string) =>
      events.filter((value) => read(value).type === type).length / events.length;
    expect(share('repin')).toBeCloseTo(0.62, 1);
    expect(share('comment')).toBeCloseTo(0.14, 1);
    expect(share('login')).toBeCloseTo(0.12, 1);
    expect(share('pin')).toBeCloseTo(0.12, 1);
  });

  test('a few pins are repinned most', () => {
    const counts = new Map<string, number>();
    for (const event of events.map(read))
      if (event.type === 'repin') counts.set(String(event.pinId), (counts.get(String(event.pinId)) ?? 0) + 1);
    const sorted = [...counts.values()].sort((a, b) => b - a);
    const top = sorted.slice(0, 20).reduce((sum, count) => sum + count, 0);
    expect(top / (events.length * 0.62)).toBeGreaterThan(0.25);
    expect(counts.size).toBeGreaterThan(300);
  });

  test('follows the sun: Japan sleeps when Brazil is up late', () => {
    const share = (at: number, country: string) => {
      const users = simulate({ startAt: at })
        .take(5_000, at)
        .map(({ value }) => String(read(value).userId));
      return users.filter((user) => user.startsWith(country)).length / users.length;
    };
    const japanAtFour = Date.UTC(2026, 5, 10, 19);
    const japanAtNine = Date.UTC(2026, 5, 10, 12);
    expect(share(japanAtNine, 'jp')).toBeGreaterThan(4 * share(japanAtFour, 'jp'));
    expect(share(japanAtFour, 'br')).toBeGreaterThan(share(Date.UTC(2026, 5, 10, 7), 'br') * 3);
  });

  test('some people come back and some are new', () => {
    const users = events.map((value) => String(read(value).userId));
    const fresh = new Set(users.filter((user) => /-n1-/.test(user)));
    expect(fresh.size / users.length).toBeCloseTo(0.06, 1);
    expect(new Set(users).size).toBeLessThan(users.length * 0.8);
  });

  test('a test stream can hold duplicates and broken events', () => {
    const dirty = simulate({ duplicateShare: 0.1, malformedShare: 0.05 })
      .take(5_000, NOON_UTC)
      .map(({ value }) => Buffer.from(value).toString());
    expect(1 - new Set(dirty).size / dirty.length).toBeCloseTo(0.1, 1);
    expect(dirty.filter((text) => text.endsWith('"type":')).length / dirty.length).toBeCloseTo(0.05, 1);
  });
});

test('people sleep at four and are up at nine in the evening', () => {
  expect(activityAt(4)).toBeLessThan(0.1);
  expect(activityAt(21)).toBe(1);
  expect(localHour(NOON_UTC, 'Asia/Kolkata')).toBe(17.5);
});

test('the waves keep the mean', () => {
  const mean =
    Array.from({ length: 611 * 10 }, (_, index) => waveAt(index * 100)).reduce((sum, wave) => sum + wave, 0) /
    6_110;
  expect(mean).toBeCloseTo(1, 2);
});
