import { describe, expect, it } from 'vitest';
import type { StoreWithLetters } from './dead-letter-store';
import { SCHEMA_VERSION } from './sql/migrations';
import type { LocatedEvent } from './store';
import { PositionBehindError, StaleEpochError, StoreDataError } from './store';
import { describeContent } from './store-contract-content';
import { describeLetters } from './store-contract-letters';
import { aBatch, aDeadLetter, anEvent, count, keysOf, OSLO, T0, TOPIC, useStore } from './store-fixtures';

/**
 * What every store must do, run against each engine by its own test file. `open` gives a migrated, empty store;
 * `again` a second one on the same data (a second worker), or null where only one process may have it.
 */
export type StoreUnderTest = {
  readonly open: () => Promise<StoreWithLetters>;
  readonly again: (() => Promise<StoreWithLetters>) | null;
};

/** Registers the contract's tests under `name`. */
export function describeStore(name: string, { open, again }: StoreUnderTest): void {
  describe(`${name}: the store's contract for writes`, () => {
    const at = useStore(open, 0);
    const { key, write, position } = at;

    it('answers a ping and names its kind', async () => {
      await at.store.ping();
      expect(['embedded', 'mariadb', 'mysql', 'singlestore']).toContain(at.store.kind);
    });

    it('migrates again without a change', async () => {
      await at.store.migrate();
      expect(await count(at.store, 'schema_migrations')).toBe(SCHEMA_VERSION);
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
        partition: at.partition,
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
        replayed: 0,
        dropped: 0,
      });
      const rows = await at.store.select(`SELECT * FROM comments WHERE event_id = '${key('d')}'`);
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
      const other = await at.store.writeBatch(
        aBatch([anEvent(0, key('a')), anEvent(1, key('b'))], { partition: at.partition + 1_000 }),
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
      const found = await at.store.select(
        `SELECT event_id FROM repins WHERE event_id LIKE '${at.partition}:%'`,
      );
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
      const rows = await at.store.select(
        `SELECT lat, lng, accuracy_km, src_offset FROM repins WHERE event_id LIKE '${at.partition}:%' ORDER BY src_offset`,
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
      expect(await at.store.position(TOPIC, at.partition)).toBeNull();
      expect((await at.store.select(`SELECT 1 AS x FROM repins WHERE event_id = '${key('a')}'`)).length).toBe(
        0,
      );
    });

    it('refuses a comment above 10,000 characters and keeps one of 10,000', async () => {
      const text = '中'.repeat(10_000);
      await expect(write([anEvent(0, key('a'), 'comment', { text: `${text}!` })])).rejects.toBeInstanceOf(
        StoreDataError,
      );
      await write([anEvent(0, key('a'), 'comment', { text })]);
      const rows = await at.store.select(`SELECT body FROM comments WHERE event_id = '${key('a')}'`);
      expect(rows[0]?.body).toBe(text);
    });

    it('raises an epoch by compare-and-set, and stops the owner of the old one', async () => {
      expect(await at.store.raiseEpoch(TOPIC, at.partition, null)).toBe(1);
      expect(await at.store.raiseEpoch(TOPIC, at.partition, null)).toBe(1);
      await write([anEvent(5, key('a'))], { fingerprint: { timestamp: T0, crc: 5 } });
      expect(await at.store.raiseEpoch(TOPIC, at.partition, 1)).toBe(2);
      expect(await at.store.raiseEpoch(TOPIC, at.partition, 1)).toBe(2);
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

    it('takes no batch behind a hole: the database was set back, and what is missing can still be read', async () => {
      await write([anEvent(0, key('a')), anEvent(9, key('b'))], { readFrom: 0 });
      const behind = write([anEvent(20, key('c'))], { readFrom: 20 });
      await expect(behind).rejects.toBeInstanceOf(PositionBehindError);
      await expect(behind).rejects.toThrow(/has offsets up to 9 and was given those up to 19/);
      expect(await position()).toMatchObject({ storedTo: 9, rows: { repin: 2 } });
      // Offsets that hold no record are no hole; neither is what a batch holds again.
      await write([anEvent(20, key('c'))], { readFrom: 10 });
      await write([anEvent(20, key('c')), anEvent(21, key('d'))], { readFrom: 20 });
      expect(await position()).toMatchObject({ storedTo: 21, rows: { repin: 4 } });
    });

    it('begins anywhere where nobody has read before', async () => {
      await write([anEvent(500, key('a'))], { readFrom: 500 });
      expect(await position()).toMatchObject({ storedTo: 500, rows: { repin: 1 } });
    });

    it('marks what is published: forwards only, and never for a stale epoch', async () => {
      await write([anEvent(0, key('a')), anEvent(7, key('b'))]);
      await at.store.markPublished(TOPIC, at.partition, 1, 5);
      await at.store.markPublished(TOPIC, at.partition, 1, 3);
      expect((await position()).publishedTo).toBe(5);
      await write([anEvent(8, key('c'))], { publishedTo: 7 });
      expect((await position()).publishedTo).toBe(7);
      await write([anEvent(9, key('d'))], { publishedTo: 5_000 });
      expect((await position()).publishedTo).toBeLessThanOrEqual(8);
      await at.store.raiseEpoch(TOPIC, at.partition, 1);
      await at.store.markPublished(TOPIC, at.partition, 1, 8);
      expect((await position()).publishedTo).toBe(-1);
    });

    it('records a gap once', async () => {
      await write([anEvent(0, key('a'))], { fingerprint: { timestamp: T0, crc: 1 } });
      expect(await at.store.recordGap(TOPIC, at.partition, 1, 1, 100)).toBe(99);
      expect(await at.store.recordGap(TOPIC, at.partition, 1, 1, 100)).toBe(0);
      expect(await position()).toMatchObject({ storedTo: 99, lostBeforeRead: 99, fingerprint: null });
      await at.store.raiseEpoch(TOPIC, at.partition, 1);
      await expect(at.store.recordGap(TOPIC, at.partition, 1, 100, 200)).rejects.toBeInstanceOf(
        StaleEpochError,
      );
    });

    it('counts as lost what nobody has stored since the gap was seen', async () => {
      await write([anEvent(0, key('a'))]);
      await write([anEvent(60, key('b'))]);
      expect(await at.store.recordGap(TOPIC, at.partition, 1, 1, 100)).toBe(39);
      expect(await position()).toMatchObject({ storedTo: 99, lostBeforeRead: 39 });
    });

    it('counts a gap before the first record from where it was to begin', async () => {
      expect(await at.store.recordGap(TOPIC, at.partition, 1, 20, 50)).toBe(30);
      expect(await position()).toMatchObject({ storedTo: 49, lostBeforeRead: 30 });
    });

    it('takes batches of many partitions at once', async () => {
      const writes = Array.from({ length: 8 }, (_, p) =>
        Array.from({ length: 5 }, (_, n) => ({ p: at.partition + 2_000 + p * 100, n })),
      );
      const outcomes = await Promise.all(
        writes.map(async (own) => {
          let inserted = 0;
          for (const { p, n } of own) {
            const events = Array.from({ length: 50 }, (_, at) =>
              anEvent(n * 50 + at, key(`shared-${n * 50 + at}`)),
            );
            inserted += (await at.store.writeBatch(aBatch(events, { partition: p }))).inserted;
          }
          return inserted;
        }),
      );
      // All eight write the same 250 keys: each key is one row, whoever came first.
      expect(outcomes.reduce((sum, inserted) => sum + inserted, 0)).toBe(250);
      const { positions } = await at.store.totals();
      const mine = positions.filter(
        (one) => one.partition > at.partition + 1_999 && one.partition < at.partition + 2_800,
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
          const own = async (by: StoreWithLetters, size: number) => {
            for (let from = 0; from < events.length; from += size) {
              const outcome = await by.writeBatch(
                aBatch(events.slice(from, from + size), { partition: at.partition }),
              );
              for (const { offset } of outcome.publishable)
                published.set(offset, (published.get(offset) ?? 0) + 1);
            }
          };
          await Promise.all([own(at.store, 7), own(rival, 13)]);
          // A zombie publishes what the new owner publishes too; readers drop it by their marks.
          expect(published.size).toBe(400);
          expect(await position()).toMatchObject({ storedTo: 399, rows: { repin: 400 }, duplicates: 0 });
          const rows = await rival.select(
            `SELECT COUNT(*) AS n FROM repins WHERE event_id LIKE '${at.partition}:o%'`,
          );
          expect(rows[0]?.n).toBe(400);
        } finally {
          await rival.close();
        }
      });
  });

  describe(`${name}: the store's contract for content`, () => describeContent(useStore(open, 50_000)));
  describe(`${name}: the store's contract for dead letters`, () =>
    describeLetters(useStore(open, 80_000), again));
}
