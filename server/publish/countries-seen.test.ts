import { expect, test } from 'vitest';
import { CountriesSeen } from './countries-seen';

test('says nothing until the store knows, asks again, and adds what came since', async () => {
  const answers = [() => Promise.reject(new Error('away')), async () => null, async () => ['NO', 'FR']];
  let asked = 0;
  const seen = new CountriesSeen({ countriesSeen: () => answers[asked++]?.() ?? Promise.resolve([]) });
  for (let round = 0; round < 2; round++) {
    await seen.ask();
    expect(seen.with(new Set(['DE']))).toEqual({});
  }
  await seen.ask();
  await seen.ask();
  expect(asked).toBe(3);
  expect(seen.with(new Set(['NO', 'DE']))).toEqual({ countriesSeen: ['DE', 'FR', 'NO'] });
});
