import type { DeadLetter, LocatedEvent, StoreOutcome } from '../store/store';
import type { SourceBatch } from './source';

/** When a batch had come so far, epoch ms. */
export type BatchTimes = {
  readonly taken: number;
  readonly decoded: number;
  readonly enriched: number;
  readonly stored: number;
  readonly published: number;
};

export type HandledBatch = {
  readonly batch: SourceBatch;
  /** Ascending by offset. */
  readonly refused: readonly DeadLetter[];
  /** All that were wanted, with their places; those that turned out to be duplicates too. */
  readonly events: readonly Pick<LocatedEvent, 'place'>[];
  readonly outcome: StoreOutcome;
  readonly times: BatchTimes;
};

/** Is told of each batch, never of an event: it must cost nothing to be observed. */
export interface PipelineObserver {
  /** A batch begins; the same one may begin again. */
  batchTaken(batch: SourceBatch, at: number): void;
  /** A batch is stored and published. */
  batchHandled(handled: HandledBatch): void;
}
