import { decodeEvent } from '../../lib/events/decode';
import type { EngagementEvent, EventType, SourceCoordinates } from '../../lib/events/event';
import type { ReplayReport } from '../../lib/letters/desk';
import type { LetterReason, SkipCause } from '../../lib/letters/reasons';
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
import { StoreDataError, type StoredDeadLetter } from '../store/store';
import { byStream, inChunks } from './by-stream';

export type ReplayParts = {
  readonly letters: DeadLetterStore;
  readonly enrichment: Enrichment;
  /** Types that are wanted; the rest is filtered out and counted. */
  readonly types: ReadonlySet<EventType>;
  readonly now: () => number;
};

const LETTERS_PER_STEP = 200;

/** null when it can be replayed. */
export function skipCause(letter: StoredDeadLetter, mended: Uint8Array | null = null): SkipCause | null {
  if (letter.reason === 'unreadable_batch' || letter.lastOffset !== letter.offset) return 'unreadable_batch';
  if (mended === null && letter.payload.length < letter.payloadBytes) return 'payload_cut';
  return letter.recordTime === null || letter.headers === null ? 'record_not_kept' : null;
}

/** The counts of a replay that goes on: each letter is in exactly one of them. */
class Tally {
  asked = 0;
  rows = 0;
  duplicates = 0;
  filtered = 0;
  gone = 0;
  unknown = 0;
  readonly stillDead: Partial<Record<LetterReason, number>> = {};
  readonly skipped: Partial<Record<SkipCause, number>> = {};

  skip(cause: SkipCause): void {
    this.skipped[cause] = (this.skipped[cause] ?? 0) + 1;
  }

  refuse(reason: LetterReason): void {
    this.stillDead[reason] = (this.stillDead[reason] ?? 0) + 1;
  }

  add(tally: ReplayTally, { refused }: Pick<ReplayBatch, 'refused'>): void {
    this.rows += tally.row;
    this.duplicates += tally.duplicate;
    this.filtered += tally.filtered;
    this.gone += tally.settledBefore;
    const still = new Set(tally.refused);
    for (const { offset, reason } of refused) if (still.has(offset)) this.refuse(reason);
  }

  report(next: string | null): ReplayReport {
    const { asked, rows, duplicates, filtered, gone, unknown } = this;
    const [stillDead, skipped] = [{ ...this.stillDead }, { ...this.skipped }];
    return { asked, rows, duplicates, filtered, stillDead, skipped, gone, unknown, next };
  }
}

const formatPlace = ({ stream, offset }: LetterPlace) => `${stream}.${offset}`;

/** null for what is no place. */
export function parsePlace(text: string): LetterPlace | null {
  const [, stream, offset] = /^(\d{1,10})\.(\d{1,16})$/.exec(text) ?? [];
  return stream === undefined ? null : { stream: Number(stream), offset: Number(offset) };
}

/**
 * Decodes and enriches open dead letters anew, with the coordinates, the time and the headers that their records had, and
 * has the store settle them; at most `limit`, from `after` on. Can be cut off and run again at any point: each step is a
 * transaction that counts only what is still open.
 */
export async function replayMatching(
  parts: ReplayParts,
  filter: LetterFilter,
  limit: number,
  after: LetterPlace | null,
): Promise<ReplayReport> {
  const tally = new Tally();
  let place = after;
  while (tally.asked < limit) {
    const wanted = Math.min(LETTERS_PER_STEP, limit - tally.asked);
    const letters = await parts.letters.after({ ...filter, state: 'open' }, place, wanted);
    const last = letters.at(-1);
    if (!last) return tally.report(null);
    place = last;
    tally.asked += letters.length;
    for (const ofStream of byStream(letters)) await replayStep(parts, ofStream, tally, null);
    if (letters.length < wanted) return tally.report(null);
  }
  return tally.report(place === null ? null : formatPlace(place));
}

/** The same for those of some coordinates. `mended` is decoded in place of the payload of all of them: name one alone. */
export async function replayNamed(
  parts: ReplayParts,
  named: readonly SourceCoordinates[],
  mended: Uint8Array | null = null,
): Promise<ReplayReport> {
  const tally = new Tally();
  for (const { topic, partition, epoch, offsets } of inChunks(named, LETTERS_PER_STEP)) {
    const found = await parts.letters.after({ topic, partition, epoch, offsets }, null, LETTERS_PER_STEP);
    const open = found.filter(({ state }) => state === 'open');
    tally.asked += offsets.length;
    tally.unknown += offsets.length - found.length;
    tally.gone += found.length - open.length;
    await replayStep(parts, open, tally, mended);
  }
  return tally.report(null);
}

/** Letters of one stream, in one transaction. */
async function replayStep(
  parts: ReplayParts,
  letters: readonly FiledLetter[],
  tally: Tally,
  mended: Uint8Array | null,
): Promise<void> {
  const whole: FiledLetter[] = [];
  for (const letter of letters) {
    const cause = skipCause(letter, mended);
    if (cause === null) whole.push(letter);
    else tally.skip(cause);
  }
  const [first] = whole;
  if (!first) return;
  const batch = await prepareStep(parts, whole, first, mended);
  // What was refused is what the operator brought: the reason of what is stored stays.
  if (mended !== null && batch.refused.length > 0)
    return void batch.refused.map(({ reason }) => tally.refuse(reason));
  try {
    const settled = await parts.letters.replay(batch);
    tally.add(settled, batch);
    // Of one that somebody else settled, the pin may not have been written.
    if (settled.settledBefore === 0) parts.enrichment.pins.remember(batch.pins);
  } catch (error) {
    if (!(error instanceof StoreDataError)) throw error;
    // One by one: the others have no part in it.
    if (whole.length > 1) for (const letter of whole) await replayStep(parts, [letter], tally, mended);
    else if (mended !== null) tally.refuse('refused_by_store');
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
  letters: readonly FiledLetter[],
  { topic, partition, epoch, stream }: FiledLetter,
  mended: Uint8Array | null,
): Promise<ReplayBatch> {
  const wanted: EngagementEvent[] = [];
  const filtered: EngagementEvent[] = [];
  const refused: ReplayBatch['refused'][number][] = [];
  for (const letter of letters) {
    const record = {
      value: mended ?? letter.payload,
      headers: unpackHeaders(letter.headers ?? '{}') ?? {},
      timestamp: letter.recordTime ?? 0,
    };
    const result = decodeEvent(record, letter);
    if (result.ok) (types.has(result.event.type) ? wanted : filtered).push(result.event);
    else {
      const { reason, detail, field } = result;
      refused.push({ offset: letter.offset, reason, detail, field });
    }
  }
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
