import type {
  DeadLetterStore,
  DropAnswer,
  FiledLetter,
  LetterFilter,
  LetterGroup,
  LetterPlace,
  NewestPlace,
  ReplayBatch,
  ReplayTally,
} from '../dead-letter-store';
import { dropLetters } from '../sql/drop-letters';
import { letterGroups, lettersAfter, newestLetters } from '../sql/find-letters';
import type { KnownCountries } from '../sql/known-countries';
import type { RecentKeys } from '../sql/recent-keys';
import { replayLetters } from '../sql/replay-letters';
import { emptyOutbox, putInOutbox, readOutbox } from '../sql/replay-outbox';
import { validateReplay } from '../sql/validate-batch';
import type { ServerKind } from './connect';
import type { MysqlSession } from './session';

export class MysqlLetters implements DeadLetterStore {
  readonly #kind: ServerKind;
  readonly #session: MysqlSession;
  readonly #recent: RecentKeys;
  readonly #countries: KnownCountries;

  constructor(kind: ServerKind, session: MysqlSession, recent: RecentKeys, countries: KnownCountries) {
    this.#kind = kind;
    this.#session = session;
    this.#recent = recent;
    this.#countries = countries;
  }

  groups(filter: LetterFilter): Promise<readonly LetterGroup[]> {
    return this.#session.run(() => letterGroups(filter));
  }

  newest(filter: LetterFilter, place: NewestPlace | null, limit: number): Promise<readonly FiledLetter[]> {
    return this.#session.run(() => newestLetters(filter, place, limit));
  }

  after(filter: LetterFilter, place: LetterPlace | null, limit: number): Promise<readonly FiledLetter[]> {
    return this.#session.run(() => lettersAfter(filter, place, limit));
  }

  async replay(batch: ReplayBatch): Promise<ReplayTally> {
    validateReplay(batch);
    return this.#session.transact(() =>
      replayLetters(this.#kind, batch, putInOutbox, this.#recent, this.#countries),
    );
  }

  drop(filter: LetterFilter, expected: number, now: number): Promise<DropAnswer> {
    return this.#session.transact(() => dropLetters(this.#kind, filter, expected, now));
  }

  outbox(limit: number) {
    return this.#session.run(() => readOutbox(limit));
  }

  published(seq: number): Promise<void> {
    return this.#session.transact(() => emptyOutbox(seq));
  }
}
