import { expect, test } from 'vitest';
import { WrongKeys } from './wrong-keys';

test('an address that guessed ten times is not listened to until its minute is over; the others are', () => {
  let now = 1_000;
  const wrongKeys = new WrongKeys(() => now);
  for (let guess = 0; guess < 9; guess++) wrongKeys.add('a');
  expect(wrongKeys.shutFor('a')).toBe(0);
  now += 20_000;
  wrongKeys.add('a');
  expect(wrongKeys.shutFor('a')).toBe(40);
  expect(wrongKeys.shutFor('b')).toBe(0);
  now += 39_999;
  expect(wrongKeys.shutFor('a')).toBe(1);
  now += 1;
  expect(wrongKeys.shutFor('a')).toBe(0);
  wrongKeys.add('a');
  expect(wrongKeys.shutFor('a')).toBe(0);
});
