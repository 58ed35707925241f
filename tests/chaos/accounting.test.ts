import { describe, expect, test } from 'vitest';
import { type Books, balance, judgeScreen, type Watched } from '../../bench/chaos/accounting';

/** Ten events, one of them sent twice, two records that are none: all as it should be. */
const ids = Array.from({ length: 10 }, (_, index) => `c-${index}`);
const books: Books = {
  sent: new Set(ids),
  takenAway: new Set(),
  records: 13,
  rows: ids,
  rowCount: 10,
  duplicates: 1,
  filtered: 0,
  deadOffsets: 2,
  lostBeforeRead: 0,
  recordsTakenAway: 0,
};
const without = (id: string): Books => ({ ...books, rows: ids.filter((other) => other !== id), rowCount: 9 });

describe('the measure of what is lost and double', () => {
  test('is 0 when every id has a row and every record an outcome', () => {
    expect(balance(books)).toEqual({ lost: 0, duplicate: 0 });
  });

  test('finds an id that has been removed', () => {
    expect(balance(without('c-4'))).toEqual({ lost: 1, duplicate: 0 });
  });

  test('finds it too where a wrong tally makes the sums right', () => {
    expect(balance({ ...without('c-4'), duplicates: 2 })).toEqual({ lost: 1, duplicate: 0 });
  });

  test('finds a record without an outcome', () => {
    expect(balance({ ...books, deadOffsets: 1 })).toEqual({ lost: 1, duplicate: 0 });
  });

  test.each<[string, Partial<Books>]>([
    ['a row that is there twice', { rows: [...ids, 'c-3'], rowCount: 11, duplicates: 0 }],
    ['a row that nobody sent', { rows: [...ids, 'c-77'], rowCount: 11, duplicates: 0 }],
    ['a duplicate that was counted twice', { duplicates: 2 }],
    ['a dead letter too many', { deadOffsets: 3 }],
  ])('finds %s', (_name, change) => {
    expect(balance({ ...books, ...change })).toEqual({ lost: 0, duplicate: 1 });
  });

  test('lets records go that were taken away before they were read, only if that was recorded', () => {
    const gone: Books = {
      ...without('c-4'),
      takenAway: new Set(['c-4']),
      recordsTakenAway: 1,
      lostBeforeRead: 1,
    };
    expect(balance(gone)).toEqual({ lost: 0, duplicate: 0 });
    expect(balance({ ...gone, deadOffsets: 0, lostBeforeRead: 0 })).toMatchObject({ lost: 3 });
  });
});

const none = { pin: 0, repin: 0, comment: 0, login: 0 };
const watched: Watched = {
  located: { ...none, repin: 5, comment: 2 },
  numbered: [3, 23],
  shown: { ...none, repin: 5, comment: 2 },
  drawn: new Map([
    [3, 1],
    [23, 1],
  ]),
  startedOver: false,
  folded: false,
  rows: { ...none, repin: 6, comment: 2 },
  totals: { ...none, repin: 6, comment: 2 },
};

describe('the measure of what a screen showed', () => {
  test('is 0 when each row was drawn once', () => {
    expect(judgeScreen(watched)).toEqual({ neverShown: 0, shownTwice: 0 });
  });

  test.each<[string, Partial<Watched>, number, number]>([
    ['a circle that was never drawn', { shown: { ...none, repin: 4, comment: 2 } }, 1, 0],
    ['one that was drawn twice', { shown: { ...none, repin: 5, comment: 3 } }, 0, 1],
    ['one of each type', { shown: { ...none, repin: 6, comment: 1 } }, 1, 1],
    ['one for the other, where the sums are right', { drawn: new Map([[3, 2]]) }, 1, 1],
    [
      'one that was drawn before the viewer started over and again after',
      { startedOver: true, drawn: new Map([[3, 2]]) },
      0,
      1,
    ],
    ['a picture that lacks a row', { startedOver: true, totals: { ...none, repin: 5, comment: 2 } }, 1, 0],
  ])('finds %s', (_name, change, neverShown, shownTwice) => {
    expect(judgeScreen({ ...watched, ...change })).toEqual({ neverShown, shownTwice });
  });

  test('takes a picture for the circles that it stands for', () => {
    expect(judgeScreen({ ...watched, startedOver: true, shown: none, drawn: new Map() })).toEqual({
      neverShown: 0,
      shownTwice: 0,
    });
  });
});
