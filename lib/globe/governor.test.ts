import { describe, expect, it } from 'vitest';
import { Governor } from './governor';
import { LOWEST_QUALITY, QUALITIES, qualityOf } from './quality';

const OPTIONS = { lowest: LOWEST_QUALITY, paceMs: (tier: number) => qualityOf(tier).paceMs };
const LAST_AT_FULL_PACE = QUALITIES.findLastIndex(({ paceMs }) => paceMs === 0);

/** A machine on which a frame of a tier costs so many ms, on a display of so many Hz. */
class Machine {
  now = 0;
  readonly governor = new Governor(OPTIONS, 0);
  readonly tiers: number[] = [0];
  readonly hz: number;
  costMs: (tier: number, now: number) => number;

  constructor(hz: number, costMs: (tier: number, now: number) => number) {
    this.hz = hz;
    this.costMs = costMs;
  }

  /** Draws for so long; a frame is shown at the display's next refresh. */
  run(seconds: number): this {
    const until = this.now + seconds * 1_000;
    const refresh = 1_000 / this.hz;
    while (this.now < until) {
      const tier = this.governor.frame(this.now);
      if (tier !== this.tiers.at(-1)) this.tiers.push(tier);
      const cost = Math.max(this.costMs(tier, this.now), qualityOf(tier).paceMs - 1);
      this.now += Math.max(1, Math.ceil(cost / refresh - 1e-6)) * refresh;
    }
    return this;
  }

  get tier(): number {
    return this.governor.tier;
  }
}

describe('the governor', () => {
  it.each([
    ['60 Hz, easily', 60, 5, 0],
    ['60 Hz, just so', 60, 16, 0],
    ['120 Hz, easily', 120, 4, 0],
    ['144 Hz, easily', 144, 3, 0],
    ['50 Hz, easily', 50, 5, 0],
  ])('leaves the best tier alone: %s', (_, hz, costMs, tier) => {
    expect(new Machine(hz, () => costMs).run(120).tier).toBe(tier);
  });

  it('learns that a display is faster than 60 Hz, and then holds the machine against that', () => {
    const machine = new Machine(120, () => 4).run(20);
    expect(machine.governor.refreshMs).toBeCloseTo(1_000 / 120, 1);
    machine.costMs = (tier) => (tier < 2 ? 14 : 4);
    machine.run(5);
    expect(machine.tiers).toEqual([0, 1, 2]);
  });

  it('steps down until frames are in time, and stays there', () => {
    const machine = new Machine(60, (tier) => [40, 30, 12, 8, 8][tier] ?? 0).run(12);
    expect(machine.tier).toBe(2);
  });

  it('goes down faster where frames are very slow, and ends at the lowest tier', () => {
    const machine = new Machine(60, (tier) => 400 / (tier + 1)).run(60);
    expect(machine.tier).toBe(LOWEST_QUALITY);
    expect(machine.tiers[1]).toBe(2);
    expect(machine.tiers).toContain(LAST_AT_FULL_PACE);
  });

  it('takes cheaper pictures that come no faster for a slow display, and goes back to the best', () => {
    const machine = new Machine(30, () => 5).run(120);
    expect(machine.tiers).toContain(LAST_AT_FULL_PACE);
    expect(machine.tier).toBe(0);
    expect(machine.governor.refreshMs).toBeCloseTo(1_000 / 30, 0);
  });

  it('tries a better tier after a while, and keeps it when what was slow is over', () => {
    const machine = new Machine(60, (tier, now) => (now < 15_000 && tier < 2 ? 40 : 8)).run(12);
    expect(machine.tier).toBe(2);
    expect(machine.run(60).tier).toBe(0);
  });

  it('gives up after three vain attempts', () => {
    const machine = new Machine(60, (tier) => (tier < 2 ? 40 : 8)).run(600);
    expect(machine.tier).toBe(2);
    const attempts = machine.tiers.filter(
      (tier, index) => index > 0 && tier < (machine.tiers[index - 1] ?? 0),
    );
    expect(attempts).toHaveLength(3);
  });

  it('tries again, once in ten good minutes, when three attempts were in vain', () => {
    const machine = new Machine(60, (tier) => (tier < 2 ? 40 : 8)).run(600);
    const before = machine.tiers.length;
    machine.run(700);
    expect(machine.tier).toBe(2);
    expect(machine.tiers.slice(before)).toEqual([1, 2, 1, 2]);
    machine.costMs = () => 8;
    expect(machine.run(700).tier).toBe(0);
  });

  // Frames of 5 ms, and in each half hour 8 s in which they take longer.
  it.each([40, 70, 120, 250, 900])(
    'is back at the best tier two minutes after each hiccup of %d ms frames, however many there were',
    (hiccupMs) => {
      const machine = new Machine(60, (_, now) => (now % 1_800_000 < 8_000 && now > 9_000 ? hiccupMs : 5));
      machine.run(120);
      const seen: number[] = [];
      for (let half = 0; half < 12; half++) {
        seen.push(machine.tier);
        machine.run(1_800);
      }
      expect(seen).toEqual(seen.map(() => 0));
    },
  );

  it.each([
    ['24 Hz', 24, 5, 0],
    ['30 Hz', 30, 5, 0],
    ['frames of 50 ms', 60, 50, LOWEST_QUALITY],
    ['frames of 100 ms', 60, 100, LOWEST_QUALITY],
    ['frames of 200 ms', 60, 200, LOWEST_QUALITY],
    ['frames of 450 ms', 60, 450, LOWEST_QUALITY],
    ['frames of 1.4 s', 60, 1_400, LOWEST_QUALITY],
    ['frames of 1.6 s', 60, 1_600, LOWEST_QUALITY],
    ['frames of 5 s', 60, 5_000, LOWEST_QUALITY],
  ])(
    'where all tiers are equally slow, tells a slow display from a slow machine: %s',
    (_, hz, costMs, tier) => {
      const machine = new Machine(hz, () => costMs).run(120);
      expect(machine.tier).toBe(tier);
      const settled = machine.tiers.length;
      machine.run(1_800);
      expect(machine.tiers).toHaveLength(settled);
    },
  );

  it('steps down where frames of 1.4 s and of 1.6 s take turns', () => {
    let frame = 0;
    const machine = new Machine(60, () => (++frame % 2 ? 1_400 : 1_600)).run(60);
    expect(machine.tiers).toEqual([0, LOWEST_QUALITY]);
  });

  it('is not moved by single slow frames', () => {
    let frame = 0;
    expect(new Machine(60, () => (++frame % 10 === 0 ? 90 : 8)).run(60).tiers).toEqual([0]);
  });

  it('does not look in the first seconds, nor after a rest', () => {
    const machine = new Machine(60, (_, now) => (now < 2_900 ? 200 : 8)).run(10);
    expect(machine.tiers).toEqual([0]);
    machine.governor.rest(machine.now);
    machine.costMs = (_, now) => (now < 12_500 ? 200 : 8);
    expect(machine.run(10).tiers).toEqual([0]);
  });

  it('does not take the time in which nothing was drawn for a slow frame', () => {
    const machine = new Machine(60, () => 8).run(10);
    for (let nap = 0; nap < 30; nap++) {
      machine.now += 60_000;
      machine.run(0.3);
    }
    expect(machine.tiers).toEqual([0]);
  });
});
