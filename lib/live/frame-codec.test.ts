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

  test('known answer: a place, a category, a record and a card, byte by byte', () => {
    const card = {
      handle: '1:42:6',
      type: 'repin' as const,
      ts: EMPTY.serverTime - 258,
      place: null,
      pinId: 'p',
      title: 'é',
      imageUrl: null,
      link: null,
      color: null,
      category: null,
      boardName: null,
    };
    const text = encodeFrame({
      ...EMPTY,
      catchingUp: true,
      places: [
        {
          lat: 48.86,
          lng: -2.35,
          accuracyKm: 300,
          precision: 'region',
          country: 'FR',
          region: '',
          city: 'Nîmes',
        },
      ],
      categories: ['food'],
      records: [
        { type: 'comment', place: 0, category: 0, count: 7, late: true, ts: card.ts, seed: 0xdeadbeef },
        { type: 'repin', place: 0, category: -1, count: 1, late: false, ts: EMPTY.serverTime, seed: 1 },
      ],
      cards: [card],
    });
    const head = Buffer.from(encodeFrame(EMPTY), 'base64').subarray(2, 90);
    const tail = Buffer.from(JSON.stringify([card]));
    const bytes = [
      '01 01', // version, catching up
      head.toString('hex'), // cursors, times, totals
      '0100', // places
      'f08d4a00 086afcff 2c01 01', // 48.86° and -2.35° times 10^5, 300 km, region
      '0200 4652 0000 0600 4ec3ae6d6573', // FR, no region, Nîmes
      '0100 0400 666f6f64', // one category: food
      '02000000',
      '0000 0000 07000000 02 01 02010000 efbeadde',
      '0000 ffff 01000000 01 00 00000000 01000000',
      `${tail.length.toString(16).padStart(2, '0')}000000 ${tail.toString('hex')}`,
    ].join('');
    expect(Buffer.from(text, 'base64').toString('hex')).toBe(bytes.replaceAll(' ', ''));
    expect(Buffer.byteLength(tail)).toBeLessThan(256);
  });

  test('refuses to number more places than it can', () => {
    const place = {
      lat: 1,
      lng: 2,
      country: '',
      region: '',
      city: '',
      accuracyKm: 5,
      precision: 'city' as const,
    };
    const places = Array.from({ length: 65_536 }, () => place);
    expect(() => encodeFrame({ ...EMPTY, places })).toThrow(RangeError);
    expect(decodeFrame(encodeFrame({ ...EMPTY, places: places.slice(1) })).places).toHaveLength(65_535);
    expect(() => encodeFrame({ ...EMPTY, categories: ['x'.repeat(65_536)] })).toThrow(RangeError);
  });

  test('refuses a place that is not on Earth and times that are no numbers', () => {
    const place = {
      lat: 90.1,
      lng: 2,
      country: '',
      region: '',
      city: '',
      accuracyKm: 5,
      precision: 'city' as const,
    };
    expect(() => decodeFrame(encodeFrame({ ...EMPTY, places: [place] }))).toThrow('not on Earth');
    for (const serverTime of [Number.NaN, Number.POSITIVE_INFINITY, 0.5])
      expect(() => decodeFrame(encodeFrame({ ...EMPTY, serverTime }))).toThrow(FrameError);
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
