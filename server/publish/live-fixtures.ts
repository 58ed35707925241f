import { liveEvent } from '../../lib/live/testing';
import { NO_TOTALS } from '../../lib/live/totals';
import type { RingEvent } from './live-ring';

export const NOW = 1_790_000_000_000;

/** What a frame says beside its records. */
export const FRAME_HEADER = {
  from: { epoch: 1, offset: 0, index: -1 },
  to: { epoch: 1, offset: 1, index: 0 },
  serverTime: NOW,
  newestTs: NOW,
  catchingUp: false,
  away: false,
  totals: NO_TOTALS,
  cards: [],
};

/** The first event of the message at this offset of the live log. */
export const ringEvent = (offset: number, more: Partial<RingEvent> = {}): RingEvent => ({
  ...liveEvent(offset, more),
  index: 0,
  late: false,
  seed: 0,
  ...more,
});
