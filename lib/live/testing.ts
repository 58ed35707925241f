import type { LiveBatch, LiveEvent } from './batch';

/** Material for tests: a repin of no pin, nowhere, unless more is said. */
export const liveEvent = (offset: number, more: Partial<LiveEvent> = {}): LiveEvent => ({
  offset,
  type: 'repin',
  ts: 0,
  place: null,
  category: null,
  pinId: null,
  boardId: null,
  ...more,
});

export const liveBatch = (
  events: readonly LiveEvent[],
  more: Partial<Omit<LiveBatch, 'events'>> = {},
): LiveBatch => ({ topic: 't', partition: 0, epoch: 1, storedAt: 0, events, ...more });
