import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENT_TYPES } from '../events/event';
import {
  type Filter,
  filterWords,
  isFiltered,
  isNarrowed,
  NO_FILTER,
  parseFilter,
  passes,
  writeFilter,
} from './filter';

const filter = (change: Partial<Filter>): Filter => ({ ...NO_FILTER, ...change });

describe('a filter', () => {
  test.each([
    ['nothing is asked for', {}, 'food', 'FR', true],
    ['its category is asked for', { categories: ['art', 'food'] }, 'food', 'FR', true],
    ['another category is asked for', { categories: ['art'] }, 'food', 'FR', false],
    ['its category is not known', { categories: ['art'] }, null, 'FR', false],
    ['its country is asked for', { countries: ['FR'] }, null, 'FR', true],
    ['another country is asked for', { countries: ['DE'] }, 'food', 'FR', false],
    ['its country is not known', { countries: ['DE'] }, 'food', '', false],
    ['one of both does not fit', { categories: ['food'], countries: ['DE'] }, 'food', 'FR', false],
  ])('when %s', (_, change, category, country, expected) => {
    expect(passes(filter(change), category, country)).toBe(expected);
  });

  test.each([
    ['', NO_FILTER],
    ['category=food&country=fr,DE', filter({ categories: ['food'], countries: ['FR', 'DE'] })],
    ['types=repin', filter({ hiddenTypes: new Set(['pin', 'comment', 'login']) })],
    ['types=', NO_FILTER],
    ['types=likes', NO_FILTER],
    ['country=France,F,12', NO_FILTER],
    ['category=a,,a, b', filter({ categories: ['a', 'b'] })],
    [`category=${'x'.repeat(65)}`, NO_FILTER],
    ['q=%20apple,%20%20pie&board=Cakes', filter({ keywords: 'apple, pie', board: 'Cakes' })],
    [`q=${'x'.repeat(81)}&board=`, NO_FILTER],
  ])('is read from ?%s', (query, expected) => {
    expect(parseFilter(new URLSearchParams(query))).toEqual(expected);
  });

  test('leaves no trace in the address while it is as at first, and leaves other options alone', () => {
    const query = new URLSearchParams('theme=light&category=food&types=pin');
    expect(writeFilter(NO_FILTER, query).toString()).toBe('theme=light');
  });

  test('comes back from the address as it went', () => {
    const name = fc
      .string({ minLength: 1, maxLength: 20 })
      .filter((text) => text.trim() === text && !text.includes(','));
    const words = fc.string({ maxLength: 20 }).map((text) => text.trim().replace(/\s+/g, ' '));
    const any = fc.record({
      board: words,
      keywords: words,
      hiddenTypes: fc
        .uniqueArray(fc.constantFrom(...EVENT_TYPES), { maxLength: 3 })
        .map((types) => new Set(types)),
      categories: fc.uniqueArray(name, { maxLength: 5 }),
      countries: fc.uniqueArray(fc.constantFrom('FR', 'DE', 'US'), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(any, (given) => {
        const text = writeFilter(given, new URLSearchParams('theme=light')).toString();
        expect(parseFilter(new URLSearchParams(text))).toEqual(given);
      }),
    );
  });

  test.each([
    [{}, ''],
    [{ categories: ['food'] }, 'Food'],
    [{ countries: ['FR', 'DE'] }, 'France, Germany'],
    [{ categories: ['food'], countries: ['FR'] }, 'Food · France'],
    [{ keywords: 'apple pie', board: 'Cakes', countries: ['FR'] }, '“apple pie” · Cakes · France'],
  ])('is said in words: %o', (change, words) => {
    expect(filterWords(filter(change))).toBe(words);
  });

  test('narrows by category or country, and not by type', () => {
    expect(isNarrowed(filter({ hiddenTypes: new Set(['pin']) }))).toBe(false);
    expect(isNarrowed(filter({ categories: ['food'] }))).toBe(true);
    expect(isNarrowed(filter({ countries: ['FR'] }))).toBe(true);
  });

  test('is one by board or keyword too, which the hub looks after and not the page', () => {
    expect(isFiltered(filter({ keywords: 'pie' }))).toBe(true);
    expect(isFiltered(filter({ board: 'Cakes' }))).toBe(true);
    expect(isNarrowed(filter({ board: 'Cakes', keywords: 'pie' }))).toBe(false);
    expect(isFiltered(filter({ hiddenTypes: new Set(['pin']) }))).toBe(false);
  });
});
