import type { LetterReason, SkipCause } from './reasons';

/** Where a running globe answers to operators. */
export const LETTERS_PATH = '/api/admin/dead-letters';

export const LETTER_STATES = ['open', 'replayed', 'dropped'] as const;
export type LetterState = (typeof LETTER_STATES)[number];
/** What a replay made of a dead letter. */
export type LetterOutcome = 'row' | 'duplicate' | 'filtered';

/** Which are meant; what is left out is any. */
export type LetterSelection = {
  readonly reason?: LetterReason;
  readonly topic?: string;
  readonly partition?: number;
  /** Taken in at this time or later, epoch ms. */
  readonly since?: number;
};

export type LetterQuery = {
  readonly selection: LetterSelection;
  /** null: any. */
  readonly state: LetterState | null;
  readonly limit: number;
  /** `next` of the page before; null for the first. */
  readonly after: string | null;
};

export type LetterGroup = {
  readonly reason: LetterReason;
  readonly state: LetterState;
  readonly count: number;
  /** Epoch ms. */
  readonly firstAt: number;
  readonly lastAt: number;
};

export type ListedLetter = {
  readonly key: string;
  readonly reason: LetterReason;
  readonly state: LetterState;
  readonly field: string | null;
  readonly detail: string;
  /** Epoch ms at which it was taken in, and the record's own time. */
  readonly at: number;
  readonly recordTime: number | null;
  /** Of the whole payload, of which 64 KiB at most were kept. */
  readonly payloadBytes: number;
  /** Records that it stands for: more than one for a batch that could not be unpacked. */
  readonly records: number;
  readonly outcome: LetterOutcome | null;
  readonly settledAt: number | null;
};

export type LetterList = {
  /** Counts by reason and state of all that were asked for, not of this page alone. */
  readonly groups: readonly LetterGroup[];
  /** Newest first. */
  readonly letters: readonly ListedLetter[];
  /** Names the next page; null when there is none. */
  readonly next: string | null;
  /** Why nothing can be replayed here; null when it can. */
  readonly noReplay: string | null;
};

/** One dead letter without anything that names a person (lib/events/mask.ts). */
export type ShownLetter = ListedLetter & {
  readonly payload: { readonly kind: 'empty' | 'json' | 'text' | 'binary'; readonly text: string };
  readonly payloadKept: number;
  /** Names and sizes. */
  readonly headers: readonly { readonly name: string; readonly bytes: number }[];
  /** Why it cannot be replayed; null when it can, or is settled. */
  readonly skip: SkipCause | null;
};

/** Some by their keys, or all open ones that a selection names. */
export type Chosen =
  | { readonly keys: readonly string[] }
  | { readonly selection: LetterSelection; readonly limit: number; readonly after: string | null };

/** What became of each that was asked for: the counts add up to `asked`. */
export type ReplayReport = {
  readonly asked: number;
  readonly rows: number;
  readonly duplicates: number;
  readonly filtered: number;
  /** Refused again, by the reason of today; still dead letters. */
  readonly stillDead: Readonly<Partial<Record<LetterReason, number>>>;
  readonly skipped: Readonly<Partial<Record<SkipCause, number>>>;
  /** Replayed or dropped before, by whomever. */
  readonly gone: number;
  /** Keys of no dead letter. */
  readonly unknown: number;
  /** Where to go on when the limit was reached; null when all were seen. */
  readonly next: string | null;
};

/** By keys, or as many as the operator was shown: when there are more or fewer by now, none is dropped. */
export type DropRequest =
  | { readonly keys: readonly string[] }
  | { readonly selection: LetterSelection; readonly expected: number };

/** The counts add up to `asked`. */
export type DropReport = {
  readonly asked: number;
  readonly dropped: number;
  readonly gone: number;
  readonly unknown: number;
};

/** Somebody replayed or dropped meanwhile, or more came: look again. */
export class CountChangedError extends Error {
  override readonly name = 'CountChangedError';
  readonly found: number;
  constructor(expected: number, found: number) {
    super(`there are ${found} by now, not ${expected}: nothing was dropped`);
    this.found = found;
  }
}

/** What operators do with dead letters, here or at a running globe. Never tells an address or a user id. */
export interface LetterDesk {
  list(query: LetterQuery): Promise<LetterList>;
  /** null when there is none of this key. */
  show(key: string): Promise<ShownLetter | null>;
  replay(chosen: Chosen): Promise<ReplayReport>;
  drop(request: DropRequest): Promise<DropReport>;
}
