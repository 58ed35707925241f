import { describe, expect, it } from 'vitest';
import { LiveEpoch, type SharedText } from './live-epoch';

/** What a store does with a setting. */
class OneText implements SharedText {
  text = '';
  async read(): Promise<string> {
    return this.text;
  }
  async swap(from: string, to: string): Promise<string> {
    if (this.text === from) this.text = to;
    return this.text;
  }
}

const mark = (epoch: number, offset: number) => ({
  epoch,
  offset,
  timestamp: 1_700_000_000_000 + offset,
  crc: 7,
});

describe('the epoch of the live log', () => {
  it('is the initial one until it is raised, then the same for all', async () => {
    const text = new OneText();
    const [one, two] = [new LiveEpoch(100, text), new LiveEpoch(100, text)];
    expect([await one.load(), one.current]).toEqual([null, 100]);
    expect(await one.raise(100)).toBe(101);
    expect(await two.load()).toBeNull();
    expect(two.current).toBe(101);
  });

  it('is raised once, however many find that the log is another one', async () => {
    const text = new OneText();
    const all = Array.from({ length: 5 }, () => new LiveEpoch(100, text));
    expect(await Promise.all(all.map((each) => each.raise(100)))).toEqual([101, 101, 101, 101, 101]);
    expect(await all[0]?.raise(100)).toBe(101);
    expect(await all[1]?.raise(101)).toBe(102);
  });

  it('keeps the newest record that anybody noted, of its own epoch', async () => {
    const text = new OneText();
    const [one, two] = [new LiveEpoch(100, text), new LiveEpoch(100, text)];
    await one.note(mark(100, 5));
    await two.note(mark(100, 9));
    await one.note(mark(100, 7));
    expect(await one.load()).toEqual(mark(100, 9));
    await one.raise(100);
    await two.note(mark(100, 12));
    expect(await two.load()).toBeNull();
    await two.note(mark(101, 0));
    expect(await one.load()).toEqual(mark(101, 0));
  });

  it('survives the process that raised it', async () => {
    const text = new OneText();
    const before = new LiveEpoch(100, text);
    await before.raise(100);
    await before.note(mark(101, 3));
    const after = new LiveEpoch(100, text);
    expect(await after.load()).toEqual(mark(101, 3));
    expect(after.current).toBe(101);
  });

  it('does without others', async () => {
    const alone = new LiveEpoch(100, null);
    await alone.note(mark(100, 1));
    expect(await alone.load()).toEqual(mark(100, 1));
    expect(await alone.raise(100)).toBe(101);
    expect(await alone.load()).toBeNull();
  });
});
