import { decodeEvent } from '../../lib/events/decode';
import type { EngagementEvent, EventType } from '../../lib/events/event';
import { type Enrichment, enrichEvents } from '../ingest/prepare';
import { unpackHeaders } from '../ingest/record-headers';
import type {
  DeadLetterStore,
  FiledLetter,
  LetterFilter,
  LetterPlace,
  ReplayBatch,
  ReplayTally,
} from '../store/dead-letter-store';
import { type DeadLetterReason, StoreDataError, type StoredDeadLetter } from '../store/store';

export type ReplayParts = {
  readonly letters: DeadLetterStore;
  readonly enrichment: Enrichment;
  /** Types that are wanted; the rest is filtered out and counted. */
  readonly types: ReadonlySet<EventType>;
  readonly now: () => number;
};

/** Why a dead letter cannot be replayed from its row. */
export const SKIP_CAUSES = {
  unreadable_batch: 'a range of records that could not be read: there is no payload',
  payload_cut: 'only the first 64 KiB of its payload were kept',
  record_not_kept: 'its time and headers were not kept (an older version, or too many headers)',
} as const;
export type SkipCause = keyof typeof SKIP_CAUSES;

/** Every letter that was found is in exactly one of the counts. */
export type ReplayReport = {
  readonly found: number;
  readonly rows: number;
  readonly duplicates: number;
  readonly filtered: number;
  /** Refused again, by the reason of today; still dead letters. */
  readonly stillDead: Readonly<Partial<Record<DeadLetterReason, number>>>;
  readonly skipped: Readonly<Partial<Record<SkipCause, number>>>;
  /** Replayed or dropped by somebody else meanwhile. */
  readonly settledBefore: number;
  /** The limit was reached: there may be more. */
  readonly more: boolean;
};

const LETTERS_PER_STEP = 200;

/** null when it can be replayed. */
export function skipCause(letter: StoredDeadLetter): SkipCause | null {
  if (letter.reason === 'unreadable_batch' || letter.lastOffset !== letter.offset) return 'unreadable_batch';
  if (letter.payload.length < letter.payloadBytes) return 'payload_cut';
  return letter.recordTime === null || letter.headers === null ? 'record_not_kept' : null;
}

type Decoded = {
  wanted: EngagementEvent[];
  filtered: EngagementEvent[];
  refused: ReplayBatch['refused'][number][];
};

function decodeLetter(letter: FiledLetter, types: ReadonlySet<EventType>, decoded: Decoded): void {
  const { payload, recordTime, headers, offset } = letter;
  const record = {
    value: payload,
    headers: unpackHeaders(headers ?? '{}') ?? {},
    timestamp: recordTime ?? 0,
  };
  const result = decodeEvent(record, letter);
  if (result.ok) (types.has(result.event.type) ? decoded.wanted : decoded.filtered).push(result.event);
  else decoded.refused.push({ offset, reason: result.reason, detail: result.detail, field: result.field });
}

class Tally {
  found = 0;
  rows = 0;
  duplicates = 0;
  filtered = 0;
  settledBefore = 0;
  readonly stillDead: Partial<Record<DeadLetterReason, number>> = {};
  readonly skipped: Partial<Record<SkipCause, number>> = {};

  skip(cause: SkipCause): void {
    this.skipped[cause] = (this.skipped[cause] ?? 0) + 1;
  }

  add(tally: ReplayTally, { refused }: Pick<ReplayBatch, 'refused'>): void {
    this.rows += tally.row;
    this.duplicates += tally.duplicate;
    this.filtered += tally.filtered;
    this.settledBefore += tally.settledBefore;
    const still = new Set(tally.refused);
    for (const { offset, reason } of refused)
      if (still.has(offset)) this.stillDead[reason] = (this.stillDead[reason] ?? 0) + 1;
  }
}

/**
 * Decodes and enriches dead letters anew, with the coordinates, the time and the headers that their records had, and has
 * the store settle them. Can be cut off and run again at any point: each step is a transaction that counts only what is
 * still open.
 */
export async function replayDeadLetters(
  parts: ReplayParts,
  filter: LetterFilter,
  limit: number,
  onProgress: (report: ReplayReport) => void = () => {},
): Promise<ReplayReport> {
  const tally = new Tally();
  const report = (more: boolean): ReplayReport => {
    const { found, rows, duplicates, filtered, stillDead, skipped, settledBefore } = tally;
    return { found, rows, duplicates, filtered, stillDead, skipped, settledBefore, more };
  };
  let place: LetterPlace | null = null;
  while (tally.found < limit) {
    const wanted = Math.min(LETTERS_PER_STEP, limit - tally.found);
    const letters = await parts.letters.after({ ...filter, state: 'open' }, place, wanted);
    const last = letters.at(-1);
    if (!last) return report(false);
    place = last;
    tally.found += letters.length;
    for (const [stream, ofStream] of groupByStream(letters)) await replayStep(parts, stream, ofStream, tally);
    onProgress(report(true));
    if (letters.length < wanted) return report(false);
  }
  return report(true);
}

function groupByStream(letters: readonly FiledLetter[]): ReadonlyMap<number, readonly FiledLetter[]> {
  const groups = new Map<number, FiledLetter[]>();
  for (const letter of letters) groups.set(letter.stream, [...(groups.get(letter.stream) ?? []), letter]);
  return groups;
}

async function replayStep(
  parts: ReplayParts,
  stream: number,
  letters: readonly FiledLetter[],
  tally: Tally,
): Promise<void> {
  const whole: FiledLetter[] = [];
  for (const letter of letters) {
    const cause = skipCause(letter);
    if (cause === null) whole.push(letter);
    else tally.skip(cause);
  }
  const [first] = whole;
  if (!first) return;
  const batch = await prepareStep(parts, stream, whole, first);
  try {
    tally.add(await parts.letters.replay(batch), batch);
  } catch (error) {
    if (!(error instanceof StoreDataError)) throw error;
    // One by one: the others have no part in it.
    if (whole.length > 1) for (const letter of whole) await replayStep(parts, stream, [letter], tally);
    else {
      const { offset } = first;
      const reason = 'refused_by_store' as const;
      const refused = [{ offset, reason, detail: error.message, field: null }];
      const emptied = { ...batch, events: [], pins: [], filtered: [], refused };
      tally.add(await parts.letters.replay(emptied), emptied);
    }
  }
}

async function prepareStep(
  { enrichment, types, now }: ReplayParts,
  stream: number,
  letters: readonly FiledLetter[],
  { topic, partition, epoch }: FiledLetter,
): Promise<ReplayBatch> {
  const decoded: Decoded = { wanted: [], filtered: [], refused: [] };
  for (const letter of letters) decodeLetter(letter, types, decoded);
  const { wanted, filtered, refused } = decoded;
  const { events, pins } = await enrichEvents({ wanted, filtered, refused: [] }, enrichment);
  return {
    topic,
    partition,
    epoch,
    stream,
    events,
    pins,
    filtered: filtered.map(({ offset }) => offset),
    refused,
    now: now(),
  };
}
