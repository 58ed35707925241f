import { describe, expect, it } from 'vitest';
import { RingBuffer } from './ring-buffer';
import { RingSources } from './ring-sources';

const up = { x: 0, y: 1, z: 0 };

function fixture(capacity = 8) {
  const buffer = new RingBuffer(capacity, 2_500, 0);
  const sources = new RingSources<string>(buffer);
  return {
    buffer,
    sources,
    take(source: string, at: number, ...entries: number[]) {
      sources.begin(source, at, at - 5_000);
      for (const entry of entries) {
        sources.note(entry);
        buffer.push(up, 0, at, 1, 'repin');
      }
    },
  };
}

describe('the sources of rings', () => {
  it('tell of each ring which entry of which frame it is', () => {
    const { sources, take } = fixture();
    take('first', 0, 0, 3);
    take('nothing for a ring', 50);
    take('second', 100, 7);
    expect([0, 1, 2, 3].map((ring) => sources.of(ring))).toEqual([
      { source: 'first', entry: 0 },
      { source: 'first', entry: 3 },
      { source: 'second', entry: 7 },
      null,
    ]);
  });

  it('let old frames go with all their rings', () => {
    const { sources, take } = fixture();
    take('first', 0, 0, 1);
    take('second', 5_001, 2);
    expect(sources.oldest).toBe(2);
    expect(sources.of(1)).toBeNull();
    expect(sources.of(2)).toEqual({ source: 'second', entry: 2 });
  });

  it('know nothing of a ring that was written over', () => {
    const { sources, take } = fixture(4);
    take('first', 0, 0, 1, 2);
    take('second', 1, 0, 1, 2);
    expect(sources.oldest).toBe(2);
    expect(sources.of(1)).toBeNull();
    expect(sources.of(2)).toEqual({ source: 'first', entry: 2 });
    expect(sources.of(5)).toEqual({ source: 'second', entry: 2 });
  });

  it('forget all of it when the picture starts over', () => {
    const { sources, take } = fixture();
    take('first', 0, 0);
    sources.clear();
    expect(sources.of(0)).toBeNull();
    take('second', 1, 4);
    expect(sources.of(0)).toBeNull();
    expect(sources.of(1)).toEqual({ source: 'second', entry: 4 });
  });
});
