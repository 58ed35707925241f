import { expect, test } from 'vitest';
import { CountryFill } from './country-fill';

const SOON = { pauseMs: 1, retryMs: 1 };

test('goes on until none are left, and over a store that is away', async () => {
  const answers = [
    async () => false,
    () => Promise.reject(new Error('away')),
    async () => false,
    async () => true,
  ];
  let asked = 0;
  const fill = new CountryFill({ fillCountries: () => answers[asked++]?.() ?? Promise.resolve(true) }, SOON);
  fill.start();
  fill.start();
  await fill.ended();
  expect(asked).toBe(4);
});

test('stopped, it takes no further step, however long its pause', async () => {
  let asked = 0;
  const fill = new CountryFill(
    {
      fillCountries: async () => {
        asked++;
        return false;
      },
    },
    { pauseMs: 3_600_000, retryMs: 3_600_000 },
  );
  fill.start();
  await new Promise((done) => setTimeout(done, 5));
  await fill.stop();
  expect(asked).toBe(1);
});
