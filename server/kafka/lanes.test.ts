import { describe, expect, test } from 'vitest';
import { Lanes } from './lanes';

const turn = () => new Promise<void>((done) => setImmediate(done));

/** Work that ends when it is told to. */
function held() {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { end, work: () => ended };
}

describe('Lanes', () => {
  test('keep the order within a partition, and do not wait for another one', async () => {
    const lanes = new Lanes(4);
    const done: string[] = [];
    const first = held();
    lanes.push('a', async () => {
      await first.work();
      done.push('a1');
    });
    lanes.push('a', async () => void done.push('a2'));
    lanes.push('b', async () => void done.push('b1'));
    await turn();
    expect(done).toEqual(['b1']);
    first.end();
    await lanes.settled();
    expect(done).toEqual(['b1', 'a1', 'a2']);
  });

  test('let no more than so many be at work', async () => {
    const lanes = new Lanes(2);
    let [working, most] = [0, 0];
    for (const key of 'abcdef')
      lanes.push(key, async () => {
        most = Math.max(most, ++working);
        await turn();
        working--;
      });
    await lanes.settled();
    expect(most).toBe(2);
  });

  test('are full with one at work and one waiting, and tell when there is room', async () => {
    const lanes = new Lanes(1);
    const first = held();
    lanes.push('a', first.work);
    expect(lanes.isFull('a')).toBe(false);
    lanes.push('a', async () => {});
    expect(lanes.isFull('a')).toBe(true);
    expect(lanes.isFull('b')).toBe(false);
    const room = lanes.next('a');
    first.end();
    await room;
    expect(lanes.isFull('a')).toBe(false);
  });

  test('leave out what was dropped, and go on with what comes after', async () => {
    const lanes = new Lanes(1);
    const done: number[] = [];
    const first = held();
    lanes.push('a', first.work);
    lanes.push('a', async () => void done.push(1));
    lanes.drop('a');
    lanes.push('a', async () => void done.push(2));
    first.end();
    await lanes.settled();
    expect(done).toEqual([2]);
  });

  test('go on after a failure', async () => {
    const lanes = new Lanes(1);
    let went = false;
    lanes.push('a', () => Promise.reject(new Error('no')));
    lanes.push('a', async () => {
      went = true;
    });
    await lanes.settled();
    expect(went).toBe(true);
  });
});
