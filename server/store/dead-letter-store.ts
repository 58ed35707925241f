import type { LiveBatch } from '../../lib/live/batch';
import type {
  DeadLetterReason,
  DeadLetterState,
  LocatedEvent,
  PinWrite,
  ReplayOutcome,
  Store,
  StoredDeadLetter,
} from './store';

/**
 * Replayed events are published as a stream of their own, since their offsets lie below the marks of every reader. It has
 * a row in `positions`, whose offsets are given in the transactions that replay: 0, 1, 2… No Kafka topic and no file is
 * called so.
 */
export const REPLAY_STREAM = { topic: 'replay:dead-letters', partition: 0, epoch: 1 } as const;

/** Which dead letters are meant; what is left out is any. */
export type LetterFilter = {
  readonly reason?: DeadLetterReason;
  readonly state?: DeadLetterState;
  readonly topic?: string;
  readonly partition?: number;
  readonly epoch?: number;
  /** At most a thousand. */
  readonly offsets?: readonly number[];
  /** Taken in at this time or later, epoch ms. */
  readonly since?: number;
};

export type LetterGroup = {
  readonly reason: DeadLetterReason;
  readonly state: DeadLetterState;
  readonly count: number;
  /** Epoch ms. */
  readonly firstAt: number;
  readonly lastAt: number;
};

/** A place in the order of all dead letters: what comes after it is read next. */
export type LetterPlace = { readonly stream: number; readonly offset: number };
/** A place in the same letters, newest first. */
export type NewestPlace = LetterPlace & { readonly at: number };
export type FiledLetter = StoredDeadLetter & { readonly stream: number };

/** Dead letters of one stream, decoded and enriched anew, with the coordinates that they always had. */
export type ReplayBatch = {
  readonly topic: string;
  readonly partition: number;
  readonly stream: number;
  readonly epoch: number;
  /** Ascending by offset. */
  readonly events: readonly LocatedEvent[];
  readonly pins: readonly PinWrite[];
  /** Offsets that the type filter drops. */
  readonly filtered: readonly number[];
  /** What is refused still, with the reason of today. */
  readonly refused: readonly {
    readonly offset: number;
    readonly reason: DeadLetterReason;
    readonly detail: string;
    readonly field: string | null;
  }[];
  /** Epoch ms. */
  readonly now: number;
};

/** What became of each of them. */
export type ReplayTally = Readonly<Record<ReplayOutcome, number>> & {
  /** Offsets of those that were open and stay so, with their new reason. */
  readonly refused: readonly number[];
  /** Not open any more: somebody else replayed or dropped them meanwhile. */
  readonly settledBefore: number;
};

/** `found` open letters; all of them were dropped, or (another count was expected) none. */
export type DropAnswer = { readonly found: number; readonly dropped: number };

export interface DeadLetterStore {
  /** Counts by reason and state. */
  groups(filter: LetterFilter): Promise<readonly LetterGroup[]>;
  /** Newest first, after `place`, without their payloads. */
  newest(filter: LetterFilter, place: NewestPlace | null, limit: number): Promise<readonly FiledLetter[]>;
  /** In a fixed order, after `place`, with their payloads. */
  after(filter: LetterFilter, place: LetterPlace | null, limit: number): Promise<readonly FiledLetter[]>;
  /**
   * Replays in one transaction: those that are still open become rows under their own coordinates, duplicates or filtered
   * ones; the tallies of their partition move with them, so that their sum stays; what became a row is put on its way to
   * the live log. Again, or by two at once, it changes nothing more.
   */
  replay(batch: ReplayBatch): Promise<ReplayTally>;
  /** Drops the open ones, if there are as many as expected: their payloads go, they stay counted as dead letters. */
  drop(filter: LetterFilter, expected: number, now: number): Promise<DropAnswer>;
  /** Replayed events that may not have been published yet, oldest first. The embedded live log has them at once: none. */
  outbox(limit: number): Promise<readonly { readonly seq: number; readonly batch: LiveBatch }[]>;
  /** Everything up to `seq` is in the live log. */
  published(seq: number): Promise<void>;
}

/** What opening a database gives: the store, and its dead letters for operators. */
export interface StoreWithLetters extends Store {
  readonly letters: DeadLetterStore;
}
