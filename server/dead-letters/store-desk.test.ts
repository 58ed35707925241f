import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventType } from '../../lib/events/event';
import { CountChangedError, type LetterQuery } from '../../lib/letters/desk';
import { sumOfReplay } from '../../lib/letters/reports';
import { deadLetter } from '../ingest/dead-letter';
import { PlaceLookup } from '../ingest/geo/place-lookup';
import { PinLookup } from '../ingest/pins/pin-lookup';
import { type EmbeddedStore, openEmbeddedStore } from '../store/embedded/embedded-store';
import type { DeadLetterReason } from '../store/store';
import { aBatch, anEvent, count, T0, TOPIC } from '../store/store-fixtures';
import { BadRequestError, StoreDesk } from './store-desk';

const NOW = T0 + 9_000_000;
const ADDRESS = '81.2.69.142';
const USER = 'user-secret-77';
const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const repin = (more: Record<string, unknown> = {}) =>
  bytes({ type: 'repin', ts: T0, userId: USER, ip: ADDRESS, pinId: 'p', ...more });
const key = (offset: number, partition = 0) => `${TOPIC}/1/${partition}/${offset}`;
const ALL = { selection: {}, limit: 1_000, after: null };
const OPEN: LetterQuery = { selection: {}, state: 'open', limit: 100, after: null };

let folder = '';
let store: EmbeddedStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'letters-'));
  store = await openEmbeddedStore({ file: join(folder, 'a.db') });
  await store.migrate();
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

function open(types: readonly EventType[] = ['pin', 'repin', 'comment', 'login'], onRows = () => {}) {
  const places = new PlaceLookup({
    store,
    locator: null,
    cacheKey: 'key',
    ttlMs: 1_000,
    now: () => NOW,
    onError: () => {},
  });
  const enrichment = { places, pins: new PinLookup({ store, resolver: null }) };
  const replay = { enrichment, types: new Set(types) };
  return new StoreDesk({ letters: store.letters, replay, now: () => NOW, onRows });
}

type Given = readonly [offset: number, payload: Buffer, reason?: DeadLetterReason];

/** Records that a program of yesterday refused. */
async function refuse(given: readonly Given[], partition = 0): Promise<void> {
  await store.writeBatch(
    aBatch([], {
      partition,
      firstOffset: 0,
      lastOffset: 99_999,
      deadLetters: given.map(([offset, value, reason = 'bad_field']) =>
        deadLetter(
          { offset, reason, detail: 'must be a string', field: 'userId', at: T0 + offset },
          {
            value,
            headers: { 'content-type': bytes('application/json'), [USER]: bytes('x') },
            timestamp: T0,
          },
        ),
      ),
    }),
  );
}

describe('a replay', () => {
  it('gives each key one outcome, and the counts add up to what was asked', async () => {
    await store.writeBatch(aBatch([anEvent(0, 'there')], { partition: 1 }));
    await refuse([
      [1, repin({ id: 'new' })],
      [2, repin({ id: 'there' })],
      [3, bytes({ id: 'l', type: 'login', ts: T0, userId: USER })],
      [4, bytes('{"type":')],
      [5, bytes({ type: 'repin', ts: T0, pinId: 'p', text: 'x'.repeat(70_000) })],
      [6, repin()],
      [7, repin({ id: 'dropped' })],
    ]);
    let told = 0;
    const desk = open(['repin'], () => told++);
    await desk.drop({ keys: [key(7)] });
    const keys = [1, 2, 3, 4, 5, 6, 7, 8].map((offset) => key(offset));
    const report = await desk.replay({ keys: [...keys, key(1)] });
    expect(report).toEqual({
      asked: 8,
      rows: 2,
      duplicates: 1,
      filtered: 1,
      stillDead: { not_json: 1 },
      skipped: { payload_cut: 1 },
      gone: 1,
      unknown: 1,
      next: null,
    });
    expect(sumOfReplay(report)).toBe(report.asked);
    expect(told).toBe(1);
    const again = await desk.replay({ keys });
    expect(again).toMatchObject({ asked: 8, rows: 0, gone: 5, stillDead: { not_json: 1 } });
    expect(sumOfReplay(again)).toBe(again.asked);
    expect(told).toBe(1);
  });

  it('gives an event without an id the one of its coordinates', async () => {
    await refuse([[6, repin()]], 3);
    await open().replay({ keys: [key(6, 3)] });
    expect(await store.select('SELECT event_id, ts FROM repins')).toEqual([
      { event_id: `${TOPIC}/1/3/6`, ts: T0 },
    ]);
  });

  it('goes through all in steps, those that stay refused once each', async () => {
    const letters = (partition: number) =>
      refuse(
        Array.from({ length: 450 }, (_, at) => [at, at % 9 === 0 ? bytes('no') : repin()] as const),
        partition,
      );
    await letters(0);
    await letters(1);
    const desk = open();
    const first = await desk.replay({ ...ALL, limit: 500 });
    expect(first).toMatchObject({ asked: 500, next: expect.any(String) });
    const second = await desk.replay({ ...ALL, after: first.next });
    expect(second).toMatchObject({ asked: 400, next: null });
    expect(first.rows + second.rows).toBe(800);
    expect((first.stillDead.not_json ?? 0) + (second.stillDead.not_json ?? 0)).toBe(100);
    expect(await count(store, 'repins')).toBe(800);
  });

  it('is of one reason, topic, partition or time alone when that is asked', async () => {
    await refuse([
      [1, repin(), 'empty'],
      [2, repin()],
      [3, repin()],
    ]);
    await refuse([[4, repin()]], 1);
    const desk = open();
    const replay = (selection: object) => desk.replay({ ...ALL, selection });
    expect(await replay({ topic: 'another' })).toMatchObject({ asked: 0 });
    expect(await replay({ reason: 'empty' })).toMatchObject({ asked: 1, rows: 1 });
    expect(await replay({ partition: 1 })).toMatchObject({ asked: 1, rows: 1 });
    expect(await replay({ since: T0 + 3 })).toMatchObject({ asked: 1, rows: 1 });
  });

  it('decodes what was mended in place of what was kept, and leaves the letter as it is when that is refused', async () => {
    await refuse([[1, bytes('{"type":"repin"'), 'not_json']]);
    const desk = open();
    expect(await desk.replay({ keys: [key(1)] }, bytes({ type: 'like' }))).toMatchObject({
      stillDead: { unknown_type: 1 },
    });
    expect(await desk.show(key(1))).toMatchObject({ state: 'open', reason: 'not_json' });
    expect(await desk.replay({ keys: [key(1)] }, repin())).toMatchObject({ asked: 1, rows: 1 });
    expect(await count(store, 'repins')).toBe(1);
  });

  it('is refused where it cannot be done', async () => {
    const desk = new StoreDesk({
      letters: store.letters,
      replay: { impossible: 'no geo data here' },
      now: () => NOW,
    });
    await expect(desk.replay(ALL)).rejects.toThrow('no geo data here');
    expect((await desk.list(OPEN)).noReplay).toBe('no geo data here');
  });
});

describe('a list', () => {
  it('counts all by reason, shows the newest, and goes on where its page ended', async () => {
    await refuse([
      [1, repin(), 'empty'],
      [2, repin()],
      [3, repin()],
    ]);
    const desk = open();
    const first = await desk.list({ ...OPEN, limit: 2 });
    expect(first.groups.map(({ reason, count: n }) => [reason, n])).toEqual([
      ['bad_field', 2],
      ['empty', 1],
    ]);
    expect(first.letters.map((letter) => letter.key)).toEqual([key(3), key(2)]);
    const second = await desk.list({ ...OPEN, limit: 2, after: first.next });
    expect(second.letters.map((letter) => letter.key)).toEqual([key(1)]);
    expect(second.next).toBeNull();
    await desk.drop({ keys: [key(1)] });
    expect((await desk.list(OPEN)).letters.length).toBe(2);
    expect((await desk.list({ ...OPEN, state: null })).letters.length).toBe(3);
    await expect(desk.list({ ...OPEN, after: 'x' })).rejects.toBeInstanceOf(BadRequestError);
  });
});

describe('what is shown', () => {
  it('names no address and no user, whatever stands in payload and headers', async () => {
    await refuse([
      [1, repin()],
      [2, bytes(`{"userId":"${USER}","ip":"${ADDRESS}"`), 'not_json'],
      [3, Buffer.concat([Buffer.from([0xff]), bytes(`${USER} ${ADDRESS}`)]), 'not_utf8'],
    ]);
    const desk = open();
    const shown = [
      await desk.list(OPEN),
      ...(await Promise.all([1, 2, 3].map((offset) => desk.show(key(offset))))),
    ];
    const text = JSON.stringify(shown);
    expect(text).not.toContain(USER);
    expect(text).not.toContain(ADDRESS);
    expect(shown[1]).toMatchObject({
      payload: { kind: 'json' },
      headers: [
        { name: 'content-type', bytes: 16 },
        { name: '<name 2>', bytes: 1 },
      ],
    });
    expect(Buffer.from((await desk.raw(key(1)))?.payload ?? []).toString()).toContain(ADDRESS);
    expect(await desk.show(key(9))).toBeNull();
    await expect(desk.show('nonsense')).rejects.toBeInstanceOf(BadRequestError);
  });
});

describe('a drop', () => {
  it('takes as many as were expected, or none; by key, those that are open', async () => {
    await refuse([1, 2, 3, 4].map((offset) => [offset, repin()] as const));
    const desk = open();
    await expect(desk.drop({ selection: {}, expected: 3 })).rejects.toEqual(new CountChangedError(3, 4));
    expect((await desk.list(OPEN)).letters.length).toBe(4);
    expect(await desk.drop({ keys: [key(1), key(2), key(8)] })).toEqual({
      asked: 3,
      dropped: 2,
      gone: 0,
      unknown: 1,
    });
    expect(await desk.drop({ keys: [key(1)] })).toEqual({ asked: 1, dropped: 0, gone: 1, unknown: 0 });
    expect(await desk.drop({ selection: { reason: 'bad_field' }, expected: 2 })).toMatchObject({
      dropped: 2,
    });
    expect((await store.positions())[0]).toMatchObject({ deadLetters: 4, replayed: 0 });
  });
});
