import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Tick } from './tick';

let now = 0;
/** When each tick began. */
let ticks: number[] = [];
let costMs = 0;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  [now, ticks, costMs] = [0, [], 0];
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const tickEvery = (everyMs: number) =>
  new Tick(everyMs, () => {
    ticks.push(now);
    now += costMs;
  });

/** Time goes by, a millisecond at a time; what a tick costs comes out of it. */
function pass(ms: number): void {
  for (const until = now + ms; now < until; ) {
    now++;
    vi.advanceTimersByTime(1);
  }
}

describe('Tick', () => {
  test('keeps its pace where a tick costs little', () => {
    const tick = tickEvery(50);
    costMs = 2;
    tick.start();
    pass(1_000);
    expect(ticks.slice(0, 4)).toEqual([50, 100, 150, 200]);
    expect(tick.ms).toBe(50);
    tick.stop();
    const count = ticks.length;
    pass(500);
    expect(ticks).toHaveLength(count);
  });

  test('slows down to half of the time where it costs more, to 100 ms at most, and comes back', () => {
    const tick = tickEvery(50);
    tick.start();
    costMs = 40;
    pass(4_000);
    expect(tick.ms).toBeGreaterThan(75);
    expect(tick.ms).toBeLessThanOrEqual(80);
    costMs = 90;
    pass(4_000);
    expect(tick.ms).toBe(100);
    costMs = 1;
    pass(4_000);
    expect(tick.ms).toBe(50);
    tick.stop();
  });

  test('never quickens a pace that was asked for', () => {
    const tick = tickEvery(250);
    tick.start();
    pass(2_600);
    expect(tick.ms).toBe(250);
    expect(ticks).toHaveLength(10);
    tick.stop();
  });

  test('a tick that was held up comes once: no burst makes up for it', () => {
    const tick = tickEvery(50);
    tick.start();
    pass(50);
    // Something else held the process for a second.
    now += 1_000;
    vi.advanceTimersByTime(50);
    expect(ticks).toEqual([50, 1_050]);
    pass(60);
    expect(ticks).toHaveLength(3);
    tick.stop();
  });
});
