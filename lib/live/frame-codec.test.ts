import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENT_TYPES } from '../events/event';
import { PRECISIONS } from '../geo/place';
import { fromBase64, toBase64 } from './base64';
import { decodeFrame, encodeFrame, FrameError } from './frame-codec';
import type { Frame } from './protocol';

const EMPTY: Frame = {
  from: { epoch: 1, offset: 41, index: -1 },
  to: { epoch: 1, offset: 42, index: 6 },
  serverTime: 1_790_000_000_000,
  newestTs: 1_789_999_999_990,
  catchingUp: false,
  totals: { pin: 1, repin: 2, comment: 3, login: 4, unlocatedRepins: 5 },
  places: [],
  categories: [],
  records: [],
  cards: [],
};

const nat = (max: number) => fc.integer({ min: 0, max });
const degrees = (limit: number) =>
  fc.integer({ min: -limit * 1e5, max: limit * 1e5 }).map((value) => value / 1e5);
const name = fc.string({ unit: 'binary', maxLength: 20 }).filter((text) => !/\p{Surrogate}/u.test(text));
const place = fc.record({
  lat: degrees(90),
  lng: degrees(180),
  accuracyKm: nat(20_000),
  precision: fc.constantFrom(...PRECISIONS),
  country: fc.constantFrom('FR', 'US', ''),
  region: name,
  city: name,
});
const frame = fc
  .record({
    catchingUp: fc.boolean(),
    epoch: nat(2 ** 40),
    offsets: fc.tuple(fc.integer({ min: -1, max: 2 ** 52 }), fc.integer({ min: -1, max: 2 ** 30 })),
    serverTime: nat(2 ** 42),
    newestTs: nat(2 ** 42),
    totals: fc.record({
      pin: nat(2 ** 52),
      repin: nat(2 ** 52),
      comment: nat(2 ** 52),
      login: nat(2 ** 52),
      unlocatedRepins: nat(2 ** 52),
    }),
    places: fc.array(place, { minLength: 1, maxLength: 8 }),
    categories: fc.array(name, { minLength: 1, maxLength: 4 }),
    records: fc.array(
      fc.record({
        type: fc.constantFrom(...EVENT_TYPES),
        place: nat(99),
        category: nat(99),
        count: nat(2 ** 32 - 1),
        age: nat(2 ** 32 - 1),
        late: fc.boolean(),
        seed: nat(2 ** 32 - 1),
      }),
      { maxLength: 30 },
    ),
    titles: fc.array(name, { maxLength: 3 }),
  })
  .map(
    ({ epoch, offsets, records, titles, ...rest }): Frame => ({
      ...rest,
      from: { epoch, offset: offsets[0], index: offsets[1] },
      to: { epoch, offset: offsets[0] + 1, index: offsets[1] },
      records: records.map(({ age, ...record }) => ({
        ...record,
        ts: rest.serverTime - age,
        place: record.place % rest.places.length,
        category: (record.category % (rest.categories.length + 1)) - 1,
      })),
      cards: titles.map((title) => ({
        handle: '1:2:3',
        type: 'repin',
        ts: 5,
        place: null,
        pinId: 'p',
        title,
        imageUrl: null,
        link: null,
        color: null,
        category: null,
        boardName: null,
      })),
    }),
  );

describe('the frame codec', () => {
  test('gives back what it was given', () => {
    fc.assert(
      fc.property(frame, (given) => {
        expect(decodeFrame(encodeFrame(given))).toEqual(given);
      }),
    );
  });

  test('known answer: an empty frame', () => {
    const text = encodeFrame(EMPTY);
    expect(text).toBe(
      'AQAAAAAAAADwPwAAAAAAgERA/////wAAAAAAAEVABgAAAAAAwAZFDHpCAGC/BkUMekIAAAAAAADwPwAAAAAAAABAAAAAAAAACEAAAAAAAAAQQAAAAAAAABRAAAAAAAAAAAAAAAAA',
    );
    expect(decodeFrame(text)).toEqual(EMPTY);
  });

  test('refuses every text that is cut short, and never takes garbage for a frame', () => {
    const text = encodeFrame({
      ...EMPTY,
      places: [
        { lat: 1, lng: 2, country: 'FR', region: '', city: 'Paris', accuracyKm: 5, precision: 'city' },
      ],
    });
    for (let length = 0; length < text.length; length++)
      expect(() => decodeFrame(text.slice(0, length))).toThrow(FrameError);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (garbage) => {
        expect(() => decodeFrame(garbage)).toThrow(FrameError);
      }),
    );
  });

  test('refuses another version', () => {
    const bytes = fromBase64(encodeFrame(EMPTY)) ?? new Uint8Array();
    bytes[0] = 2;
    expect(() => decodeFrame(toBase64(bytes))).toThrow('version 2');
  });

  test('a record of yesterday keeps its age, one of another year is cut at 49 days', () => {
    const places = [
      { lat: 1, lng: 2, country: '', region: '', city: '', accuracyKm: 5, precision: 'city' as const },
    ];
    const record = { type: 'repin' as const, place: 0, category: -1, count: 1, late: true, seed: 1 };
    const aged = (ts: number) =>
      decodeFrame(encodeFrame({ ...EMPTY, places, records: [{ ...record, ts }] })).records[0]?.ts;
    expect(aged(EMPTY.serverTime - 86_400_000)).toBe(EMPTY.serverTime - 86_400_000);
    expect(aged(0)).toBe(EMPTY.serverTime - (2 ** 32 - 1));
  });
});

test('base64 agrees with the platform’s', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
    }),
  );
});
