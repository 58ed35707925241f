import { expect, it } from 'vitest';
import type { LiveEvent } from '../../lib/live/batch';
import {
  type LetterFilter,
  REPLAY_STREAM,
  type ReplayBatch,
  type StoreWithLetters,
} from './dead-letter-store';
import type { EmbeddedLiveRows, LocatedEvent, Position } from './store';
import { StoreDataError } from './store';
import { aDeadLetter, anEvent, count, fullPin, keysOf, type StoreAtTest, T0, TOPIC } from './store-fixtures';

const outcomesOf = ({ rows, duplicates, filtered, deadLetters }: Position) => ({
  rows: rows.pin + rows.repin + rows.comment + rows.login,
  duplicates,
  filtered,
  deadLetters,
});
const sumOf = (position: Position) => Object.values(outcomesOf(position)).reduce((sum, one) => sum + one, 0);

/** What was ever put on its way to the live log by replays, in its order. */
async function announced(store: StoreWithLetters): Promise<readonly LiveEvent[]> {
  const batches =
    'liveRows' in store
      ? (await (store as StoreWithLetters & EmbeddedLiveRows).liveRows(0, 100_000)).map(({ batch }) => batch)
      : (await store.letters.outbox(100_000)).map(({ batch }) => batch);
  return batches.filter(({ topic }) => topic === REPLAY_STREAM.topic).flatMap(({ events }) => events);
}

/** The contract's tests for dead letters: found, replayed, dropped. `again` opens a second owner of the same data. */
export function describeLetters(at: StoreAtTest, again: (() => Promise<StoreWithLetters>) | null): void {
  const mine = (more: LetterFilter = {}): LetterFilter => ({
    topic: TOPIC,
    partition: at.partition,
    ...more,
  });

  /** Leaves dead letters at `offsets`, and whatever else in the batch. */
  async function dead(offsets: readonly number[], events: readonly LocatedEvent[] = []): Promise<void> {
    await at.write(events, {
      firstOffset: 0,
      lastOffset: 99,
      deadLetters: offsets.map((offset) => aDeadLetter(offset)),
    });
  }

  async function replay(more: Partial<ReplayBatch>, store = at.store) {
    const [letter] = await store.letters.after(mine(), null, 1);
    return store.letters.replay({
      topic: TOPIC,
      partition: at.partition,
      epoch: 1,
      stream: letter?.stream ?? -1,
      events: [],
      pins: [],
      filtered: [],
      refused: [],
      now: T0 + 5_000_000,
      ...more,
    });
  }

  it('replays each dead letter to one outcome, and the sum of the outcomes stays', async () => {
    const { key } = at;
    await dead([3, 4, 5, 6, 7, 8], [anEvent(1, key('there')), anEvent(2, key('x'), 'login')]);
    const before = await at.position();
    const [announcedBefore, journal] = [(await announced(at.store)).length, await replayJournal()];
    const events = [
      anEvent(3, key('new'), 'repin', { place: null }),
      anEvent(4, key('there')),
      anEvent(5, `${TOPIC}/1/${at.partition}/5`, 'comment', { idDerived: true }),
      anEvent(6, key('new')),
    ];
    const tally = await replay({
      events,
      pins: [{ pinId: key('p'), pin: fullPin(key('p'), 'Full'), ts: T0, offset: 5 }],
      filtered: [7],
      refused: [{ offset: 8, reason: 'bad_field', detail: 'must be a string', field: 'ip' }],
    });
    expect(tally).toEqual({ row: 2, duplicate: 2, filtered: 1, refused: [8], settledBefore: 0 });
    const after = await at.position();
    expect(sumOf(after)).toBe(sumOf(before));
    expect(outcomesOf(after)).toEqual({ rows: 4, duplicates: 2, filtered: 1, deadLetters: 1 });
    expect(after).toMatchObject({ storedTo: 99, unlocatedRepins: 1, derivedIds: 1, replayed: 5 });
    const letters = await at.store.letters.after(mine(), null, 10);
    expect(
      letters.map(({ offset, state, outcome, reason, payload }) => [
        offset,
        state,
        outcome,
        reason,
        payload.length,
      ]),
    ).toEqual([
      [3, 'replayed', 'row', 'not_json', 0],
      [4, 'replayed', 'duplicate', 'not_json', 0],
      [5, 'replayed', 'row', 'not_json', 0],
      [6, 'replayed', 'duplicate', 'not_json', 0],
      [7, 'replayed', 'filtered', 'not_json', 0],
      [8, 'open', null, 'bad_field', 7],
    ]);
    expect(letters[0]).toMatchObject({ settledAt: T0 + 5_000_000, headers: null, topic: TOPIC });
    const rows = await at.store.select(
      `SELECT r.src_offset, s.topic, s.partition_id, s.epoch FROM repins r JOIN streams s ON s.stream_id = r.src_stream WHERE r.event_id = '${key('new')}'`,
    );
    expect(rows).toEqual([{ src_offset: 3, topic: TOPIC, partition_id: at.partition, epoch: 1 }]);
    expect((await at.store.findPins([key('p')])).get(key('p'))?.pin?.title).toBe('Full');
    const told = (await announced(at.store)).slice(announcedBefore);
    expect(told.map(({ offset, type, place }) => [offset, type, place === null])).toEqual([
      [journal + 1, 'repin', true],
      [journal + 2, 'comment', false],
    ]);
    expect(await replayJournal()).toBe(journal + 2);
  });

  async function replayJournal(): Promise<number> {
    return (await at.store.position(REPLAY_STREAM.topic, REPLAY_STREAM.partition))?.storedTo ?? -1;
  }

  it('changes nothing when it is replayed again', async () => {
    await dead([1, 2]);
    const events = [anEvent(1, at.key('one')), anEvent(2, at.key('two'))];
    await replay({ events });
    const [before, told] = [await at.position(), (await announced(at.store)).length];
    expect(await replay({ events })).toEqual({
      row: 0,
      duplicate: 0,
      filtered: 0,
      refused: [],
      settledBefore: 2,
    });
    expect(
      await replay({ refused: [{ offset: 1, reason: 'empty', detail: '', field: null }] }),
    ).toMatchObject({
      refused: [],
      settledBefore: 1,
    });
    expect(await at.position()).toEqual(before);
    expect((await announced(at.store)).length).toBe(told);
    expect(await replay({})).toMatchObject({ row: 0, settledBefore: 0 });
  });

  it('takes all of a replay back when the store refuses one of its rows', async () => {
    await dead([1, 2]);
    const before = await at.position();
    const events = [
      anEvent(1, at.key('good')),
      anEvent(2, at.key('bad'), 'repin', { category: 'x'.repeat(101) }),
    ];
    await expect(replay({ events })).rejects.toBeInstanceOf(StoreDataError);
    expect(await at.position()).toEqual(before);
    expect((await at.store.letters.groups(mine())).map(({ state, count: n }) => [state, n])).toEqual([
      ['open', 2],
    ]);
  });

  it('does not publish a replayed event again when its batch comes again, and its neighbours are', async () => {
    const events = [anEvent(1, at.key('one')), anEvent(3, at.key('three'))];
    await dead([2], events);
    const replayed = anEvent(2, at.key('two'));
    await replay({ events: [replayed] });
    const before = await at.position();
    // By a program that knows how to decode it now.
    const again = [events[0], replayed, events[1]].filter((event) => event !== undefined);
    const outcome = await at.write(again, { firstOffset: 0, lastOffset: 99 });
    expect(keysOf(outcome.publishable)).toEqual([at.key('one'), at.key('three')]);
    expect(await at.position()).toEqual(before);
  });

  it('settles letters of an epoch that has been replaced', async () => {
    await dead([1]);
    await at.store.raiseEpoch(TOPIC, at.partition, 1);
    const before = await at.position();
    expect(await replay({ events: [anEvent(1, at.key('old'))] })).toMatchObject({ row: 1 });
    const after = await at.position();
    expect(after).toMatchObject({ epoch: 2, storedTo: -1, deadLetters: 0 });
    expect(sumOf(after)).toBe(sumOf(before));
  });

  it('finds by reason, state, coordinates and time; counts by reason with first and last', async () => {
    await at.write([], {
      firstOffset: 0,
      lastOffset: 9,
      deadLetters: [
        aDeadLetter(1, { reason: 'empty' }),
        aDeadLetter(2, { reason: 'bad_field', field: 'ip' }),
        aDeadLetter(9, { reason: 'empty' }),
      ],
    });
    const { letters } = at.store;
    expect(await letters.groups(mine())).toEqual([
      { reason: 'empty', state: 'open', count: 2, firstAt: T0 + 1, lastAt: T0 + 9 },
      { reason: 'bad_field', state: 'open', count: 1, firstAt: T0 + 2, lastAt: T0 + 2 },
    ]);
    expect(await letters.groups({ topic: 'another' })).toEqual([]);
    const newest = await letters.newest(mine({ since: T0 + 2 }), null, 10);
    expect(newest.map(({ offset, payload }) => [offset, payload.length])).toEqual([
      [9, 0],
      [2, 0],
    ]);
    const [newestOne] = await letters.newest(mine(), null, 1);
    const older = await letters.newest(mine(), newestOne ?? null, 10);
    expect([newestOne, ...older].map((letter) => letter?.offset)).toEqual([9, 2, 1]);
    const one = await letters.after(
      mine({ epoch: 1, offsets: [2, 7], reason: 'bad_field', state: 'open' }),
      null,
      5,
    );
    expect(one.map(({ offset, recordTime, headers }) => [offset, recordTime, headers])).toEqual([
      [2, T0 + 2, '{}'],
    ]);
    const [first] = await letters.after(mine(), null, 1);
    const rest = await letters.after(mine(), first ?? null, 5);
    expect([first, ...rest].map((letter) => letter?.offset)).toEqual([1, 2, 9]);
  });

  it('drops as many as were expected or none: their payloads go, they stay dead letters', async () => {
    await dead([1, 2, 3]);
    await replay({ events: [anEvent(1, at.key('kept'))] });
    const before = await at.position();
    const now = T0 + 7_000_000;
    expect(await at.store.letters.drop(mine(), 3, now)).toEqual({ found: 2, dropped: 0 });
    expect(await at.store.letters.drop(mine({ since: T0 + 3 }), 1, now)).toEqual({ found: 1, dropped: 1 });
    expect(await at.store.letters.drop(mine(), 0, now)).toEqual({ found: 1, dropped: 0 });
    expect(await at.position()).toEqual({ ...before, dropped: 1 });
    const all = await at.store.letters.after(mine(), null, 10);
    expect(all.map(({ state, payload, settledAt }) => [state, payload.length, settledAt])).toEqual([
      ['replayed', 0, T0 + 5_000_000],
      ['open', 7, null],
      ['dropped', 0, now],
    ]);
    expect(await replay({ events: [anEvent(3, at.key('gone'))] })).toMatchObject({
      row: 0,
      settledBefore: 1,
    });
  });

  it('lets replayed and dropped ones go with their age, as open ones, and their tallies stay', async () => {
    await dead([1, 2, 3, 60]);
    await replay({ events: [anEvent(1, at.key('kept'))] });
    await at.store.letters.drop(mine({ offsets: [2] }), 1, T0 + 7_000_000);
    const before = await at.position();
    await at.store.prune({ table: 'dead_letters', olderThan: T0 + 50, limit: 1_000 });
    const left = await at.store.letters.after(mine(), null, 10);
    expect(left.map(({ offset }) => offset)).toEqual([60]);
    expect(await at.position()).toEqual(before);
    expect(await count(at.store, `repins WHERE event_id = '${at.key('kept')}'`)).toBe(1);
  });

  it('counts what is dropped of several partitions and epochs where it came from, once when two drop', async () => {
    await dead([1, 2]);
    await at.store.raiseEpoch(TOPIC, at.partition, 1);
    await at.write([], { epoch: 2, firstOffset: 0, lastOffset: 9, deadLetters: [aDeadLetter(2)] });
    const second = again === null ? at.store : await again();
    const drops = await Promise.allSettled(
      [at.store, second].map((store) => store.letters.drop(mine(), 3, T0 + 7_000_000)),
    );
    const dropped = drops.map((drop) => (drop.status === 'fulfilled' ? drop.value.dropped : 0));
    expect(dropped.sort()).toEqual([0, 3]);
    expect(await at.position()).toMatchObject({ epoch: 2, deadLetters: 3, dropped: 3, replayed: 0 });
    expect((await at.store.letters.groups(mine())).map(({ state, count: n }) => [state, n])).toEqual([
      ['dropped', 3],
    ]);
    if (second !== at.store) await second.close();
  });

  it('counts once when two replay the same letters, beside a worker that writes', async () => {
    const offsets = Array.from({ length: 60 }, (_, index) => index + 20);
    await dead(offsets);
    const second = again === null ? at.store : await again();
    const events = offsets.map((offset) => anEvent(offset, at.key(`k${offset}`)));
    const told = (await announced(at.store)).length;
    const chunks = Array.from({ length: 12 }, (_, index) => events.slice(index * 5, index * 5 + 5));
    const through = (store: StoreWithLetters) =>
      Promise.all(chunks.map((chunk) => replay({ events: chunk }, store)));
    const writes = Promise.all(
      [100, 101, 102, 103].map((offset) => at.write([anEvent(offset, at.key(`w${offset}`))])),
    );
    const [one, two] = await Promise.all([through(at.store), through(second)]);
    await writes;
    const sum = (of: 'row' | 'settledBefore') =>
      [...one, ...two].reduce((total, tally) => total + tally[of], 0);
    expect([sum('row'), sum('settledBefore')]).toEqual([60, 60]);
    const position = await at.position();
    expect(position.deadLetters).toBe(0);
    // Four partitions of one would write in order; here some may have come below `storedTo` and were not taken in.
    const writtenHere = await count(at.store, `repins WHERE event_id LIKE '${at.key('w')}%'`);
    expect(position.rows.repin).toBe(60 + writtenHere);
    const fresh = (await announced(at.store)).slice(told);
    expect(fresh.length).toBe(60);
    expect(fresh.map(({ offset }) => offset - (fresh[0]?.offset ?? 0))).toEqual(
      fresh.map((_, index) => index),
    );
    if (second !== at.store) await second.close();
  });

  it('tells what is published of the replay stream, and empties what was on its way', async () => {
    await dead([1]);
    await replay({ events: [anEvent(1, at.key('p'))] });
    const waiting = await at.store.letters.outbox(1_000);
    const last = waiting.at(-1)?.seq;
    if (last !== undefined) await at.store.letters.published(last);
    expect(await at.store.letters.outbox(1_000)).toEqual([]);
    const journal = await at.store.position(REPLAY_STREAM.topic, REPLAY_STREAM.partition);
    expect(journal?.publishedTo).toBe(journal?.storedTo);
    expect(journal).toMatchObject({ epoch: 1, deadLetters: 0, rows: { repin: 0 } });
  });
}
