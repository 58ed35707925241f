import { expect, test } from 'vitest';
import { AddressRate } from './address-rate';

test('a minute’s worth at once, then as many as the time brings, each address for itself', () => {
  let now = 1_000;
  const rate = new AddressRate(60, () => now);
  const taken = (address: string, tries: number) =>
    Array.from({ length: tries }, () => rate.take(address)).filter(Boolean).length;
  expect(taken('a', 100)).toBe(60);
  expect(taken('b', 1)).toBe(1);
  now += 5_000;
  expect(taken('a', 100)).toBe(5);
  now += 3_600_000;
  expect(taken('a', 100)).toBe(60);
  // A clock that is set back gives nothing, and takes nothing.
  now -= 60_000;
  expect(taken('a', 100)).toBe(0);
  now += 1_000;
  expect(taken('a', 100)).toBe(1);
});

test('remembers no more addresses than it has room for', () => {
  const rate = new AddressRate(1, () => 0);
  expect(rate.take('first')).toBe(true);
  expect(rate.take('first')).toBe(false);
  for (let other = 0; other < 10_000; other++) rate.take(`other ${other}`);
  expect(rate.take('first')).toBe(true);
});
