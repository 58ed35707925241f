import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EventType, FullPin } from '../../lib/events/event';
import type { Place } from '../../lib/geo/place';
import type { DeadLetter, LocatedEvent, PinWrite, Store, StoreBatch } from './store';
import { StaleEpochError, StoreDataError } from './store';

/**
 * What every store must do, run against each engine by its own test file. `open` gives a migrated, empty store;
 * `again` a second one on the same data (a second worker), or null where only one process may have it.
 */
export type StoreUnderTest = {
  readonly open: () => Promise<Store>;
  readonly again: (() => Promise<Store>) | null;
};

const TOPIC = 'engagement';
const T0 = 1_780_000_000_000;

const OSLO: Place = {
  lat: 59.913868123456,
  lng: 10.752245987654321,
  country: 'NO',
  region: '03',
  city: 'Oslo',
  accuracyKm: 12.5,
  precision: 'city',
};

export function anEvent(
  offset: number,
  key: string,
  type: EventType = 'repin',
  more: Partial<LocatedEvent> = {},
): LocatedEvent {
  return {
    key,
    id: key,
    source: null,
    idDerived: false,
    type,
    ts: T0 + offset,
    userId: 'user-1',
    ip: null,
    location: null,
    pinId: 'pin-1',
    boardId: 'board-1',
    pin: null,
    text: type === 'comment' ? 'so nice' : null,
    offset,
    place: OSLO,
    category: 'travel',
    ...more,
  };
}

export function aBatch(events: readonly LocatedEvent[], more: Partial<StoreBatch> = {}): StoreBatch {
  return {
    topic: TOPIC,
    partition: 0,
    epoch: 1,
    firstOffset: events[0]?.offset ?? 0,
    lastOffset: events.at(-1)?.offset ?? 0,
    events,
    pins: [],
    filtered: [],
    deadLetters: [],
    publishedTo: null,
    fingerprint: null,
    now: T0 + 1_000_000,
    ...more,
  };
}

function fullPin(id: string, title: string, more: Partial<FullPin> = {}): FullPin {
  return {
    id,
    title,
    description: null,
    imageUrl: null,
    link: null,
    boardId: null,
    boardName: null,
    category: null,
    color: null,
    ...more,
  };
}

function aDeadLetter(offset: number, more: Partial<DeadLetter> = {}): DeadLetter {
  return {
    offset,
    lastOffset: offset,
    reason: 'not_json',
    detail: 'the value is not valid JSON',
    field: null,
    payload: new Uint8Array([0, 255, 39, 92, 34, 10, 26]),
    payloadBytes: 7,
    payloadSha256: 'a'.repeat(64),
    at: T0 + offset,
    ...more,
  };
}

const keysOf = (events: readonly LocatedEvent[]) => events.map((event) => event.key);

async function count(store: Store, table: string): Promise<number> {
  const rows = await store.select(`SELECT COUNT(*) AS n FROM ${table}`);
  return Number(rows[0]?.n);
}

/** Registers the contract's tests under `name`. */
export function describeStore(name: string, { open, again }: StoreUnderTest): void {
  describe(`${name}: the store's contract`, () => {
    let store: Store;
    let partition = 0;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(async () => {
      await store.close();
    });
    // Each test has a partition and keys of its own, so they share one database without meeting.
    beforeEach(() => {
      partition++;
    });
    const key = (text: string) => `${partition}:${text}`;
    const write = (events: readonly LocatedEvent[], more: Partial<StoreBatch> = {}) =>
      store.writeBatch(aBatch(events, { partition, ...more }));
    const position = async () => {
      const found = await store.position(TOPIC, partition);
      if (found === null) throw new Error('no position');
      return found;
    };

    it('answers a ping and names its kind', async () => {
      await store.ping();
      expect(['embedded', 'mariadb', 'mysql', 'singlestore']).toContain(store.kind);
    });

    it('migrates again without a change', async () => {
      await store.migrate();
      expect(await count(store, 'schema_migrations')).toBe(1);
    });

    it('writes each type to its table and advances the position with it', async () => {
      const events = [
        anEvent(0, key('a'), 'pin'),
        anEvent(1, key('b'), 'repin'),
        anEvent(2, key('c'), 'repin', { place: null }),
        anEvent(3, key('d'), 'comment', { text: 'héllo 🌍 "quoted" \\ \'x\' \u0007\f' }),
        anEvent(4, key('e'), 'login', { pinId: null, boardId: null, category: null }),
        anEvent(5, key('f'), 'repin', { idDerived: true }),
      ];
      const outcome = await write(events, {
        firstOffset: 0,
        lastOffset: 9,
        filtered: [6, 7],
        deadLetters: [aDeadLetter(8)],
        fingerprint: { timestamp: T0, crc: 4_294_967_295 },
      });
      expect(outcome).toEqual({
        publishable: events,
        inserted: 6,
        redelivered: 0,
        duplicates: 0,
        filtered: 2,
        deadLetters: 1,
      });
      expect(await position()).toEqual({
        topic: TOPIC,
        partition,
        epoch: 1,
        storedTo: 9,
        publishedTo: -1,
        fingerprint: { timestamp: T0, crc: 4_294_967_295 },
        rows: { pin: 1, repin: 3, comment: 1, login: 1 },
        unlocatedRepins: 1,
        duplicates: 0,
        filtered: 2,
        deadLetters: 1,
        derivedIds: 1,
        lostBeforeRead: 0,
      });
      const rows = await store.select(`SELECT * FROM comments WHERE event_id = '${key('d')}'`);
      expect(rows).toEqual([
        {
          event_id: key('d'),
          ts: T0 + 3,
          stored_at: T0 + 1_000_000,
          user_id: 'user-1',
          pin_id: 'pin-1',
          board_id: 'board-1',
          category: 'travel',
          country: 'NO',
          region: '03',
          city: 'Oslo',
          lat: OSLO.lat,
          lng: OSLO.lng,
          accuracy_km: 12.5,
          geo_precision: 'city',
          src_stream: rows[0]?.src_stream,
          src_offset: 3,
          body: 'héllo 🌍 "quoted" \\ \'x\' \u0007\f',
        },
      ]);
    });

    it('tells a redelivery (publish again) from a producer duplicate (do not)', async () => {
      const first = [anEvent(0, key('a')), anEvent(1, key('b'))];
      await write(first);
      const again = await write(first);
      expect(keysOf(again.publishable)).toEqual([key('a'), key('b')]);
      expect(again).toMatchObject({ inserted: 0, redelivered: 2, duplicates: 0 });
      const twice = await write([anEvent(2, key('a')), anEvent(3, key('c'))]);
      expect(keysOf(twice.publishable)).toEqual([key('c')]);
      expect(twice).toMatchObject({ inserted: 1, redelivered: 0, duplicates: 1 });
      expect(await position()).toMatchObject({ rows: { repin: 3 }, duplicates: 1, storedTo: 3 });
    });

    it('gives a key that comes twice in one batch to the first', async () => {
      const events = [anEvent(0, key('a')), anEvent(1, key('a')), anEvent(2, key('b')), anEvent(3, key('a'))];
      const outcome = await write(events);
      expect(outcome.publishable.map(({ offset }) => offset)).toEqual([0, 2]);
      expect(outcome).toMatchObject({ inserted: 2, duplicates: 2 });
      const redelivered = await write(events);
      expect(redelivered.publishable.map(({ offset }) => offset)).toEqual([0, 2]);
      expect(redelivered).toMatchObject({ duplicates: 0, redelivered: 2 });
    });

    it('counts only what lies above storedTo when batches overlap in part', async () => {
      await write([anEvent(0, key('a')), anEvent(1, key('b'))]);
      const outcome = await write([anEvent(1, key('b')), anEvent(2, key('c')), anEvent(3, key('a'))], {
        filtered: [1, 4],
        lastOffset: 5,
        deadLetters: [aDeadLetter(0), aDeadLetter(5)],
      });
      expect(keysOf(outcome.publishable)).toEqual([key('b'), key('c')]);
      expect(outcome).toMatchObject({
        inserted: 1,
        redelivered: 1,
        duplicates: 1,
        filtered: 1,
        deadLetters: 1,
      });
      expect(await position()).toMatchObject({ storedTo: 5, filtered: 1, deadLetters: 1, duplicates: 1 });
    });

    it('does not move back for a batch that lies below storedTo', async () => {
      await write([anEvent(0, key('a')), anEvent(9, key('b'))], {
        fingerprint: { timestamp: T0, crc: 9 },
      });
      await write([anEvent(0, key('a'))], { fingerprint: { timestamp: T0, crc: 1 } });
      expect(await position()).toMatchObject({ storedTo: 9, fingerprint: { timestamp: T0, crc: 9 } });
    });

    it('does not publish an event of another partition that has the same key', async () => {
      await write([anEvent(0, key('a'))]);
      const other = await store.writeBatch(
        aBatch([anEvent(0, key('a')), anEvent(1, key('b'))], { partition: partition + 1_000 }),
      );
      expect(keysOf(other.publishable)).toEqual([key('b')]);
      expect(other.duplicates).toBe(1);
    });

    it('keeps ids apart that differ by case, accent, trailing blank or form of Unicode only', async () => {
      const ids = [
        'ABC',
        'abc',
        'abc ',
        'ábc',
        'a\u0301bc',
        ' abc',
        'ab\u200bc',
        '😀',
        '😁',
        "a'b",
        'a"b',
        'a\\b',
        'a\\\\b',
        '],["',
        '],[',
        '%',
        'straße',
        'strasse',
      ];
      const events = ids.map((id, at) => anEvent(at, key(id)));
      const outcome = await write(events);
      expect(outcome).toMatchObject({ inserted: ids.length, duplicates: 0 });
      const again = await write(events);
      expect(keysOf(again.publishable)).toEqual(ids.map(key));
      const found = await store.select(`SELECT event_id FROM repins WHERE event_id LIKE '${partition}:%'`);
      expect(found.map((row) => row.event_id).sort()).toEqual(ids.map(key).sort());
    });

    it('keeps offsets, times and coordinates exact up to 2^53 - 1', async () => {
      const far = Number.MAX_SAFE_INTEGER;
      const place = { ...OSLO, lat: -89.99999999999999, lng: 179.99999999999997, accuracyKm: 0.1 };
      const events = [
        anEvent(far - 1, key('a'), 'repin', { ts: T0 + 7, place }),
        anEvent(far, key('b'), 'repin', { ts: T0, place: { ...place, lat: 1e-7, lng: -0.1 } }),
      ];
      await write(events, { fingerprint: { timestamp: far, crc: 1 } });
      expect((await position()).storedTo).toBe(far);
      const rows = await store.select(
        `SELECT lat, lng, accuracy_km, src_offset FROM repins WHERE event_id LIKE '${partition}:%' ORDER BY src_offset`,
      );
      expect(rows).toEqual([
        { lat: place.lat, lng: place.lng, accuracy_km: 0.1, src_offset: far - 1 },
        { lat: 1e-7, lng: -0.1, accuracy_km: 0.1, src_offset: far },
      ]);
      expect(keysOf((await write(events)).publishable)).toEqual([key('a'), key('b')]);
    });

    it('writes batches larger than a chunk, and finds the duplicates in them', async () => {
      const events = Array.from({ length: 12_345 }, (_, at) => anEvent(at, key(`n${at % 12_000}`)));
      const outcome = await write(events);
      expect(outcome).toMatchObject({ inserted: 12_000, duplicates: 345 });
      const next = events.slice(0, 3_000).map((event) => ({ ...event, offset: event.offset + 20_000 }));
      next[1_500] = anEvent(21_500, key('new'));
      expect(await write(next)).toMatchObject({ inserted: 1, duplicates: 2_999 });
      expect(keysOf((await write(next)).publishable)).toEqual([key('new')]);
    });

    const refused: readonly (readonly [string, Partial<LocatedEvent>])[] = [
      ['an id above 512 bytes', { key: 'é'.repeat(257) }],
      ['an empty id', { key: '' }],
      ['an id with half a surrogate pair', { key: 'a\ud800' }],
      ['a user id above 128 bytes', { userId: 'u'.repeat(129) }],
      ['a pin id above 128 bytes', { pinId: '😀'.repeat(33) }],
      ['a category above 100 characters', { category: 'c'.repeat(101) }],
      ['a latitude above 90', { place: { ...OSLO, lat: 90.5 } }],
      ['a longitude that is no number', { place: { ...OSLO, lng: Number.NaN } }],
      ['a country of three letters', { place: { ...OSLO, country: 'NOR' } }],
      ['a city above 200 characters', { place: { ...OSLO, city: 'x'.repeat(201) } }],
      ['a fractional time', { ts: 1.5 }],
      ['a time above 2^53', { ts: 2 ** 53 }],
    ];
    it.each(refused)('refuses %s as data, and writes nothing', async (_, more) => {
      const events = [anEvent(0, key('a')), anEvent(1, key('b'), 'repin', more)];
      await expect(write(events)).rejects.toBeInstanceOf(StoreDataError);
      expect(await store.position(TOPIC, partition)).toBeNull();
      expect((await store.select(`SELECT 1 AS x FROM repins WHERE event_id = '${key('a')}'`)).length).toBe(0);
    });

    it('refuses a comment above 10,000 characters and keeps one of 10,000', async () => {
      const text = '中'.repeat(10_000);
      await expect(write([anEvent(0, key('a'), 'comment', { text: `${text}!` })])).rejects.toBeInstanceOf(
        StoreDataError,
      );
      await write([anEvent(0, key('a'), 'comment', { text })]);
      const rows = await store.select(`SELECT body FROM comments WHERE event_id = '${key('a')}'`);
      expect(rows[0]?.body).toBe(text);
    });

    it('raises an epoch by compare-and-set, and stops the owner of the old one', async () => {
      expect(await store.raiseEpoch(TOPIC, partition, null)).toBe(1);
      expect(await store.raiseEpoch(TOPIC, partition, null)).toBe(1);
      await write([anEvent(5, key('a'))], { fingerprint: { timestamp: T0, crc: 5 } });
      expect(await store.raiseEpoch(TOPIC, partition, 1)).toBe(2);
      expect(await store.raiseEpoch(TOPIC, partition, 1)).toBe(2);
      expect(await position()).toMatchObject({
        epoch: 2,
        storedTo: -1,
        publishedTo: -1,
        fingerprint: null,
        rows: { repin: 1 },
      });
      await expect(write([anEvent(6, key('b'))])).rejects.toBeInstanceOf(StaleEpochError);
      const anew = await write([anEvent(5, key('a')), anEvent(6, key('b'))], { epoch: 2 });
      expect(keysOf(anew.publishable)).toEqual([key('b')]);
      expect(anew.duplicates).toBe(1);
    });

    it('marks what is published: forwards only, and never for a stale epoch', async () => {
      await write([anEvent(0, key('a')), anEvent(7, key('b'))]);
      await store.markPublished(TOPIC, partition, 1, 5);
      await store.markPublished(TOPIC, partition, 1, 3);
      expect((await position()).publishedTo).toBe(5);
      await write([anEvent(8, key('c'))], { publishedTo: 7 });
      expect((await position()).publishedTo).toBe(7);
      await store.raiseEpoch(TOPIC, partition, 1);
      await store.markPublished(TOPIC, partition, 1, 8);
      expect((await position()).publishedTo).toBe(-1);
    });

    it('records a gap once', async () => {
      await write([anEvent(0, key('a'))], { fingerprint: { timestamp: T0, crc: 1 } });
      await store.recordGap(TOPIC, partition, 1, 100, 99);
      await store.recordGap(TOPIC, partition, 1, 100, 99);
      expect(await position()).toMatchObject({ storedTo: 99, lostBeforeRead: 99, fingerprint: null });
      await store.raiseEpoch(TOPIC, partition, 1);
      await expect(store.recordGap(TOPIC, partition, 1, 200, 1)).rejects.toBeInstanceOf(StaleEpochError);
    });

    it('completes a placeholder, and never puts one over a full pin', async () => {
      const [a, b] = [key('pin-a'), key('pin-b')];
      const placeholder = (pinId: string, offset: number): PinWrite => ({ pinId, pin: null, ts: 0, offset });
      await write([anEvent(0, key('e'))], { pins: [placeholder(a, 0), placeholder(b, 0)] });
      expect(await store.placeholders(1_000)).toEqual(expect.arrayContaining([a, b]));
      const pin = fullPin(a, 'Ünïcode 🧵 "title"', {
        description: 'd'.repeat(5_000),
        imageUrl: '/art/1.svg',
        link: 'https://example.com/?q=1&r=\'"',
        boardId: 'bo',
        boardName: 'Böard',
        category: 'art',
        color: '#1a2b3c',
      });
      await write([anEvent(1, key('f'), 'pin')], { pins: [{ pinId: a, pin, ts: T0, offset: 1 }] });
      await write([anEvent(2, key('g'))], { pins: [placeholder(a, 2)] });
      const found = await store.findPins([a, b, key('nobody')]);
      expect(found.get(a)).toEqual({ pinId: a, pin, ts: T0 });
      expect(found.get(b)).toEqual({ pinId: b, pin: null, ts: 0 });
      expect(found.size).toBe(2);
      await store.savePins([{ pinId: b, pin: fullPin(b, 'resolved'), ts: 0, offset: 0 }], T0);
      await store.savePins([{ pinId: a, pin: fullPin(a, 'older answer'), ts: 0, offset: 0 }], T0);
      expect((await store.findPins([b])).get(b)?.pin?.title).toBe('resolved');
      expect((await store.findPins([a])).get(a)?.pin).toEqual(pin);
      expect(await store.placeholders(1_000)).not.toContain(b);
    });

    it('merges pins to the same row whatever the order of the writes', async () => {
      let round = 0;
      const writes = fc.uniqueArray(
        fc.record({
          ts: fc.integer({ min: T0, max: T0 + 2 }),
          offset: fc.integer({ min: 0, max: 40 }),
          full: fc.boolean(),
        }),
        { minLength: 2, maxLength: 6, selector: ({ offset }) => offset },
      );
      await fc.assert(
        fc.asyncProperty(writes, fc.infiniteStream(fc.nat()), async (made, orders) => {
          const stored: unknown[] = [];
          for (const shuffled of [false, true]) {
            const pinId = key(`merge-${round}-${shuffled}`);
            const run = 10_000 * partition + round * 2 + (shuffled ? 1 : 0);
            // Each write comes from a partition of its own, so any order of arrival can really happen.
            const order = made.map((one) => ({ one, rank: shuffled ? orders.next().value : 0 }));
            order.sort((x, y) => x.rank - y.rank);
            for (const { one } of order) {
              const pin = one.full
                ? fullPin(pinId.replace(/-(true|false)$/, ''), `at ${one.ts}/${one.offset}`)
                : null;
              await store.writeBatch(
                aBatch([], {
                  topic: `merge-${run}`,
                  partition: one.offset,
                  firstOffset: one.offset,
                  lastOffset: one.offset,
                  pins: [{ pinId, pin, ts: pin === null ? 0 : one.ts, offset: one.offset }],
                }),
              );
            }
            const row = (await store.findPins([pinId])).get(pinId);
            stored.push({ title: row?.pin?.title ?? null, ts: row?.ts });
          }
          round++;
          const best = made.filter((one) => one.full).sort((x, y) => y.ts - x.ts || y.offset - x.offset)[0];
          const expected =
            best === undefined
              ? { title: null, ts: 0 }
              : { title: `at ${best.ts}/${best.offset}`, ts: best.ts };
          expect(stored).toEqual([expected, expected]);
        }),
        { numRuns: 12 },
      );
    });

    it('keeps the geo cache until it expires', async () => {
      const place: Place = { ...OSLO, city: "Sant'Ángel", region: '', precision: 'region' };
      const [a, b, c] = [key('a'), key('b'), key('c')];
      await store.saveGeo([
        { hash: a, place: OSLO, expiresAt: T0 + 10 },
        { hash: b, place: null, expiresAt: T0 + 10 },
        { hash: c, place, expiresAt: T0 + 5 },
      ]);
      expect(await store.findGeo([a, b, c, key('d')], T0 + 4)).toEqual(
        new Map([
          [a, OSLO],
          [b, null],
          [c, place],
        ]),
      );
      expect((await store.findGeo([c], T0 + 5)).size).toBe(0);
      await store.saveGeo([{ hash: b, place: OSLO, expiresAt: T0 + 20 }]);
      expect((await store.findGeo([b], T0 + 15)).get(b)).toEqual(OSLO);
    });

    it('keeps dead letters once, with their payload, whatever their text', async () => {
      const letters = [
        aDeadLetter(0, { reason: 'empty', payload: new Uint8Array(), payloadBytes: 0 }),
        aDeadLetter(1, {
          field: 'f'.repeat(300),
          detail: `emoji 😀 ${'x'.repeat(2_000)}`,
          reason: 'bad_field',
        }),
        aDeadLetter(2, {
          reason: 'unreadable_batch',
          lastOffset: 50,
          payload: Uint8Array.from({ length: 64 * 1024 }, (_, at) => at % 256),
          payloadBytes: 1_000_000,
        }),
      ];
      const before = await store.deadLetterCounts();
      const batch = aBatch([], { partition, firstOffset: 0, lastOffset: 50, deadLetters: letters });
      await store.writeBatch(batch);
      await store.writeBatch(batch);
      const found = (await store.deadLetters({ limit: 1_000 })).filter((one) => one.partition === partition);
      expect(found.map(({ offset }) => offset)).toEqual([2, 1, 0]);
      expect(found[0]).toEqual({ ...letters[2], topic: TOPIC, partition, epoch: 1, state: 'open' });
      expect(found[1]?.detail.startsWith('emoji 😀 xxx')).toBe(true);
      expect(found[2]?.payload).toEqual(new Uint8Array());
      const unreadable = (counts: typeof before) =>
        counts.find((one) => one.reason === 'unreadable_batch' && one.state === 'open')?.count ?? 0;
      expect(unreadable(await store.deadLetterCounts())).toBe(unreadable(before) + 1);
      const filtered = await store.deadLetters({ reason: 'bad_field', state: 'open', limit: 1 });
      expect(filtered.map(({ reason }) => reason)).toEqual(['bad_field']);
      expect(await store.deadLetters({ state: 'dropped', limit: 5 })).toEqual([]);
    });

    it('gives a setting to the first who claims it', async () => {
      expect(await store.claimSetting(key('group'), 'one')).toBe('one');
      expect(await store.claimSetting(key('group'), 'two')).toBe('one');
    });

    it('sums its positions to the totals', async () => {
      const before = (await store.totals()).totals;
      await write([anEvent(0, key('a'), 'pin'), anEvent(1, key('b'), 'repin', { place: null })]);
      const { totals, positions } = await store.totals();
      expect(totals).toEqual({
        ...before,
        pin: before.pin + 1,
        repin: before.repin + 1,
        unlocatedRepins: before.unlocatedRepins + 1,
      });
      expect(positions.find((one) => one.partition === partition && one.topic === TOPIC)).toEqual(
        await position(),
      );
    });

    it('counts engagement by bucket and type, empty buckets too', async () => {
      const start = T0 - 10_000_000 * partition;
      const minute = start - (start % 60_000);
      const at = (offset: number, type: EventType, ts: number) =>
        anEvent(offset, key(`e${offset}`), type, { ts });
      await write([
        at(0, 'repin', minute - 1),
        at(1, 'repin', minute),
        at(2, 'repin', minute + 59_999),
        at(3, 'pin', minute + 60_000),
        at(4, 'login', minute + 120_000),
        at(5, 'comment', minute + 180_000),
      ]);
      expect(await store.engagement(minute, minute + 180_000, 60_000)).toEqual([
        { start: minute, pin: 0, repin: 2, comment: 0, login: 0 },
        { start: minute + 60_000, pin: 1, repin: 0, comment: 0, login: 0 },
        { start: minute + 120_000, pin: 0, repin: 0, comment: 0, login: 1 },
      ]);
    });

    it('prunes the oldest first, in steps, and keeps what is younger', async () => {
      const old = 1_000_000_000_000;
      const events = [0, 1, 2, 3].map((at) => anEvent(at, key(`p${at}`), 'login', { ts: old + at }));
      await write([...events, anEvent(4, key('young'), 'login')]);
      const left = async () =>
        (
          await store.select(`SELECT event_id FROM logins WHERE event_id LIKE '${partition}:%' ORDER BY ts`)
        ).map((row) => row.event_id);
      expect(await store.prune({ table: 'logins', olderThan: old + 3, limit: 2 })).toBe(2);
      expect(await left()).toEqual([key('p2'), key('p3'), key('young')]);
      expect(await store.prune({ table: 'logins', olderThan: old + 3, limit: 100 })).toBe(1);
      expect(await left()).toEqual([key('p3'), key('young')]);
      await store.saveGeo([{ hash: key('old'), place: null, expiresAt: 5 }]);
      expect(await store.prune({ table: 'geo_cache', olderThan: 6, limit: 10 })).toBe(1);
      expect(await store.prune({ table: 'dead_letters', olderThan: 6, limit: 10 })).toBe(0);
      expect(await store.prune({ table: 'live_log', olderThan: 6, limit: 10 })).toBe(0);
    });

    it('says how large it is', async () => {
      expect(await store.sizeBytes()).toBeGreaterThan(10_000);
    });

    it('runs one SELECT and nothing else', async () => {
      expect(await store.select("SELECT 'a;b' AS x;")).toEqual([{ x: 'a;b' }]);
      for (const sql of [
        'DELETE FROM pins',
        'SELECT 1; DELETE FROM pins',
        'WITH x AS (SELECT 1) DELETE FROM pins',
        'SELECT * FROM pins FOR UPDATE',
        'SELECT nothing FROM nowhere',
      ])
        await expect(store.select(sql), sql).rejects.toBeInstanceOf(StoreDataError);
    });

    it('takes batches of many partitions at once', async () => {
      const writes = Array.from({ length: 8 }, (_, p) =>
        Array.from({ length: 5 }, (_, n) => ({ p: partition + 2_000 + p * 100, n })),
      );
      const outcomes = await Promise.all(
        writes.map(async (own) => {
          let inserted = 0;
          for (const { p, n } of own) {
            const events = Array.from({ length: 50 }, (_, at) =>
              anEvent(n * 50 + at, key(`shared-${n * 50 + at}`)),
            );
            inserted += (await store.writeBatch(aBatch(events, { partition: p }))).inserted;
          }
          return inserted;
        }),
      );
      // All eight write the same 250 keys: each key is one row, whoever came first.
      expect(outcomes.reduce((sum, inserted) => sum + inserted, 0)).toBe(250);
      const { positions } = await store.totals();
      const mine = positions.filter(
        (one) => one.partition > partition + 1_999 && one.partition < partition + 2_800,
      );
      expect(mine.reduce((sum, one) => sum + one.rows.repin, 0)).toBe(250);
      expect(mine.reduce((sum, one) => sum + one.duplicates, 0)).toBe(7 * 250);
    });

    if (again !== null)
      it('lets two owners of a partition overlap without losing or doubling', async () => {
        const rival = await again();
        try {
          const events = Array.from({ length: 400 }, (_, at) => anEvent(at, key(`o${at}`)));
          const published = new Map<number, number>();
          const own = async (by: Store, size: number) => {
            for (let at = 0; at < events.length; at += size) {
              const outcome = await by.writeBatch(aBatch(events.slice(at, at + size), { partition }));
              for (const { offset } of outcome.publishable)
                published.set(offset, (published.get(offset) ?? 0) + 1);
            }
          };
          await Promise.all([own(store, 7), own(rival, 13)]);
          // A zombie publishes what the new owner publishes too; readers drop it by their marks.
          expect(published.size).toBe(400);
          expect(await position()).toMatchObject({ storedTo: 399, rows: { repin: 400 }, duplicates: 0 });
          const rows = await rival.select(
            `SELECT COUNT(*) AS n FROM repins WHERE event_id LIKE '${partition}:o%'`,
          );
          expect(rows[0]?.n).toBe(400);
        } finally {
          await rival.close();
        }
      });
  });
}
