import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '../events/event';
import { type Place, PRECISIONS } from '../geo/place';
import type { LiveBatch, LiveEvent } from './batch';
import { decodeLiveBatch, encodeLiveBatch, splitLiveBatch } from './batch-codec';

/** JSON has no -0. */
const number = (min: number, max: number) =>
  fc.double({ min, max, noNaN: true }).map((value) => (value === 0 ? 0 : value));
const text = fc.string({ unit: 'binary', maxLength: 12 });

const place: fc.Arbitrary<Place> = fc.record({
  lat: number(-90, 90),
  lng: number(-180, 180),
  country: text,
  region: text,
  city: text,
  accuracyKm: number(0, 5000),
  precision: fc.constantFrom(...PRECISIONS),
});

const batch: fc.Arbitrary<LiveBatch> = fc
  .array(place, { minLength: 1, maxLength: 4 })
  .chain((places) =>
    fc.record({
      topic: text,
      partition: fc.nat(),
      epoch: fc.nat(),
      storedAt: fc.integer({ min: 0, max: 4e12 }),
      events: fc.uniqueArray(
        fc.record({
          offset: fc.maxSafeNat(),
          type: fc.constantFrom(...EVENT_TYPES),
          ts: fc.integer({ min: 0, max: 4e12 }),
          // The same object again, and an equal one: both are one entry of the table.
          place: fc.option(
            fc.oneof(
              fc.constantFrom(...places),
              fc.constantFrom(...places).map((one) => ({ ...one })),
            ),
          ),
          category: fc.option(text),
          pinId: fc.option(text),
          boardId: fc.option(text),
        }),
        { selector: ({ offset }) => offset, maxLength: 30 },
      ),
    }),
  )
  .map((made) => ({ ...made, events: made.events.toSorted((a, b) => a.offset - b.offset) }));

const kyoto: Place = {
  lat: 35.01,
  lng: 135.77,
  country: 'JP',
  region: '26',
  city: '京都',
  accuracyKm: 10,
  precision: 'city',
};
const event = (offset: number, more: Partial<LiveEvent> = {}): LiveEvent => ({
  ...{
    offset,
    type: 'repin',
    ts: 1000,
    place: kyoto,
    category: 'travel',
    pinId: `p${offset}`,
    boardId: null,
  },
  ...more,
});
const of = (...events: readonly LiveEvent[]): LiveBatch => ({
  topic: 't',
  partition: 0,
  epoch: 1,
  storedAt: 900,
  events,
});

describe('the live batch codec', () => {
  it('gives back what was put in', () => {
    fc.assert(
      fc.property(batch, (given) => {
        expect(decodeLiveBatch(encodeLiveBatch(given))).toEqual(given);
      }),
    );
  });

  it('writes this, until its version is raised', () => {
    expect(
      encodeLiveBatch(
        of(event(5), event(7, { place: { ...kyoto }, category: null, type: 'login', pinId: null })),
      ),
    ).toBe(
      '{"v":1,"t":"t","p":0,"e":1,"s":900,"places":[[35.01,135.77,"JP","26","京都",10,0]],"categories":["travel"],' +
        '"events":[5,1,100,0,0,"p5",null,2,3,100,0,-1,null,null]}',
    );
  });

  it('lets the events of one place share it', () => {
    const decoded = decodeLiveBatch(encodeLiveBatch(of(event(1), event(2, { place: { ...kyoto } }))));
    expect(decoded?.events[0]?.place).toBe(decoded?.events[1]?.place);
  });

  const good = JSON.parse(encodeLiveBatch(of(event(1))));
  it.each([
    ['not JSON', '{'],
    ['null', 'null'],
    ['a number', '7'],
    ['another version', JSON.stringify({ ...good, v: 2 })],
    ['a missing list', JSON.stringify({ ...good, events: undefined })],
    ['an event cut short', JSON.stringify({ ...good, events: good.events.slice(1) })],
    ['a place that is not in the table', JSON.stringify({ ...good, places: [] })],
    ['a category that is not in the table', JSON.stringify({ ...good, categories: [] })],
    ['a type that nobody knows', JSON.stringify({ ...good, events: good.events.with(1, 9) })],
    ['an offset that is no number', JSON.stringify({ ...good, events: good.events.with(0, 'x') })],
    ['an id that is a number', JSON.stringify({ ...good, events: good.events.with(5, 5) })],
    ['a precision that nobody knows', JSON.stringify({ ...good, places: [good.places[0].with(6, 9)] })],
    ['a place that is null', JSON.stringify({ ...good, places: [null] })],
  ])('refuses %s', (_, wrong) => {
    expect(decodeLiveBatch(wrong)).toBeNull();
  });

  it('cuts a large batch into parts that fit and lose nothing, in order', () => {
    fc.assert(
      fc.property(batch, fc.integer({ min: 100, max: 2000 }), (given, maxBytes) => {
        const parts = splitLiveBatch(given, maxBytes);
        const decoded = parts.map((part) => decodeLiveBatch(part));
        expect(decoded.flatMap((part) => part?.events ?? [])).toEqual(given.events);
        parts.forEach((part, index) => {
          if ((decoded[index]?.events.length ?? 0) > 1)
            expect(Buffer.byteLength(part)).toBeLessThanOrEqual(maxBytes);
        });
      }),
    );
  });
});
