import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENT_TYPES } from '../events/event';
import { type Place, PRECISIONS } from '../geo/place';
import { placeAt } from '../geo/testing';
import { fromBase64, toBase64 } from './base64';
import { encodeFrame } from './frame-codec';
import { decodeFrame, FrameError, FrameReader } from './frame-reader';
import type { Frame, FrameRecord } from './protocol';

const EMPTY: Frame = {
  from: { epoch: 1, offset: 41, index: -1 },
  to: { epoch: 1, offset: 42, index: 6 },
  serverTime: 1_790_000_000_000,
  newestTs: 1_789_999_999_990,
  catchingUp: false,
  away: false,
  cellDegrees: 0,
  totals: { pin: 1, repin: 2, comment: 3, login: 4, unlocatedRepins: 5 },
  book: { id: 0x00_de_ca_de, places: [], categories: [] },
  records: [],
  cards: [],
};
const withBook = (places: readonly Place[], categories: readonly string[] = [], id = 7) => ({
  ...EMPTY,
  book: { id, places, categories },
});

const nat = (max: number) => fc.integer({ min: 0, max });
const degrees = (limit: number) =>
  fc.integer({ min: -limit * 1e4, max: limit * 1e4 }).map((value) => value / 1e4);
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
const total = nat(2 ** 52);
const frame = fc
  .record({
    catchingUp: fc.boolean(),
    away: fc.boolean(),
    cellDegrees: nat(255),
    epoch: nat(2 ** 40),
    offsets: fc.tuple(fc.integer({ min: -1, max: 2 ** 52 }), fc.integer({ min: -1, max: 2 ** 30 })),
    serverTime: fc.integer({ min: 2 ** 33, max: 2 ** 42 }),
    newestTs: nat(2 ** 42),
    totals: fc.record({ pin: total, repin: total, comment: total, login: total, unlocatedRepins: total }),
    id: nat(2 ** 32 - 1),
    places: fc.array(place, { minLength: 1, maxLength: 8 }),
    categories: fc.array(name, { minLength: 1, maxLength: 40 }),
    records: fc.array(
      fc.record({
        type: fc.constantFrom(...EVENT_TYPES),
        place: nat(99),
        category: nat(99),
        count: fc.oneof(fc.constant(1), nat(2 ** 40)),
        age: fc.oneof(nat(60_000), nat(2 ** 32)),
        late: fc.boolean(),
        seed: nat(2 ** 32 - 1),
      }),
      { maxLength: 30 },
    ),
    titles: fc.array(name, { maxLength: 3 }),
  })
  .map(
    ({ epoch, offsets, records, titles, id, places, categories, ...rest }): Frame => ({
      ...rest,
      from: { epoch, offset: offsets[0], index: offsets[1] },
      to: { epoch, offset: offsets[0] + 1, index: offsets[1] },
      book: { id, places, categories },
      records: records.map(({ age, ...record }) => ({
        ...record,
        ts: rest.serverTime - age,
        place: record.place % places.length,
        category: (record.category % (categories.length + 1)) - 1,
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

const isSingle = ({ count, late }: FrameRecord) => count === 1 && !late;
/** What is kept of a record, whatever is left out, as a text that can be sorted. */
const essence = (record: FrameRecord, serverTime: number) => {
  const { type, place: at, category, count, late, ts, seed } = record;
  const age = serverTime - ts;
  const kept = isSingle(record)
    ? [Math.floor(age / 8), seed & 0xffff]
    : late
      ? [Math.floor(age / 1_000)]
      : [];
  return JSON.stringify([type, at, category, count, late, ...kept]);
};
const essences = ({ records, serverTime }: Frame) => records.map((one) => essence(one, serverTime)).sort();

describe('the frame codec', () => {
  test('gives back what it was given, but for what the protocol leaves out', () => {
    fc.assert(
      fc.property(frame, (given) => {
        const read = decodeFrame(encodeFrame(given));
        expect({ ...read, records: [] }).toEqual({ ...given, records: [] });
        expect(essences(read)).toEqual(essences(given));
        for (const { ts } of read.records) expect(ts).toBeLessThanOrEqual(given.serverTime);
      }),
    );
  });

  test('a reader that follows learns the book bit by bit, in whatever pieces it is told', () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 30 }), fc.array(nat(30)), (places, cuts) => {
        const reader = new FrameReader();
        let told = 0;
        for (const cut of [...cuts, places.length]) {
          const size = Math.min(Math.max(cut, told), places.length);
          // Told from earlier than the reader needs: another viewer may have known less.
          const from = Math.max(0, told - (cut % 3));
          const read = reader.read(
            encodeFrame(withBook(places.slice(0, size)), { places: from, categories: 0 }),
          );
          expect(read?.book.places).toEqual(places.slice(0, size));
          told = size;
        }
        expect(reader.known).toBe(`7:${places.length}:0`);
      }),
    );
  });

  test('a frame that builds on what was never told is not read, and teaches nothing', () => {
    const book = withBook([placeAt(1, 2), placeAt(3, 4)], ['food']);
    const reader = new FrameReader();
    expect(reader.read(encodeFrame(book, { places: 1, categories: 0 }))).toBeNull();
    expect(reader.read(encodeFrame(book, { places: 0, categories: 1 }))).toBeNull();
    expect(reader.known).toBe('0:0:0');
    expect(reader.read(encodeFrame(book))?.book.places).toHaveLength(2);
    // Another web process has another book: it has to be told from the beginning.
    expect(
      reader.read(encodeFrame(withBook([placeAt(5, 6)], [], 8), { places: 1, categories: 0 })),
    ).toBeNull();
    expect(reader.known).toBe('7:2:1');
    expect(reader.read(encodeFrame(withBook([placeAt(5, 6)], [], 8)))?.book.places).toEqual([placeAt(5, 6)]);
    expect(reader.known).toBe('8:1:0');
  });

  test('known answer: an empty frame', () => {
    const text = encodeFrame(EMPTY);
    expect(Buffer.from(text, 'base64').toString('hex')).toBe(
      [
        '02 00 00', // version, flags, cells
        '01 2a 00 2b 07', // epoch 1, from 41/-1, to 42/6, each one more
        '80d8c1a28c34', // 1,790,000,000,000
        'f6d7c1a28c34',
        '01 02 03 04 05',
        'decade00', // the book's id, little-endian
        '00 00 00 00', // no places, no categories known or told
        '00 00 00', // singles, folds, cards
      ]
        .join('')
        .replaceAll(' ', ''),
    );
    expect(decodeFrame(text)).toEqual(EMPTY);
  });

  test('known answer: a place, a category, a single, two folds and a card, byte by byte', () => {
    const card = {
      handle: '1:42:6',
      type: 'repin' as const,
      ts: EMPTY.serverTime,
      place: null,
      pinId: 'p',
      title: 'é',
      imageUrl: null,
      link: null,
      color: null,
      category: null,
      boardName: null,
    };
    const nimes: Place = {
      lat: 43.8367,
      lng: -4.36,
      accuracyKm: 300,
      precision: 'region',
      country: 'FR',
      region: '',
      city: 'Nîmes',
    };
    const { serverTime } = EMPTY;
    const text = encodeFrame({
      ...EMPTY,
      catchingUp: true,
      away: true,
      cellDegrees: 8,
      book: { id: 1, places: [placeAt(0, 0), nimes], categories: ['food'] },
      records: [
        { type: 'comment', place: 1, category: 0, count: 300, late: true, ts: serverTime - 65_432, seed: 9 },
        { type: 'pin', place: 1, category: -1, count: 2, late: false, ts: serverTime - 80, seed: 9 },
        {
          type: 'repin',
          place: 1,
          category: 0,
          count: 1,
          late: false,
          ts: serverTime - 41,
          seed: 0xabcd1234,
        },
      ],
      cards: [card],
    });
    const head = Buffer.from(encodeFrame(EMPTY), 'base64').subarray(3, 25).toString('hex');
    const tail = Buffer.from(JSON.stringify([card]));
    const length = [(tail.length & 0x7f) | 0x80, tail.length >> 7];
    expect(Buffer.from(text, 'base64').toString('hex')).toBe(
      [
        '02 03 08', // catching up, away, cells of 8 degrees
        head,
        '01000000', // book 1
        '00 02', // no place known, two told:
        '00 00 05 00 02 4652 00 00', // 0, 0, 5 km, city, FR
        'bec135', // 43.8367° · 10^4, zigzag
        '9fa905', // -4.36° · 10^4, zigzag
        'ac02 01', // 300 km, region
        '02 4652 00 06 4ec3ae6d6573', // FR, no region, Nîmes
        '00 01 04 666f6f64', // no category known, one told: food
        '01', // one single
        '01 09 05 3412', // place 1, repin of the first category, 5 · 8 ms, seed
        '02', // two folds,
        '0a', // the fresh ones 10 · 8 ms old
        '01 02', // place 1 has two
        '0e ac02 41', // comment, late, food: 300, 65 s old
        '00 02', // pin of no category: 2
        Buffer.from(length).toString('hex'),
        tail.toString('hex'),
      ]
        .join('')
        .replaceAll(' ', ''),
    );
  });

  test('a single record weighs six bytes or less', () => {
    const places = Array.from({ length: 3_000 }, (_, index) => placeAt(index / 100, index / 50));
    const categories = Array.from({ length: 24 }, (_, index) => `c${index}`);
    const records = Array.from({ length: 250 }, (_, index) => ({
      type: 'repin' as const,
      place: (index * 1_237) % places.length,
      category: index % 24,
      count: 1,
      late: false,
      ts: EMPTY.serverTime - (index % 200),
      seed: index * 7_919,
    }));
    const known = { places: places.length, categories: categories.length };
    const size = (list: readonly FrameRecord[]) =>
      (fromBase64(encodeFrame({ ...withBook(places, categories), records: list }, known)) ?? []).length;
    expect((size(records) - size([])) / records.length).toBeLessThanOrEqual(6);
  });

  test('refuses numbers that are none', () => {
    for (const serverTime of [Number.NaN, Number.POSITIVE_INFINITY, 0.5, -1])
      expect(() => encodeFrame({ ...EMPTY, serverTime })).toThrow(RangeError);
  });

  test('refuses a place that is not on Earth and a record that points nowhere', () => {
    expect(() => decodeFrame(encodeFrame(withBook([placeAt(90.1, 2)])))).toThrow('not on Earth');
    const record = {
      type: 'repin' as const,
      place: 1,
      category: -1,
      count: 1,
      late: false,
      ts: EMPTY.serverTime,
      seed: 1,
    };
    const one = withBook([placeAt(1, 2)]);
    expect(() => decodeFrame(encodeFrame({ ...one, records: [record] }))).toThrow('nowhere');
    expect(() => decodeFrame(encodeFrame({ ...one, records: [{ ...record, late: true }] }))).toThrow(
      'nowhere',
    );
    expect(() =>
      decodeFrame(encodeFrame({ ...one, records: [{ ...record, place: 0, category: 0 }] })),
    ).toThrow('nowhere');
  });

  test('refuses every text that is cut short, and never takes garbage for a frame', () => {
    const text = encodeFrame(withBook([placeAt(1, 2, 'Paris')], ['food']));
    for (let length = 0; length < text.length; length++)
      expect(() => decodeFrame(text.slice(0, length))).toThrow(FrameError);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (garbage) => {
        expect(() => decodeFrame(garbage)).toThrow(FrameError);
      }),
    );
  });

  test('a frame with any byte changed is read or refused, nothing else', () => {
    fc.assert(
      fc.property(frame, nat(2 ** 31), nat(255), (given, at, value) => {
        const bytes = fromBase64(encodeFrame(given)) ?? new Uint8Array(1);
        bytes[at % bytes.length] = value;
        try {
          new FrameReader().read(toBase64(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(FrameError);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('refuses another version', () => {
    const bytes = fromBase64(encodeFrame(EMPTY)) ?? new Uint8Array();
    bytes[0] = 3;
    expect(() => decodeFrame(toBase64(bytes))).toThrow('version 3');
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
