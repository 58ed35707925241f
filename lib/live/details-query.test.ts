import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '../events/event';
import { PRECISIONS } from '../geo/place';
import { formatCursor } from './cursor';
import type { CardsQuestion, PinsQuestion, PlaceQuestion } from './details';
import {
  cardsQuery,
  pinsQuery,
  placeQuery,
  readCardsQuestion,
  readPinsQuestion,
  readPlaceQuestion,
} from './details-query';
import { CELLS, wireDegrees } from './wire-point';

const over = (query: string) => new URLSearchParams(query);
const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
const names = fc.array(name, { maxLength: 40 });
const degrees = (limit: number) => fc.double({ min: -limit, max: limit, noNaN: true });
const point = fc.record({ lat: degrees(90), lng: degrees(180) });
const onWire = ({ lat, lng }: { readonly lat: number; readonly lng: number }) => ({
  lat: wireDegrees(lat),
  lng: wireDegrees(lng),
});

const cards: fc.Arbitrary<CardsQuestion> = fc
  .record({
    epoch: fc.nat(9),
    offset: fc.nat(),
    further: fc.integer({ min: 1, max: 1_000 }),
    index: fc.integer({ min: -1, max: 4_999 }),
    type: fc.constantFrom(...EVENT_TYPES),
    point,
    category: fc.option(name),
    cellDegrees: fc.constantFrom(0, ...CELLS),
    seed: fc.option(fc.nat(0xffff)),
  })
  .map(({ epoch, offset, further, index, point: at, ...rest }) => ({
    from: formatCursor({ epoch, offset, index }),
    to: formatCursor({ epoch, offset: offset + further, index }),
    ...at,
    ...rest,
  }));

describe('questions in an address', () => {
  it('are read as they were written, with degrees as a frame has them', () => {
    fc.assert(
      fc.property(cards, (question) => {
        const read = readCardsQuestion(over(cardsQuery(question)));
        expect(read).toEqual({ ...question, ...onWire(question) });
      }),
    );
    const places = fc.record({
      country: fc.constantFrom('', 'FR', 'NO'),
      region: fc.string({ unit: 'grapheme', maxLength: 30 }),
      city: fc.string({ unit: 'grapheme', maxLength: 30 }),
      precision: fc.constantFrom(...PRECISIONS),
      point,
    });
    fc.assert(
      fc.property(places, ({ point: at, ...rest }) => {
        const question: PlaceQuestion = { ...rest, ...at };
        expect(readPlaceQuestion(over(placeQuery(question)))).toEqual({ ...rest, ...onWire(at) });
      }),
    );
  });

  it('about pins have one text, whatever the order of the names', () => {
    fc.assert(
      fc.property(names, names, (categories, countries) => {
        const query = pinsQuery({ categories, countries });
        expect(
          pinsQuery({ categories: [...categories].reverse(), countries: [...countries, ...countries] }),
        ).toBe(query);
        const read = readPinsQuestion(over(query)) as PinsQuestion;
        expect(new Set(read.categories)).toEqual(new Set(categories));
        expect(new Set(read.countries)).toEqual(new Set(countries));
        expect(pinsQuery(read)).toBe(query);
      }),
    );
  });

  it('are never misread: any text is a question or says what is wrong with it', () => {
    const fields = fc.dictionary(
      fc.constantFrom('from', 'to', 'type', 'lat', 'lng', 'category', 'cells', 'seed', 'precision', 'city'),
      fc.oneof(fc.string(), fc.constantFrom('1:2:3', '1:2:4', 'repin', '1e2', '-0', '0x10', '91', 'city')),
    );
    fc.assert(
      fc.property(fields, (given) => {
        for (const read of [readCardsQuestion, readPlaceQuestion]) {
          const answer = read(new URLSearchParams(given));
          if ('field' in answer) expect(answer.reason).not.toBe('');
          else expect(Number.isFinite(answer.lat) && Number.isFinite(answer.lng)).toBe(true);
        }
      }),
    );
  });

  const CARDS = 'from=7:3:-1&to=7:4:0&type=repin&lat=48.8566&lng=2.3522';
  it.each([
    ['from', 'from=7:3&to=7:4:0&type=repin&lat=1&lng=2'],
    ['from', 'to=7:4:0&type=repin&lat=1&lng=2'],
    ['to', 'from=7:3:-1&to=&type=repin&lat=1&lng=2'],
    ['to', 'from=7:3:-1&to=8:4:0&type=repin&lat=1&lng=2'],
    ['to', 'from=7:3:0&to=7:3:0&type=repin&lat=1&lng=2'],
    ['type', 'from=7:3:-1&to=7:4:0&type=like&lat=1&lng=2'],
    ['lat', 'from=7:3:-1&to=7:4:0&type=repin&lat=90.1&lng=2'],
    ['lng', 'from=7:3:-1&to=7:4:0&type=repin&lat=1&lng=1e2'],
    ['category', `${CARDS}&category=`],
    ['category', `${CARDS}&category=${'x'.repeat(201)}`],
    ['cells', `${CARDS}&cells=0`],
    ['cells', `${CARDS}&cells=3`],
    ['seed', `${CARDS}&seed=65536`],
  ])('about cards say that %s is wrong: %s', (field, query) => {
    expect(readCardsQuestion(over(query))).toMatchObject({ field });
  });

  it.each([
    ['precision', 'country=FR&lat=1&lng=2'],
    ['city', `country=FR&precision=city&lat=1&lng=2&city=${'x'.repeat(201)}`],
    ['lat', 'country=FR&precision=city&lng=2'],
  ])('about a place say that %s is wrong: %s', (field, query) => {
    expect(readPlaceQuestion(over(query))).toMatchObject({ field });
  });

  it.each([
    ['category', 'category=food&category='],
    ['country', 'country=FR&'.repeat(41)],
  ])('about pins say that %s is wrong: %s', (field, query) => {
    expect(readPinsQuestion(over(query))).toMatchObject({ field });
  });
});
