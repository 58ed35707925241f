import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EventType } from '../../lib/events/event';
import type { Place } from '../../lib/geo/place';
import type { PinWrite } from './store';
import { StoreDataError } from './store';
import { aBatch, aDeadLetter, anEvent, fullPin, OSLO, type StoreAtTest, T0, TOPIC } from './store-fixtures';

/** The contract's second half: pins, caches, dead letters, questions and pruning. */
export function describeContent(at: StoreAtTest): void {
  const { key, write, position } = at;

  it('completes a placeholder, and never puts one over a full pin', async () => {
    const [a, b] = [key('pin-a'), key('pin-b')];
    const placeholder = (pinId: string, offset: number): PinWrite => ({ pinId, pin: null, ts: 0, offset });
    await write([anEvent(0, key('e'))], { pins: [placeholder(a, 0), placeholder(b, 0)] });
    expect(await at.store.placeholders(1_000)).toEqual(expect.arrayContaining([a, b]));
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
    const found = await at.store.findPins([a, b, key('nobody')]);
    expect(found.get(a)).toEqual({ pinId: a, pin, ts: T0 });
    expect(found.get(b)).toEqual({ pinId: b, pin: null, ts: 0 });
    expect(found.size).toBe(2);
    await at.store.savePins([{ pinId: b, pin: fullPin(b, 'resolved'), ts: 0, offset: 0 }], T0);
    await at.store.savePins([{ pinId: a, pin: fullPin(a, 'older answer'), ts: 0, offset: 0 }], T0);
    expect((await at.store.findPins([b])).get(b)?.pin?.title).toBe('resolved');
    expect((await at.store.findPins([a])).get(a)?.pin).toEqual(pin);
    expect(await at.store.placeholders(1_000)).not.toContain(b);
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
          const run = 10_000 * at.partition + round * 2 + (shuffled ? 1 : 0);
          // Each write comes from a partition of its own, so any order of arrival can really happen.
          const order = made.map((one) => ({ one, rank: shuffled ? orders.next().value : 0 }));
          order.sort((x, y) => x.rank - y.rank);
          for (const { one } of order) {
            const pin = one.full
              ? fullPin(pinId.replace(/-(true|false)$/, ''), `at ${one.ts}/${one.offset}`)
              : null;
            await at.store.writeBatch(
              aBatch([], {
                topic: `merge-${run}`,
                partition: one.offset,
                firstOffset: one.offset,
                lastOffset: one.offset,
                pins: [{ pinId, pin, ts: pin === null ? 0 : one.ts, offset: one.offset }],
              }),
            );
          }
          const row = (await at.store.findPins([pinId])).get(pinId);
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
    await at.store.saveGeo([
      { hash: a, place: OSLO, expiresAt: T0 + 10 },
      { hash: b, place: null, expiresAt: T0 + 10 },
      { hash: c, place, expiresAt: T0 + 5 },
    ]);
    expect(await at.store.findGeo([a, b, c, key('d')], T0 + 4)).toEqual(
      new Map([
        [a, OSLO],
        [b, null],
        [c, place],
      ]),
    );
    expect((await at.store.findGeo([c], T0 + 5)).size).toBe(0);
    await at.store.saveGeo([{ hash: b, place: OSLO, expiresAt: T0 + 20 }]);
    expect((await at.store.findGeo([b], T0 + 15)).get(b)).toEqual(OSLO);
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
    const before = await at.store.deadLetterCounts();
    const batch = aBatch([], {
      partition: at.partition,
      firstOffset: 0,
      lastOffset: 50,
      deadLetters: letters,
    });
    await at.store.writeBatch(batch);
    await at.store.writeBatch(batch);
    const found = (await at.store.deadLetters({ limit: 1_000 })).filter(
      (one) => one.partition === at.partition,
    );
    expect(found.map(({ offset }) => offset)).toEqual([2, 1, 0]);
    expect(found[0]).toEqual({
      ...letters[2],
      topic: TOPIC,
      partition: at.partition,
      epoch: 1,
      state: 'open',
      outcome: null,
      settledAt: null,
    });
    expect(found[1]?.detail.startsWith('emoji 😀 xxx')).toBe(true);
    expect(found[2]?.payload).toEqual(new Uint8Array());
    const unreadable = (counts: typeof before) =>
      counts.find((one) => one.reason === 'unreadable_batch' && one.state === 'open')?.count ?? 0;
    expect(unreadable(await at.store.deadLetterCounts())).toBe(unreadable(before) + 1);
    const filtered = await at.store.deadLetters({ reason: 'bad_field', state: 'open', limit: 1 });
    expect(filtered.map(({ reason }) => reason)).toEqual(['bad_field']);
    expect(await at.store.deadLetters({ state: 'dropped', limit: 5 })).toEqual([]);
  });

  it('gives a setting to the first who claims it', async () => {
    expect(await at.store.claimSetting(key('group'), 'one')).toBe('one');
    expect(await at.store.claimSetting(key('group'), 'two')).toBe('one');
  });

  it('swaps a setting for the one who knows it, and tells the others what it is', async () => {
    expect(await at.store.claimSetting(key('mark'), '')).toBe('');
    expect(await at.store.swapSetting(key('mark'), '', 'one')).toBe('one');
    expect(await at.store.swapSetting(key('mark'), '', 'two')).toBe('one');
    expect(await at.store.swapSetting(key('mark'), 'one', 'two')).toBe('two');
    expect(await at.store.claimSetting(key('mark'), '')).toBe('two');
  });

  it('sums its positions to the totals', async () => {
    const before = (await at.store.totals()).totals;
    await write([anEvent(0, key('a'), 'pin'), anEvent(1, key('b'), 'repin', { place: null })]);
    const { totals, positions } = await at.store.totals();
    expect(totals).toEqual({
      ...before,
      pin: before.pin + 1,
      repin: before.repin + 1,
      unlocatedRepins: before.unlocatedRepins + 1,
    });
    expect(positions.find((one) => one.partition === at.partition && one.topic === TOPIC)).toEqual(
      await position(),
    );
  });

  it('counts engagement by bucket and type, empty buckets too', async () => {
    const start = T0 - 10_000_000 * at.partition;
    const minute = start - (start % 60_000);
    const one = (offset: number, type: EventType, ts: number) =>
      anEvent(offset, key(`e${offset}`), type, { ts });
    await write([
      one(0, 'repin', minute - 1),
      one(1, 'repin', minute),
      one(2, 'repin', minute + 59_999),
      one(3, 'pin', minute + 60_000),
      one(4, 'login', minute + 120_000),
      one(5, 'comment', minute + 180_000),
    ]);
    expect(await at.store.engagement(minute, minute + 180_000, 60_000)).toEqual([
      { start: minute, pin: 0, repin: 2, comment: 0, login: 0 },
      { start: minute + 60_000, pin: 1, repin: 0, comment: 0, login: 0 },
      { start: minute + 120_000, pin: 0, repin: 0, comment: 0, login: 1 },
    ]);
  });

  it('counts repins by when they were stored, those alone that the positions account for', async () => {
    const start = T0 - 10_000_000 * at.partition;
    const minute = start - (start % 60_000);
    const one = (offset: number, ts: number, type: EventType = 'repin') =>
      anEvent(offset, key(`c${offset}`), type, { ts });
    const span = { from: minute, to: minute + 60_000, stepMs: 60_000 };
    const ours = async () => {
      const { positions } = await at.store.totals();
      return positions.filter((found) => found.partition === at.partition && found.topic === TOPIC);
    };
    expect(await at.store.repinCounts(span, await ours())).toEqual([]);
    await write([one(0, minute - 1), one(1, minute), one(2, minute + 59_999), one(3, minute, 'pin')], {
      now: minute + 120_000,
    });
    const then = await ours();
    await write([one(4, minute + 1), one(5, minute + 60_000)], { now: minute + 180_001 });
    const first = { start: minute + 120_000, repins: 2 };
    expect(await at.store.repinCounts(span, then)).toEqual([first]);
    expect(await at.store.repinCounts(span, await ours())).toEqual([
      first,
      { start: minute + 180_000, repins: 1 },
    ]);
    // Of a later epoch all that is there lies above the position, of an earlier one nothing.
    const [then0] = then;
    const ofEpoch = (epoch: number) => then0 && [{ ...then0, epoch: then0.epoch + epoch, storedTo: -1 }];
    expect(await at.store.repinCounts(span, ofEpoch(-1) ?? [])).toEqual([]);
    const all = await at.store.repinCounts(span, ofEpoch(1) ?? []);
    expect(all.map(({ repins }) => repins)).toEqual([2, 1]);
    expect(await at.store.oldestEventAt()).toBeLessThanOrEqual(minute - 1);
  });

  it('prunes the oldest first, in steps, and keeps what is younger', async () => {
    const old = 1_000_000_000_000;
    const events = [0, 1, 2, 3].map((at) => anEvent(at, key(`p${at}`), 'login', { ts: old + at }));
    await write([...events, anEvent(4, key('young'), 'login')]);
    const left = async () =>
      (
        await at.store.select(
          `SELECT event_id FROM logins WHERE event_id LIKE '${at.partition}:%' ORDER BY ts`,
        )
      ).map((row) => row.event_id);
    expect(await at.store.prune({ table: 'logins', olderThan: old + 3, limit: 2 })).toBe(2);
    expect(await left()).toEqual([key('p2'), key('p3'), key('young')]);
    expect(await at.store.prune({ table: 'logins', olderThan: old + 3, limit: 100 })).toBe(1);
    expect(await left()).toEqual([key('p3'), key('young')]);
    await at.store.saveGeo([{ hash: key('old'), place: null, expiresAt: 5 }]);
    expect(await at.store.prune({ table: 'geo_cache', olderThan: 6, limit: 10 })).toBe(1);
    expect(await at.store.prune({ table: 'dead_letters', olderThan: 6, limit: 10 })).toBe(0);
    expect(await at.store.prune({ table: 'live_log', olderThan: 6, limit: 10 })).toBe(0);
  });

  it('writes down from which countries repins came, and knows it when they have been deleted', async () => {
    const from = (country: string) => ({ ...OSLO, country });
    const rows = async () =>
      await at.store.select(
        "SELECT * FROM repin_countries WHERE country IN ('QA', 'QB', 'QC') ORDER BY country",
      );
    await write([
      anEvent(0, key('a'), 'repin', { place: from('QB'), ts: 70 }),
      anEvent(1, key('b'), 'repin', { place: from('QA'), ts: 60 }),
      anEvent(2, key('c'), 'repin', { place: from('QB'), ts: 50 }),
      anEvent(3, key('d'), 'comment', { place: from('QC') }),
      anEvent(4, key('e'), 'repin', { place: null }),
    ]);
    await write([anEvent(5, key('f'), 'repin', { place: from('QA'), ts: 10 })]);
    const first = [
      { country: 'QA', first_ts: 60, stored_at: T0 + 1_000_000 },
      { country: 'QB', first_ts: 50, stored_at: T0 + 1_000_000 },
    ];
    expect(await rows()).toEqual(first);
    expect(await at.store.prune({ table: 'repins', olderThan: 100, limit: 10 })).toBe(4);
    expect(await rows()).toEqual(first);
    expect(await at.store.fillCountries()).toBe(true);
    const seen = await at.store.countriesSeen();
    expect(seen).toEqual(expect.arrayContaining(['NO', 'QA', 'QB']));
    expect(seen).not.toContain('QC');
  });

  it('a repin that came before, or by a replay of a dead letter, tells its country once', async () => {
    const place = { ...OSLO, country: 'QD' };
    await write([anEvent(0, key('a'), 'repin', { place })], { deadLetters: [aDeadLetter(1)], lastOffset: 1 });
    await write([anEvent(0, key('a'), 'repin', { place })]);
    const letters = await at.store.letters.after({ topic: TOPIC, partition: at.partition }, null, 1);
    await at.store.letters.replay({
      topic: TOPIC,
      partition: at.partition,
      epoch: 1,
      stream: letters[0]?.stream ?? -1,
      events: [anEvent(1, key('b'), 'repin', { place: { ...OSLO, country: 'QE' } })],
      pins: [],
      filtered: [],
      refused: [],
      now: T0,
    });
    const seen = await at.store.countriesSeen();
    expect(seen?.filter((country) => country === 'QD' || country === 'QE')).toEqual(['QD', 'QE']);
  });

  it('says how large it is', async () => {
    expect(await at.store.sizeBytes()).toBeGreaterThan(10_000);
  });

  it('runs one SELECT and nothing else', async () => {
    expect(await at.store.select("SELECT 'a;b' AS x;")).toEqual([{ x: 'a;b' }]);
    for (const sql of [
      'DELETE FROM pins',
      'SELECT 1; DELETE FROM pins',
      'WITH x AS (SELECT 1) DELETE FROM pins',
      'SELECT * FROM pins FOR UPDATE',
      'SELECT nothing FROM nowhere',
    ])
      await expect(at.store.select(sql), sql).rejects.toBeInstanceOf(StoreDataError);
  });
}
