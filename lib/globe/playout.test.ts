import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PLAYOUT_DELAY_MS, Playout } from './playout';

const ticking = (everyMs: number) => {
  const playout = new Playout();
  for (let at = 0; at < 60; at++) playout.frame(at * everyMs);
  return playout;
};

describe('playout', () => {
  it.each([
    [0, PLAYOUT_DELAY_MS],
    [100, PLAYOUT_DELAY_MS - 100],
    [PLAYOUT_DELAY_MS, 0],
  ])('plays an event of %d ms of age in %d ms', (ageMs, delay) => {
    expect(ticking(50).delayOf(ageMs, 1)).toBe(delay);
  });

  it('keeps the distances between fresh events', () => {
    const playout = ticking(50);
    expect(playout.delayOf(40, 1) - playout.delayOf(90, 2)).toBe(50);
  });

  it('takes an event from the future of our clock for one of now', () => {
    expect(ticking(50).delayOf(-5000, 1)).toBe(PLAYOUT_DELAY_MS);
  });

  it('spreads events whose moment has passed over the time to the next frame', () => {
    const playout = ticking(200);
    const delays = Array.from({ length: 400 }, (_, seed) => playout.delayOf(5000, seed));
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...delays)).toBeLessThan(205);
    const early = delays.filter((delay) => delay < 100).length;
    expect(early).toBeGreaterThan(150);
    expect(early).toBeLessThan(250);
  });

  it('never waits longer than its delay or a second, and never for a negative time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 5000, noNaN: true }), { maxLength: 20 }),
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.nat(),
        (gaps, ageMs, seed) => {
          const playout = new Playout();
          let at = 0;
          for (const gap of gaps) {
            at += gap;
            playout.frame(at);
          }
          const delay = playout.delayOf(ageMs, seed);
          expect(delay).toBeGreaterThanOrEqual(0);
          expect(delay).toBeLessThanOrEqual(1000);
        },
      ),
    );
  });

  it('does not spread over a gap in the stream', () => {
    const playout = ticking(50);
    playout.frame(3000 + 60_000);
    for (let seed = 0; seed < 100; seed++) expect(playout.delayOf(5000, seed)).toBeLessThan(60);
  });
});
