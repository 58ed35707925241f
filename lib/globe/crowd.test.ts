import { describe, expect, it } from 'vitest';
import { arcCell } from './arc-cells';
import { Crowd } from './crowd';

describe('the crowd', () => {
  it('counts those who came before, at one place', () => {
    const crowd = new Crowd(1_000);
    expect([0, 0, 0].map((at) => crowd.join(arcCell(35.7, 139.7), at))).toEqual([0, 1, 2]);
  });

  it('forgets with its time constant', () => {
    const crowd = new Crowd(1_000);
    crowd.join(arcCell(35.7, 139.7), 0);
    crowd.join(arcCell(35.7, 139.7), 0);
    expect(crowd.join(arcCell(35.7, 139.7), 1_000)).toBeCloseTo(2 / Math.E, 5);
  });

  it('settles at rate × time constant under a steady stream', () => {
    const crowd = new Crowd(2_000);
    let count = 0;
    for (let at = 0; at < 60_000; at += 25) count = crowd.join(arcCell(48.8, 2.3), at);
    expect(count).toBeGreaterThan(78);
    expect(count).toBeLessThan(80);
  });

  it('keeps places apart that are more than a cell apart', () => {
    const crowd = new Crowd(1_000);
    crowd.join(arcCell(48.8, 2.3), 0);
    expect(crowd.join(arcCell(51.5, -0.1), 0)).toBe(0);
    expect(crowd.join(arcCell(48.8, 6.8), 0)).toBe(0);
  });

  it('takes a moment that lies before the last one for that one', () => {
    const crowd = new Crowd(1_000);
    crowd.join(arcCell(0, 0), 500);
    expect(crowd.join(arcCell(0, 0), 400)).toBe(1);
  });
});
