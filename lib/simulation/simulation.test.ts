import { describe, expect, test } from 'vitest';
import { decodeEvent } from '../events/decode';
import type { EngagementEvent } from '../events/event';
import { hash } from '../hash';
import { AliasTable } from './alias-table';
import { CATALOGUE } from './catalogue';
import { CITIES } from './cities';
import { COUNTRIES, REGIONS } from './countries';
import type { Networks } from './networks';
import { cityShares } from './people';
import { Random } from './random';
import { Simulation, type SimulationOptions } from './simulation';

/** The largest cities of each country, each with a network that names it: the real ones come from the geo data. */
const seen = new Map<string, number>();
const networks: Networks = {
  cities: CITIES.filter(({ country: { code } }) => {
    seen.set(code, (seen.get(code) ?? 0) + 1);
    return (seen.get(code) ?? 0) <= 4;
  }).map((city, index) => ({ city, prefixes: [`81.${index >> 8}.${index & 255}`] })),
  vague: { US: ['3.3.3'] },
};
const cityOf = (ip: string) => {
  const [first, b, c] = ip.split('.').map(Number);
  return first === 81 ? networks.cities[(b ?? 0) * 256 + (c ?? 0)]?.city : undefined;
};

const EVENING_UTC = Date.UTC(2026, 5, 10, 19);
const simulate = (change: Partial<SimulationOptions> = {}) =>
  new Simulation({ seed: 1, run: 1, startTime: EVENING_UTC, rate: 200, networks, ...change });
const lines = (count: number, change: Partial<SimulationOptions> = {}) => {
  const simulation = simulate(change);
  return Array.from({ length: count }, () => simulation.next().json);
};
const encoder = new TextEncoder();
const decode = (json: string) =>
  decodeEvent(
    { value: encoder.encode(json), headers: {}, timestamp: EVENING_UTC },
    { topic: 's', partition: 0, epoch: 1, offset: 0 },
  );
const events = (json: readonly string[]): readonly EngagementEvent[] =>
  json.map((line) => {
    const result = decode(line);
    if (!result.ok) throw new Error(`${result.reason} ${result.field}: ${line}`);
    return result.event;
  });
const shareOf = <T>(list: readonly T[], test: (each: T) => boolean) => list.filter(test).length / list.length;

describe('the simulation', () => {
  const stream = events(lines(24_000));

  test('makes events that the decoder takes, each with an id of its own that names seed, run and number', () => {
    expect(stream.map(({ id }) => id)).toEqual(stream.map((_, index) => `sim-1-1-${index}`));
  });

  test('mixes the types as people do', () => {
    for (const [type, share] of [
      ['repin', 0.62],
      ['comment', 0.14],
      ['login', 0.12],
      ['pin', 0.12],
    ] as const)
      expect(Math.abs(shareOf(stream, (event) => event.type === type) - share), type).toBeLessThan(0.012);
  });

  test('is repeatable: a line changes only when the model does', () => {
    const text = (change: Partial<SimulationOptions> = {}) => lines(500, change).join('\n');
    expect(text()).toBe(text());
    for (const other of [{ seed: 2 }, { run: 2 }, { startTime: EVENING_UTC + 1 }])
      expect(text(other)).not.toBe(text());
    // Of countries whose clocks are the same in every edition of the time zones.
    const cities = networks.cities.filter(({ city }) => ['GB', 'JP', 'IN', 'US'].includes(city.country.code));
    expect(hash(text({ networks: { ...networks, cities } }))).toBe(GOLDEN);
  });

  test('is due at its mean rate, in gentle waves, from the first moment on', () => {
    const simulation = simulate();
    expect(simulation.dueAt).toBe(EVENING_UTC);
    const perSecond = new Map<number, number>();
    for (let count = 0; count < 60_000; count++) {
      const second = Math.floor((simulation.dueAt - EVENING_UTC) / 1_000);
      perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
      simulation.next();
    }
    expect(60_000 / ((simulation.dueAt - EVENING_UTC) / 1_000)).toBeCloseTo(200, -1);
    const counts = [...perSecond.values()].slice(0, -1);
    expect(Math.max(...counts)).toBeGreaterThan(230);
    expect(Math.min(...counts)).toBeLessThan(170);
    expect(Math.min(...counts)).toBeGreaterThan(90);
  });

  test('without waves the rate is even', () => {
    const simulation = simulate({ waves: 0 });
    const at = [2_000, 4_000, 8_000, 16_000].map((count) => {
      while (simulation.made < count) simulation.next();
      return count / ((simulation.dueAt - EVENING_UTC) / 1_000);
    });
    for (const rate of at) expect(Math.abs(rate - 200)).toBeLessThan(14);
  });

  test('tells of what happened up to 300 ms ago, never of the future', () => {
    const simulation = simulate();
    for (let count = 0; count < 2_000; count++) {
      const { dueAt } = simulation;
      const [event] = events([simulation.next().json]);
      expect(event?.ts).toBeLessThanOrEqual(dueAt);
      expect(event?.ts).toBeGreaterThan(dueAt - 302);
    }
  });

  test('what is put off happens later, and nothing is left out', () => {
    const [early, late] = [simulate(), simulate()];
    late.delay(3_600_000);
    expect(late.dueAt - early.dueAt).toBe(3_600_000);
    const [a, b] = [JSON.parse(early.next().json), JSON.parse(late.next().json)];
    expect(b.id).toBe(a.id);
    expect(b.ts - a.ts).toBe(3_600_000);
  });

  test('a few pins are loved by many, and most are known', () => {
    const counts = new Map<string, number>();
    const repins = stream.filter(({ type }) => type === 'repin');
    for (const { pinId } of repins) counts.set(pinId ?? '', (counts.get(pinId ?? '') ?? 0) + 1);
    const sorted = [...counts.values()].sort((a, b) => b - a);
    const share = (top: number) =>
      sorted.slice(0, top).reduce((sum, count) => sum + count, 0) / repins.length;
    expect(share(20)).toBeGreaterThan(0.15);
    expect(share(20)).toBeLessThan(0.6);
    expect(sorted.length).toBeGreaterThan(CATALOGUE.length * 0.95);
  });

  test('whoever names a pin first tells all of it; later on its id is enough, but for those who pin it', () => {
    const known = new Set<string>();
    for (const { type, pin, pinId } of stream) {
      if (pinId === null) continue;
      if ((pin !== null) !== (type === 'pin' || !known.has(pinId))) throw new Error(`${type} of ${pinId}`);
      known.add(pinId);
    }
    const pinned = new Set(stream.filter(({ type }) => type === 'pin').map(({ pinId }) => pinId));
    expect(pinned.size).toBe(CATALOGUE.length);
  });

  test('people log in before they do things, come back, and now and then somebody is new', () => {
    // Those who were there when the run began logged in before it.
    const later = stream.slice(12_000);
    const loggedIn = new Set(stream.filter(({ type }) => type === 'login').map(({ userId }) => userId));
    expect(shareOf(later, ({ userId }) => loggedIn.has(userId))).toBeGreaterThan(0.75);
    const perUser = new Map<string, number>();
    for (const { userId } of stream) perUser.set(userId ?? '', (perUser.get(userId ?? '') ?? 0) + 1);
    const counts = [...perUser.values()].sort((a, b) => b - a);
    expect(counts[0]).toBeGreaterThan(20);
    expect(shareOf(counts, (count) => count === 1)).toBeLessThan(0.6);
    const fresh = new Set([...perUser.keys()].filter((user) => /^u-\w+-1-/.test(user)));
    expect(fresh.size / perUser.size).toBeGreaterThan(0.03);
  });

  test('a person stays at one address', () => {
    const places = new Set(stream.map(({ userId, ip }) => `${userId} ${ip}`));
    expect(places.size).toBe(new Set(stream.map(({ userId }) => userId)).size);
  });

  test('one in a hundred has no place; where a country has vague networks, one in twelve is vague', () => {
    const people = [...new Map(stream.map(({ userId, ip }) => [userId, ip ?? ''])).values()];
    expect(shareOf(people, (ip) => ip.startsWith('192.168.'))).toBeCloseTo(0.01, 2);
    const american = people.filter((ip) => ip.startsWith('3.3.3.') || cityOf(ip)?.country.code === 'US');
    expect(Math.abs(shareOf(american, (ip) => ip.startsWith('3.3.3.')) - 0.08)).toBeLessThan(0.03);
  });

  test('people write in their own language', () => {
    const texts = (code: string) =>
      stream
        .filter(({ type, ip }) => type === 'comment' && cityOf(ip ?? '')?.country.code === code)
        .map(({ text }) => text ?? '');
    expect(texts('BR').join()).toMatch(/[ãçá]/);
    expect(texts('DE').join()).toMatch(/[äöüß]/);
    expect(texts('US').join()).not.toMatch(/[ãçáäöü]/);
    expect(stream.every(({ type, text }) => (text !== null) === (type === 'comment'))).toBe(true);
  });
});

describe('where and when', () => {
  const share = (startTime: number, code: string, change: Partial<SimulationOptions> = {}) =>
    shareOf(
      events(lines(6_000, { startTime, rate: 2_000, ...change })),
      ({ ip }) => cityOf(ip ?? '')?.country.code === code,
    );

  test('follows the sun: few are up at four in the morning, many at nine in the evening', () => {
    const [fourInTokyo, nineInTokyo] = [Date.UTC(2026, 5, 10, 19), Date.UTC(2026, 5, 10, 12)];
    expect(share(nineInTokyo, 'JP')).toBeGreaterThan(3 * share(fourInTokyo, 'JP'));
    const [fourInSaoPaulo, nineInSaoPaulo] = [Date.UTC(2026, 5, 10, 7), Date.UTC(2026, 5, 11, 0)];
    expect(share(nineInSaoPaulo, 'BR')).toBeGreaterThan(3 * share(fourInSaoPaulo, 'BR'));
  });

  test('a time lapse brings the evening sooner, and a stopped day never', () => {
    const startTime = Date.UTC(2026, 5, 10, 19);
    const lastHour = (speed: number) => {
      // 20 minutes of the schedule: at 60 times the pace 20 hours, to four in the afternoon in Berlin… of the next day.
      const simulation = simulate({ startTime, rate: 10, speed });
      const all = Array.from({ length: 10_200 }, () => simulation.next().json);
      return shareOf(events(all.slice(-2_500)), ({ ip }) => cityOf(ip ?? '')?.country.code === 'JP');
    };
    expect(lastHour(60)).toBeGreaterThan(2 * lastHour(0));
  });

  test('cities weigh what their country has people online, larger ones more', () => {
    const cities = networks.cities.map(({ city }) => city);
    const shares = cityShares(cities);
    expect(shares.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9);
    const sum = (code: string) =>
      shares.reduce((total, each, index) => total + (cities[index]?.country.code === code ? each : 0), 0);
    const [us, de] = [COUNTRIES.get('US'), COUNTRIES.get('DE')];
    if (!us || !de) throw new Error('no such country');
    expect(sum('US') / sum('DE')).toBeCloseTo((us.online * us.uptake) / (de.online * de.uptake), 6);
    const german = cities.flatMap((city, index) => (city.country.code === 'DE' ? [shares[index] ?? 0] : []));
    expect(german).toEqual([...german].sort((a, b) => b - a));
  });

  test('every region takes part', () => {
    const regions = new Set(events(lines(20_000)).map(({ ip }) => cityOf(ip ?? '')?.country.region));
    for (const region of REGIONS) expect(regions).toContain(region);
  });
});

describe('for tests and benches', () => {
  test('events can come twice, broken, and late', () => {
    const dirty = lines(20_000, { duplicateShare: 0.1, malformedShare: 0.05, lateShare: 0.2 });
    const results = dirty.map(decode);
    expect(shareOf(results, ({ ok }) => !ok)).toBeCloseTo(0.05, 1);
    const reasons = new Set(results.flatMap((result) => (result.ok ? [] : [result.reason])));
    expect([...reasons].sort()).toEqual([
      'bad_field',
      'missing_field',
      'not_an_event',
      'not_json',
      'ts_out_of_range',
      'unknown_type',
    ]);
    const ids = results.flatMap((result) => (result.ok ? [result.event.id] : []));
    expect(1 - new Set(ids).size / ids.length).toBeCloseTo(0.1, 1);
    // 20,000 events take 100 s here; what is late by more than that lies before the start.
    const late = shareOf(results, (result) => result.ok && result.event.ts < EVENING_UTC - 1_000);
    expect(late).toBeGreaterThan(0.1);
    expect(late).toBeLessThan(0.25);
  });

  test('a demo shows clean numbers: none of it by default', () => {
    expect(new Set(events(lines(5_000)).map(({ id }) => id)).size).toBe(5_000);
  });
});

describe('AliasTable', () => {
  test.each([[[1]], [[1, 1]], [[5, 3, 2]], [[0, 1, 0, 9]], [[1e-9, 1, 1_000]]])(
    'draws %j by weight',
    (weights) => {
      const table = new AliasTable(weights);
      const random = new Random('alias', weights.join());
      const draws = Array.from({ length: 20_000 }, () => table.draw(random));
      const sum = weights.reduce((total, each) => total + each, 0);
      for (const [index, weight] of weights.entries())
        expect(Math.abs(shareOf(draws, (draw) => draw === index) - weight / sum)).toBeLessThan(0.015);
    },
  );

  test.each([[[]], [[0, 0]], [[Number.NaN]]])('cannot draw from %j', (weights) => {
    expect(() => new AliasTable(weights)).toThrow(RangeError);
  });
});

/** Of the first 500 events of seed 1, run 1: it changes with the model, never by itself. */
const GOLDEN = 1_173_103_834;
