import { describe, expect, test } from 'vitest';
import type { Card } from '../../lib/live/protocol';
import { EVERYTHING } from '../../lib/live/room-filter';
import { html, words } from '../testing';
import { FailureNote } from './failure-note';
import { targetWords } from './hover-tip';
import { PinCard, type PinCardProps } from './pin-card';
import { countedOf } from './place-panel';

const LYON = {
  lat: 45.7,
  lng: 4.8,
  country: 'FR',
  region: '',
  city: 'Lyon',
  accuracyKm: 20,
  precision: 'city',
} as const;
const CARD: Card = {
  handle: '1:2:3',
  type: 'repin',
  ts: 1_790_000_000_000,
  place: LYON,
  pinId: 'p1',
  title: 'A reading nook',
  imageUrl: '/art/p1.svg',
  link: 'https://example.com/nook',
  color: '#aabbcc',
  category: 'home',
  boardName: 'Rainy days',
};
const card = (change: Partial<Card>, also: Partial<PinCardProps> = {}) => (
  <PinCard
    titleId="t"
    card={{ ...CARD, ...change }}
    now={CARD.ts + 12_000}
    imageHosts={[]}
    onPlace={() => {}}
    {...also}
  />
);

describe("a pin's card", () => {
  test('tells title, board, category, place and age', () => {
    expect(words(card({}))).toMatch(
      /^A reading nook Rainy days · Home Repinned in Lyon, France 12 s ago Open the pin/,
    );
  });

  test.each([
    ['a link of http(s)', 'https://example.com/nook', true],
    ['a script', 'javascript:alert(1)', false],
    ['nothing', null, false],
  ])('follows %s: %s', (_name, link, followed) => {
    expect(html(card({ link })).includes('<a ')).toBe(followed);
    if (followed) expect(html(card({ link }))).toContain('rel="noopener noreferrer"');
  });

  test('keeps a title text', () => {
    expect(html(card({ title: '<img src=x onerror=alert(1)>' }))).toContain('&lt;img src=x');
  });

  test.each([
    ['a foreign host', 'https://evil.example/p.jpg', [], false],
    ['a host that was named', 'https://img.example/p.jpg', ['img.example'], true],
  ])('loads a picture from %s: %s', (_name, imageUrl, imageHosts, loaded) => {
    const shown = html(card({ imageUrl }, { imageHosts }));
    expect(shown.includes('<img')).toBe(loaded);
    if (loaded) expect(shown).toContain('referrerPolicy="no-referrer"');
  });

  test('claims no more than is known', () => {
    const brazil = { ...LYON, country: 'BR', city: '', precision: 'country', accuracyKm: 1_000 } as const;
    expect(words(card({ place: brazil }))).toContain('Repinned somewhere in Brazil');
    expect(words(card({ place: null, title: null }))).toMatch(
      /^A pin not seen before .* at an unknown place 12 s ago/,
    );
  });
});

describe('what lies under the pointer', () => {
  test('is said in one line, with its count and what the count is of', () => {
    expect(targetWords({ kind: 'place', hot: { place: LYON, count: 1_240 } })).toBe(
      'Lyon, France · 1,240 repins in 5 min',
    );
    const ring = { lat: 0, lng: 0, type: 'pin', count: 1, gathered: 0, place: LYON } as const;
    const question = {
      from: '1:0:0',
      to: '1:1:0',
      type: 'pin',
      lat: 45.7,
      lng: 4.8,
      category: null,
      cellDegrees: 0,
      seed: 1,
    } as const;
    expect(targetWords({ kind: 'ring', ring: { ...ring, question } })).toBe('Lyon, France · 1 pin');
    expect(targetWords({ kind: 'ring', ring: { ...ring, gathered: 12, question } })).toBe(
      'Lyon, France · 1 pin, and 12 near it',
    );
  });
});

describe('a failure', () => {
  test.each([
    ['gone', 'too long ago'],
    ['busy', 'hands full'],
    ['unreachable', 'does not answer'],
  ] as const)('%s has a sentence of its own', (failure, said) => {
    expect(words(<FailureNote failure={failure} />)).toContain(said);
  });
});

describe("a place's count", () => {
  test.each([
    ['all there is', {}, false, ''],
    ['a room', { keywords: 'cake', board: 'Sweets' }, false, ', only of “cake” · Sweets'],
    ['some categories', {}, true, ', whatever the category'],
    ['both', { keywords: 'cake' }, true, ', only of “cake”, whatever the category'],
  ])('says what it is of, where the page shows %s', (_, room, narrowed, said) => {
    expect(countedOf({ ...EVERYTHING, ...room }, narrowed)).toBe(said);
  });
});
