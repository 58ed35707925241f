import { expect, test } from 'vitest';
import { cardOf } from '../../lib/live/client/testing';
import { CardQueue } from './card-queue';

const queue = () => new CardQueue({ shown: 3, waiting: 2, everyMs: 500 });
const handles = (cards: CardQueue) => cards.cards.map(({ handle }) => handle).join(' ');

test('lets cards in one by one, newest first, and keeps as many as can be shown', () => {
  const cards = queue();
  cards.seed([cardOf('b'), cardOf('a')]);
  cards.add([cardOf('c'), cardOf('d')]);
  cards.tick(0);
  cards.tick(499);
  expect(handles(cards)).toBe('c b a');
  cards.tick(500);
  expect(handles(cards)).toBe('d c b');
});

test('passes over the oldest waiting ones when they come too fast', () => {
  const cards = queue();
  cards.add(['a', 'b', 'c', 'd'].map((handle) => cardOf(handle)));
  cards.tick(0);
  cards.tick(500);
  cards.tick(1_000);
  expect(handles(cards)).toBe('d c');
});

test('lets one with a title in before those without', () => {
  const cards = queue();
  cards.add([cardOf('a', { title: null }), cardOf('b')]);
  cards.tick(0);
  expect(handles(cards)).toBe('b');
  cards.add([cardOf('c', { title: null })]);
  cards.tick(500);
  expect(handles(cards)).toBe('c b');
});

test('shows a card once', () => {
  const cards = queue();
  cards.seed([cardOf('a')]);
  cards.add([cardOf('a')]);
  cards.tick(0);
  expect(handles(cards)).toBe('a');
});

test('gives the same list until it changes', () => {
  const cards = queue();
  cards.seed([cardOf('a')]);
  const before = cards.cards;
  cards.tick(0);
  expect(cards.cards).toBe(before);
});
