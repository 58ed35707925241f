import { expect, test } from 'vitest';
import { spokenSummary } from './spoken-summary';
import type { StateLine } from './state-line';

const CALM: StateLine = { tone: 'calm', word: 'Live', text: '' };
const BRAZIL = {
  place: { lat: -10, lng: -55, country: 'BR', region: '', city: '', accuracyKm: 900, precision: 'country' },
  count: 80,
} as const;

test.each([
  [
    { started: true, lastMinute: 1_312, topPlaces: [BRAZIL] },
    '1,312 repins in the last minute, most of them somewhere in Brazil.',
  ],
  [{ started: true, lastMinute: 1, topPlaces: [] }, '1 repin in the last minute.'],
  [{ started: true, lastMinute: 0, topPlaces: [BRAZIL] }, '0 repins in the last minute.'],
])('says %j', (view, sentence) => {
  expect(spokenSummary(view, CALM)).toBe(sentence);
});

test('says first what is wrong', () => {
  const behind: StateLine = { tone: 'warn', word: 'Behind', text: 'Behind by 42 s.' };
  expect(spokenSummary({ started: true, lastMinute: 2, topPlaces: [] }, behind)).toBe(
    'Behind by 42 s. 2 repins in the last minute.',
  );
  expect(spokenSummary({ started: false, lastMinute: 0, topPlaces: [] }, behind)).toBe('Behind by 42 s.');
});
