import { describe, expect, it } from 'vitest';
import { ARC_CELLS } from './arc-cells';
import { Gathering } from './gathering';
import { RingBuffer } from './ring-buffer';

const LIFE_MS = 2_500;
const SETTLED_MS = 5_000;

/** A stream of `perSecond` events for `seconds`, at 20 frames a second, over `cells` cells in turn. */
function stream(budget: number, perSecond: number, seconds: number, cells: number) {
  const buffer = new RingBuffer(65_536, LIFE_MS, 0);
  const gathering = new Gathering(buffer, budget);
  let most = 0;
  let sent = 0;
  for (let now = 0; now < seconds * 1_000; now += 50) {
    buffer.expire(now);
    if (now > SETTLED_MS) most = Math.max(most, buffer.live);
    for (let index = 0; index < perSecond / 20; index++) {
      const cell = sent++ % cells;
      if (gathering.join(cell, 1, now, 1)) continue;
      gathering.begin(cell, 1, now);
      buffer.push({ x: 1, y: 0, z: 0 }, 0, now, 1, 'repin');
    }
  }
  const drawn = buffer.rings(seconds * 1_000 - 50).reduce((sum, { weight }) => sum + weight, 0);
  return { buffer, gathering, most, drawn };
}

describe('the gathering', () => {
  it('leaves a stream alone that stays below half of the budget', () => {
    const { gathering, buffer } = stream(1_500, 280, 10, 5);
    expect(gathering.joined).toBe(0);
    expect(buffer.live).toBe(700);
  });

  it.each([2_000, 10_000, 40_000])(
    'keeps %d events a second within the budget, at places enough for it',
    (rate) => {
      const { most, gathering } = stream(2_400, rate, 10, 400);
      expect(most).toBeLessThanOrEqual(2_400);
      expect(gathering.joined).toBeGreaterThan(0);
    },
  );

  it('loses nothing: the rings weigh what has come in their life', () => {
    const { drawn } = stream(2_400, 10_000, 10, 400);
    // A ring that has just faded takes with it what joined it within 600 ms.
    expect(drawn).toBeGreaterThan(10_000 * 1.8);
    expect(drawn).toBeLessThanOrEqual(10_000 * 2.5);
  });

  it('joins the same kind in the same cell only, and only while the ring is young', () => {
    const buffer = new RingBuffer(16, LIFE_MS, 0);
    const gathering = new Gathering(buffer, 1);
    gathering.begin(7, 1, 0);
    buffer.push({ x: 1, y: 0, z: 0 }, 0, 0, 1, 'repin');
    expect(gathering.join(7, 2, 10, 1)).toBe(false);
    expect(gathering.join(8, 1, 10, 1)).toBe(false);
    expect(gathering.join(7, 1, 601, 1)).toBe(false);
    expect(gathering.join(7, 1, 600, 3)).toBe(true);
    expect(buffer.rings(600)[0]?.weight).toBe(4);
    expect(gathering.joined).toBe(0);
    expect(gathering.join(7, 1, 600, 1)).toBe(true);
    expect(gathering.joined).toBe(1);
  });

  it('joins no ring that was let go', () => {
    const buffer = new RingBuffer(16, LIFE_MS, 0);
    const gathering = new Gathering(buffer, 1);
    gathering.begin(ARC_CELLS - 1, 7, 0);
    buffer.push({ x: 1, y: 0, z: 0 }, 0, 0, 1, 'repin');
    buffer.clear();
    buffer.push({ x: 1, y: 0, z: 0 }, 0, 0, 1, 'repin');
    expect(gathering.join(ARC_CELLS - 1, 7, 10, 1)).toBe(false);
  });
});
