import { describe, expect, test } from 'vitest';
import { RecentKeys } from './recent-keys';

describe('RecentKeys', () => {
  test('knows what was noted a short while ago', () => {
    const recent = new RecentKeys();
    const keys = Array.from({ length: 50_000 }, (_, at) => `01980000-${at.toString(16)}-key`);
    const before = keys.filter((key) => recent.note(key)).length;
    const after = keys.filter((key) => recent.note(key)).length;
    // One slot, one key: neighbours overwrite each other now and then, in both directions.
    expect(before).toBeLessThan(50);
    expect(after).toBeGreaterThan(45_000);
  });
});
