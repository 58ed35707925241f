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
} from './desk';
import { queryText } from './query';

/** The answer to a request; `value` is its JSON, null where it is none. */
export type DeskAnswer = { readonly status: number; readonly value: unknown };

/** One request below LETTERS_PATH, with the key; a body makes it a POST. Throws DeskError when nothing answers. */
export type AskDesk = (path: string, body: unknown) => Promise<DeskAnswer>;

/** A globe that does not answer, or not as asked: one line. */
export class DeskError extends Error {
  override readonly name = 'DeskError';
  /** 0 when nothing answered. */
  readonly status: number;
  constructor(message: string, status = 0) {
    super(message);
    this.status = status;
  }
}

type Refusal = {
  readonly error?: { readonly field?: string; readonly reason?: string; readonly found?: number };
};

/** Dead letters at a running globe, by its HTTP API. */
export class HttpDesk implements LetterDesk {
  readonly #ask: AskDesk;

  constructor(ask: AskDesk) {
    this.#ask = ask;
  }

  async list(query: LetterQuery): Promise<LetterList> {
    return (await this.#expect(`?${queryText(query)}`)) as LetterList;
  }

  async show(key: string): Promise<ShownLetter | null> {
    return (await this.#expect(`/${encodeURIComponent(key)}`, null, true)) as ShownLetter | null;
  }

  async replay(chosen: Chosen): Promise<ReplayReport> {
    return (await this.#expect('/replay', chosen)) as ReplayReport;
  }

  async drop(request: DropRequest): Promise<DropReport> {
    return (await this.#expect('/drop', request)) as DropReport;
  }

  async #expect(path: string, body: unknown = null, mayBeAbsent = false): Promise<unknown> {
    const { status, value } = await this.#ask(path, body);
    if (status === 200 && value !== null) return value;
    const { field, reason, found } = (value as Refusal | null)?.error ?? {};
    if (status === 404 && mayBeAbsent && field === 'key') return null;
    if (status === 409 && found !== undefined)
      throw new CountChangedError((body as { expected: number }).expected, found);
    const why = [field, reason].filter(Boolean).join(' ') || 'there are no dead-letter tools at this address';
    throw new DeskError(why, status);
  }
}
