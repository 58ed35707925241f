import { describe, expect, it } from 'vitest';
import { LOWEST_QUALITY, parseQuality, QUALITIES } from './quality';

describe('tiers of quality', () => {
  it.each([
    ['', null],
    ['?quality=auto', null],
    ['?quality=0', 0],
    ['?theme=light&quality=3', 3],
    [`?quality=${LOWEST_QUALITY}`, LOWEST_QUALITY],
    [`?quality=${LOWEST_QUALITY + 1}`, null],
    ['?quality=-1', null],
    ['?quality=1.5', null],
    ['?quality=', null],
  ])('%j asks for %j', (search, tier) => {
    expect(parseQuality(search)).toBe(tier);
  });

  it('each draws no more than the one above it', () => {
    for (const [tier, quality] of QUALITIES.slice(1).entries()) {
      const above = QUALITIES[tier] as typeof quality;
      expect(quality.maxPixelRatio).toBeLessThanOrEqual(above.maxPixelRatio);
      expect(quality.ringBudget).toBeLessThan(above.ringBudget);
      expect(quality.heatEveryMs).toBeGreaterThanOrEqual(above.heatEveryMs);
    }
  });
});
