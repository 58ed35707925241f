import type { SourceCoordinates } from '../../lib/events/event';
import {
  type Chosen,
  CountChangedError,
  type DropReport,
  type DropRequest,
  type LetterDesk,
  type LetterList,
  type LetterQuery,
  type ReplayReport,
  type ShownLetter,
} from '../../lib/letters/desk';
import { parseLetterKey } from '../../lib/letters/letter-key';
import { addReplays, NO_REPLAY } from '../../lib/letters/reports';
import type { DeadLetterStore, LetterFilter, NewestPlace } from '../store/dead-letter-store';
import { StoreDataError, type StoredDeadLetter } from '../store/store';
import { inChunks } from './by-stream';
import { presentListed, presentShown } from './present';
import { parsePlace, type ReplayParts, replayMatching, replayNamed } from './replay';

const OFFSETS_PER_STEP = 1_000;

const formatNewest = ({ at, stream, offset }: NewestPlace) => `${at}.${stream}.${offset}`;

function parseNewest(text: string): NewestPlace | null {
  const numbers = /^(\d{1,16})\.(\d{1,10})\.(\d{1,16})$/.exec(text)?.slice(1).map(Number);
  const [at, stream, offset] = numbers ?? [];
  return at === undefined || stream === undefined || offset === undefined ? null : { at, stream, offset };
}

/** A key or a page that names nothing: the caller's mistake. */
export class BadRequestError extends Error {
  override readonly name = 'BadRequestError';
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/** A process that cannot replay was asked to. */
export class ImpossibleHereError extends Error {
  override readonly name = 'ImpossibleHereError';
}

export function readKey(text: string): SourceCoordinates {
  const at = parseLetterKey(text);
  if (at === null) throw new BadRequestError('key', 'is not of the form topic/epoch/partition/offset');
  return at;
}

export type StoreDeskOptions = {
  readonly letters: DeadLetterStore;
  /** What it takes to replay, or why it cannot be done here. */
  readonly replay: Omit<ReplayParts, 'letters' | 'now'> | { readonly impossible: string };
  readonly now: () => number;
  /** After a replay that made rows: they are to be brought to the live log. */
  readonly onRows?: () => void;
};

/** Dead letters in the store itself. */
export class StoreDesk implements LetterDesk {
  readonly #options: StoreDeskOptions;

  constructor(options: StoreDeskOptions) {
    this.#options = options;
  }

  async list({ selection, state, limit, after }: LetterQuery): Promise<LetterList> {
    const { letters, replay } = this.#options;
    const place = after === null ? null : parseNewest(after);
    if (after !== null && place === null) throw new BadRequestError('after', 'is not the end of a page');
    const filter = state === null ? selection : { ...selection, state };
    const groups = await letters.groups(filter);
    // One more tells whether there is a next page.
    const found = await letters.newest(filter, place, limit + 1);
    const last = found[limit - 1];
    return {
      groups,
      letters: found.slice(0, limit).map(presentListed),
      next: found.length > limit && last ? formatNewest(last) : null,
      noReplay: 'impossible' in replay ? replay.impossible : null,
    };
  }

  async show(key: string): Promise<ShownLetter | null> {
    const letter = await this.raw(key);
    return letter && presentShown(letter);
  }

  /** As it came, with all that it holds: for the command line alone. */
  async raw(key: string): Promise<StoredDeadLetter | null> {
    const { offset, ...stream } = readKey(key);
    const [letter] = await this.#options.letters.after({ ...stream, offsets: [offset] }, null, 1);
    return letter ?? null;
  }

  /** Throws ImpossibleHereError where nothing can be replayed. `mended` takes the place of the payload of the only key. */
  async replay(chosen: Chosen, mended: Uint8Array | null = null): Promise<ReplayReport> {
    const parts = this.#replayParts();
    let report = NO_REPLAY;
    if ('keys' in chosen) report = await replayNamed(parts, chosen.keys.map(readKey), mended);
    else {
      const after = chosen.after === null ? null : parsePlace(chosen.after);
      if (chosen.after !== null && after === null)
        throw new BadRequestError('after', 'is not the end of a replay');
      report = addReplays(report, await replayMatching(parts, chosen.selection, chosen.limit, after));
    }
    if (report.rows > 0) this.#options.onRows?.();
    return report;
  }

  #replayParts(): ReplayParts {
    const { letters, replay, now } = this.#options;
    if ('impossible' in replay) throw new ImpossibleHereError(replay.impossible);
    return { ...replay, letters, now };
  }

  async drop(request: DropRequest): Promise<DropReport> {
    if ('keys' in request) return await this.#dropNamed(request.keys.map(readKey));
    const { selection, expected } = request;
    const dropped = await this.#dropCounted(selection, expected);
    if (dropped === null) throw new CountChangedError(expected, await this.#countOpen(selection));
    return { asked: expected, dropped, gone: 0, unknown: 0 };
  }

  async #countOpen(filter: LetterFilter): Promise<number> {
    const groups = await this.#options.letters.groups({ ...filter, state: 'open' });
    return groups.reduce((sum, { count }) => sum + count, 0);
  }

  /** null: there are more or fewer by now, and none was dropped. */
  async #dropCounted(filter: LetterFilter, expected: number): Promise<number | null> {
    const { letters, now } = this.#options;
    try {
      const { found, dropped } = await letters.drop(filter, expected, now());
      return found === expected ? dropped : null;
    } catch (error) {
      // The count changed inside of the transaction, which was taken back.
      if (error instanceof StoreDataError) return null;
      throw error;
    }
  }

  async #dropNamed(named: readonly SourceCoordinates[]): Promise<DropReport> {
    const { letters } = this.#options;
    const report = { asked: 0, dropped: 0, gone: 0, unknown: 0 };
    for (const { offsets, ...stream } of inChunks(named, OFFSETS_PER_STEP)) {
      report.asked += offsets.length;
      for (;;) {
        const found = await letters.after({ ...stream, offsets }, null, OFFSETS_PER_STEP);
        const open = found.filter(({ state }) => state === 'open').map(({ offset }) => offset);
        const dropped = await this.#dropCounted({ ...stream, offsets: open }, open.length);
        // Somebody settled one of them between the two: look again.
        if (dropped === null) continue;
        report.dropped += dropped;
        report.gone += found.length - open.length;
        report.unknown += offsets.length - found.length;
        break;
      }
    }
    return report;
  }
}
