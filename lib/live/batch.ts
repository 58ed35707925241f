import type { EventType } from '../events/event';
import type { Place } from '../geo/place';

/**
 * One stored event as the live log carries it. It holds no address and no user id: this is what leaves the
 * worker. All four types travel, located or not, because the page counts them all.
 */
export type LiveEvent = {
  /** Offset in the source partition: readers drop what lies at or below their mark. */
  readonly offset: number;
  readonly type: EventType;
  readonly ts: number;
  readonly place: Place | null;
  readonly category: string | null;
  readonly pinId: string | null;
  readonly boardId: string | null;
};

/** One message of the live log: the stored events of one source batch, ascending by offset. */
export type LiveBatch = {
  readonly topic: string;
  readonly partition: number;
  readonly epoch: number;
  /** Epoch milliseconds, worker's clock, when the batch was stored. */
  readonly storedAt: number;
  readonly events: readonly LiveEvent[];
};
