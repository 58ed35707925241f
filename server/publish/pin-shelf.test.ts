import { expect, test } from 'vitest';
import type { StoredPin } from '../store/store';
import { fullPin } from '../store/store-fixtures';
import { PinShelf } from './pin-shelf';

const stored = (pinId: string): StoredPin => ({
  pinId,
  pin: fullPin(pinId, `Title of ${pinId}`),
  ts: 1,
});

/** A store that knows every pin but 'x', and what it was asked. */
function shelf() {
  const asked: string[][] = [];
  let [away, now] = [false, 1_790_000_000_000];
  const findPins = async (pinIds: readonly string[]) => {
    asked.push([...pinIds]);
    await Promise.resolve();
    if (away) throw new Error('away');
    return new Map(pinIds.filter((id) => id !== 'x').map((id) => [id, stored(id)]));
  };
  return {
    shelf: new PinShelf({ findPins }, () => now),
    asked,
    setAway: (isAway: boolean) => {
      away = isAway;
    },
    passed: (ms: number) => {
      now += ms;
    },
  };
}

test('a pin is looked up once, also when two ask at the same time', async () => {
  const { shelf: pins, asked } = shelf();
  expect(pins.get('a')).toBeUndefined();
  await Promise.all([pins.lookUp(['a', 'b']), pins.lookUp(['b', 'c'])]);
  expect(asked).toEqual([['a', 'b'], ['c']]);
  expect(['a', 'b', 'c'].map((id) => pins.get(id)?.text)).toEqual(['title of a', 'title of b', 'title of c']);
});

test('a pin that is not known in full is told from one that was not looked up', async () => {
  const { shelf: pins } = shelf();
  await pins.lookUp(['x']);
  expect(pins.get('x')).toBeNull();
  expect(pins.get('y')).toBeUndefined();
});

test('so many at once are asked for in parts', async () => {
  const { shelf: pins, asked } = shelf();
  await pins.lookUp(Array.from({ length: 1_200 }, (_, number) => `p${number}`));
  expect(asked.map(({ length }) => length)).toEqual([500, 500, 200]);
});

test('while the store is away it says so, and asks again the next time', async () => {
  const { shelf: pins, setAway } = shelf();
  setAway(true);
  await expect(pins.lookUp(['a'])).rejects.toThrow('away');
  expect(pins.get('a')).toBeUndefined();
  setAway(false);
  await pins.lookUp(['a']);
  expect(pins.get('a')?.text).toBe('title of a');
});

test('what is known is looked up again after a minute: its title may be another one', async () => {
  const { shelf: pins, asked, passed } = shelf();
  await pins.lookUp(['a']);
  passed(59_000);
  expect(pins.get('a')?.text).toBe('title of a');
  passed(2_000);
  expect(pins.get('a')).toBeUndefined();
  await pins.lookUp(['a']);
  expect(asked).toEqual([['a'], ['a']]);
});

test('keeps so many characters, however long the titles are', async () => {
  const title = 'x'.repeat(3_000);
  const findPins = async (pinIds: readonly string[]) =>
    new Map(
      pinIds.map((pinId) => {
        const one = stored(pinId);
        return [pinId, { ...one, pin: one.pin && { ...one.pin, title } }];
      }),
    );
  const pins = new PinShelf({ findPins }, () => 1);
  const pinIds = Array.from({ length: 9_000 }, (_, number) => `p${number}`);
  await pins.lookUp(pinIds);
  const kept = pinIds.filter((pinId) => pins.get(pinId) !== undefined);
  const chars = kept.reduce((sum, pinId) => sum + (pins.get(pinId)?.text.length ?? 0), 0);
  // The oldest are gone; what is kept fills the budget of 24 million characters, and no more.
  expect(kept.length).toBeLessThan(pinIds.length);
  expect(kept).toEqual(pinIds.slice(-kept.length));
  expect(chars).toBeGreaterThan(20_000_000);
  expect(chars).toBeLessThan(24_000_000);
});
