import { describe, expect, it } from 'vitest';
import { liveBatch, liveEvent } from '../../lib/live/testing';
import { MemoryLiveLog } from './memory-live-log';

const batch = (first: number, count: number) =>
  liveBatch(Array.from({ length: count }, (_, at) => liveEvent(first + at)));

describe('the live log in memory', () => {
  it('numbers its messages and hands them to a tail from the offset that it asks for', async () => {
    const log = new MemoryLiveLog({ epoch: 7 });
    await log.open();
    expect(await log.bounds()).toEqual({ epoch: 7, first: 0, next: 0 });
    for (const at of [0, 1, 2]) await log.publish(batch(at, 1));
    const seen: number[] = [];
    const tail = await log.tail(1, ({ offset }) => seen.push(offset));
    await log.publish(batch(3, 1));
    expect(seen).toEqual([1, 2, 3]);
    await tail.close();
    await log.publish(batch(4, 1));
    expect(seen).toEqual([1, 2, 3]);
    expect(await log.bounds()).toEqual({ epoch: 7, first: 0, next: 5 });
  });

  it('drops the oldest messages above its bound of events, and keeps its numbers', async () => {
    const log = new MemoryLiveLog({ epoch: 1, maxEvents: 10 });
    for (let at = 0; at < 5_000; at++) await log.publish(batch(at * 4, 4));
    expect(await log.bounds()).toEqual({ epoch: 1, first: 4_998, next: 5_000 });
    const seen: number[] = [];
    await log.tail(0, ({ offset, batch: { events } }) => seen.push(offset, events[0]?.offset ?? -1));
    expect(seen).toEqual([4_998, 19_992, 4_999, 19_996]);
    await log.publish(batch(0, 50));
    expect((await log.bounds()).first).toBe(5_000);
  });

  it('keeps the order when a listener publishes in its turn', async () => {
    const log = new MemoryLiveLog({ epoch: 1 });
    const seen: number[] = [];
    await log.tail(0, ({ offset }) => {
      seen.push(offset);
      if (offset < 3) void log.publish(batch(offset + 1, 1));
    });
    await log.publish(batch(0, 1));
    expect(seen).toEqual([0, 1, 2, 3]);
  });
});
