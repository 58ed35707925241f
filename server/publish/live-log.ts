import type { LiveBatch } from '../../lib/live/batch';

export type LiveMessage = {
  readonly offset: number;
  readonly batch: LiveBatch;
  /** Of the log that it stands in, where a log can be made anew while it is read. */
  readonly epoch?: number;
};
/** `first` is the oldest offset that can still be read, `next` the offset that the next message will get. */
export type LiveBounds = { readonly epoch: number; readonly first: number; readonly next: number };

export interface LiveTail {
  close(): Promise<void>;
}

/**
 * The log between workers and web processes: exactly one partition, so that an offset in it is a cursor that means
 * the same on every web process. At least once: readers drop repeats by their mark per source partition.
 */
export interface LiveLog {
  readonly kind: 'embedded' | 'memory' | 'kafka';
  /** Makes the topic if it must. A topic with more than one partition is refused. */
  open(): Promise<void>;
  /** Resolves once the batch is durable (acks=all), sent again until it is; one send in flight. No-op when the store appended it already. */
  publish(batch: LiveBatch): Promise<void>;
  bounds(): Promise<LiveBounds>;
  /** Hands over every message from `offset` on, in order, until closed; reconnects by itself. */
  tail(offset: number, onMessage: (message: LiveMessage) => void): Promise<LiveTail>;
  /** null when reachable, else what it waits for. */
  waitingFor(): string | null;
  close(): Promise<void>;
}
