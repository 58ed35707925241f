import { describe, expect, test } from 'vitest';
import type { FullPin } from '../../../lib/events/event';
import type { StoredPin } from '../../store/store';
import { PinLookup } from './pin-lookup';

const pin = (id: string, category: string): FullPin => ({
  id,
  title: id,
  description: null,
  imageUrl: null,
  link: null,
  boardId: null,
  boardName: null,
  category,
  color: null,
});
const event = (offset: number, pinId: string | null, full: FullPin | null = null) => ({
  key: `e${offset}`,
  id: `e${offset}`,
  source: null,
  idDerived: false,
  type: 'repin' as const,
  ts: 1_000 + offset,
  userId: null,
  ip: null,
  location: null,
  pinId,
  boardId: null,
  pin: full,
  text: null,
  offset,
});

function setUp(stored: readonly StoredPin[] = [], resolvable: readonly FullPin[] | null = null) {
  const calls = { find: [] as string[][], resolve: [] as string[][] };
  const lookup = new PinLookup({
    store: {
      async findPins(ids) {
        calls.find.push([...ids]);
        return new Map(stored.filter(({ pinId }) => ids.includes(pinId)).map((row) => [row.pinId, row]));
      },
    },
    resolver: resolvable && {
      async resolveAll(ids) {
        calls.resolve.push([...ids]);
        return new Map(resolvable.filter(({ id }) => ids.includes(id)).map((found) => [found.id, found]));
      },
    },
  });
  return { calls, lookup };
}

describe('PinLookup', () => {
  test('a full pin in the stream spares the look-up and is written at once', async () => {
    const { calls, lookup } = setUp();
    const answer = await lookup.lookUp([event(0, 'p', pin('p', 'food')), event(1, 'p')], []);
    expect(calls.find).toEqual([]);
    expect(answer.categories.get('p')).toBe('food');
    expect(answer.writes).toEqual([{ pinId: 'p', pin: pin('p', 'food'), ts: 1_000, offset: 0 }]);
  });

  test('a filtered event still saves its full pin', async () => {
    const { lookup } = setUp();
    expect((await lookup.lookUp([], [event(4, 'p', pin('p', 'food'))])).writes).toHaveLength(1);
  });

  test('asks the database once for each unknown pin, then remembers', async () => {
    const { calls, lookup } = setUp([{ pinId: 'p', pin: pin('p', 'art'), ts: 1 }]);
    const first = await lookup.lookUp([event(0, 'p'), event(1, 'p'), event(2, null)], []);
    expect(first.categories.get('p')).toBe('art');
    expect(first.writes).toEqual([]);
    await lookup.lookUp([event(3, 'p')], []);
    expect(calls.find).toEqual([['p']]);
    expect(lookup.counts).toMatchObject({ database: 1, memory: 1, placeholder: 0 });
  });

  test('what neither database nor resolver knows gets one placeholder', async () => {
    const { calls, lookup } = setUp([], [pin('q', 'travel')]);
    const answer = await lookup.lookUp([event(0, 'p'), event(1, 'q'), event(2, 'p')], []);
    expect(calls.resolve).toEqual([['p', 'q']]);
    expect(answer.writes).toEqual([
      { pinId: 'p', pin: null, ts: 0, offset: 0 },
      { pinId: 'q', pin: pin('q', 'travel'), ts: 0, offset: 1 },
    ]);
    expect(answer.categories.get('q')).toBe('travel');
  });

  test('a placeholder that is there is not written again, but resolved when that can be', async () => {
    const { lookup } = setUp([{ pinId: 'p', pin: null, ts: 0 }], [pin('p', 'art')]);
    expect((await lookup.lookUp([event(0, 'p')], [])).writes).toEqual([
      { pinId: 'p', pin: pin('p', 'art'), ts: 0, offset: 0 },
    ]);
    const { lookup: blind } = setUp([{ pinId: 'p', pin: null, ts: 0 }]);
    expect((await blind.lookUp([event(0, 'p')], [])).writes).toEqual([]);
  });

  test('remembers writes only when told that they are in the database', async () => {
    const { calls, lookup } = setUp();
    const { writes } = await lookup.lookUp([event(0, 'p', pin('p', 'food'))], []);
    await lookup.lookUp([event(1, 'p')], []);
    expect(calls.find).toEqual([['p']]);
    lookup.remember(writes);
    expect((await lookup.lookUp([event(2, 'p')], [])).categories.get('p')).toBe('food');
    expect(calls.find).toEqual([['p']]);
  });
});
