import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FullPin } from '../events/event';
import { isRoom, type RoomFilter, readRoomFilter, roomQuery } from './room-filter';
import { pinWords, roomKey, roomMatcher } from './room-match';

const pin: FullPin = {
  id: 'p',
  title: 'Crème Brûlée in 20 minutes',
  description: 'With vanilla',
  imageUrl: null,
  link: null,
  boardId: 'b-7',
  boardName: 'Süßes & Desserts',
  category: 'food',
  color: null,
};
const filter = (change: Partial<RoomFilter>): RoomFilter => ({ board: '', keywords: '', ...change });

test('what is kept of a pin is bounded after folding, and its board is still found', () => {
  const words = pinWords({ ...pin, title: '\ufdfa'.repeat(999), boardName: 'Recipes' });
  expect(words.text.length).toBeLessThan(3_100);
  expect(roomMatcher(filter({ keywords: 'recipes' }))(null, words)).toBe(true);
  const hangul = pinWords({ ...pin, title: `${'각'.repeat(997)} end` });
  expect(roomMatcher(filter({ keywords: 'end' }))(null, hangul)).toBe(true);
});

describe('an event is in the room', () => {
  test.each([
    ['its pin has the word', { keywords: 'brulee' }, null, true],
    ['its pin has the word in capitals and with accents', { keywords: 'CRÈME' }, null, true],
    ['its pin has all of the words, in whatever order', { keywords: 'minutes  creme' }, null, true],
    ['its pin has one of the words only', { keywords: 'creme cake' }, null, false],
    ['the word is a part of one', { keywords: 'brul' }, null, true],
    ['the word is in the name of the board', { keywords: 'desserts' }, null, true],
    ['the word is only where no card shows it', { keywords: 'vanilla' }, null, false],
    ['the board has the name', { board: 'süßes & desserts' }, null, true],
    ['the board has a part of the name', { board: 'desserts' }, null, false],
    ['the board has the id', { board: 'B-7' }, null, true],
    ['it was repinned to the board', { board: 'b-9' }, 'B-9', true],
    ['it was repinned to another board', { board: 'b-9' }, 'b-8', false],
    ['board and words fit', { board: 'b-7', keywords: 'creme' }, 'b-1', true],
    ['the board fits and the words do not', { board: 'b-7', keywords: 'cake' }, 'b-1', false],
  ])('when %s', (_, change, boardId, expected) => {
    expect(roomMatcher(filter(change))(boardId, pinWords(pin))).toBe(expected);
  });

  test('when its own board is asked for, even if its pin is not known; by words never', () => {
    expect(roomMatcher(filter({ board: 'b-9' }))('b-9', null)).toBe(true);
    expect(roomMatcher(filter({ board: 'b-9', keywords: 'creme' }))('b-9', null)).toBe(false);
    expect(roomMatcher(filter({ board: 'b-9' }))(null, null)).toBe(false);
  });
});

test.each([
  [{ keywords: 'Crème brûlée' }, { keywords: 'BRULEE  creme' }, true],
  [{ keywords: 'creme creme' }, { keywords: 'creme' }, true],
  [{ board: 'Cakes' }, { board: 'cakes' }, true],
  [{ board: 'creme' }, { keywords: 'creme' }, false],
  [{ keywords: 'creme brulee' }, { keywords: 'cremebrulee' }, false],
])('%o and %o share a room: %s', (one, other, shared) => {
  expect(roomKey(filter(one)) === roomKey(filter(other))).toBe(shared);
});

test('filters with the same key let the same through', () => {
  const word = fc.constantFrom('creme', 'Brûlée', 'CAKE', 'b-7', ' ', '20');
  const text = fc.array(word, { maxLength: 3 }).map((words) => words.join(' '));
  const any = fc.record({ board: text, keywords: text });
  fc.assert(
    fc.property(any, any, fc.option(word), (one, other, boardId) => {
      fc.pre(roomKey(one) === roomKey(other));
      const words = pinWords(pin);
      expect(roomMatcher(one)(boardId, words)).toBe(roomMatcher(other)(boardId, words));
    }),
    { numRuns: 2_000 },
  );
});

describe('a filter in an address', () => {
  test.each([
    ['', filter({})],
    ['board=%20Cakes%20%20and%20more&q=', filter({ board: 'Cakes and more' })],
    ['q=creme+brulee', filter({ keywords: 'creme brulee' })],
  ])('?%s', (query, expected) => {
    expect(readRoomFilter(new URLSearchParams(query))).toEqual(expected);
    expect(isRoom(expected)).toBe(query !== '');
  });

  test('comes back as it went', () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .map((each) => each.trim().replace(/\s+/g, ' '));
    fc.assert(
      fc.property(fc.record({ board: text, keywords: text }), (given) => {
        expect(readRoomFilter(new URLSearchParams(roomQuery(given)))).toEqual(given);
      }),
    );
  });

  test.each(['board', 'q'])('is refused when its %s is too long', (field) => {
    expect(readRoomFilter(new URLSearchParams({ [field]: 'x'.repeat(81) }))).toMatchObject({ field });
  });
});
