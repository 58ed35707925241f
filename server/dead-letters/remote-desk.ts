import {
  type Chosen,
  CountChangedError,
  type DropReport,
  type DropRequest,
  LETTERS_PATH,
  type LetterDesk,
  type LetterList,
  type LetterQuery,
  type ReplayReport,
  type ShownLetter,
} from '../../lib/letters/desk';
import { queryText } from '../../lib/letters/query';

/** The globe does not answer, or not as asked: one line. */
export class RemoteDeskError extends Error {
  override readonly name = 'RemoteDeskError';
}

type Refusal = {
  readonly error?: { readonly field?: string; readonly reason?: string; readonly found?: number };
};

const TIMEOUT_MS = 120_000;

/** Dead letters at a running globe, over its HTTP API. The key travels in a header and nowhere else. */
export class RemoteDesk implements LetterDesk {
  readonly #url: URL;
  readonly #key: string;

  constructor(url: URL, key: string) {
    this.#url = url;
    this.#key = key;
  }

  async list(query: LetterQuery): Promise<LetterList> {
    return (await this.#ask(`?${queryText(query)}`)) as LetterList;
  }

  async show(key: string): Promise<ShownLetter | null> {
    return (await this.#ask(`/${encodeURIComponent(key)}`, null, true)) as ShownLetter | null;
  }

  async replay(chosen: Chosen): Promise<ReplayReport> {
    return (await this.#ask('/replay', chosen)) as ReplayReport;
  }

  async drop(request: DropRequest): Promise<DropReport> {
    return (await this.#ask('/drop', request)) as DropReport;
  }

  async #ask(path: string, body: unknown = null, mayBeAbsent = false): Promise<unknown> {
    const { origin } = this.#url;
    let response: Response;
    let answer: unknown;
    try {
      response = await fetch(`${origin}${LETTERS_PATH}${path}`, {
        method: body === null ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${this.#key}`, 'content-type': 'application/json' },
        ...(body === null ? {} : { body: JSON.stringify(body) }),
        // Another address is not to get the key.
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      answer = await response.json().catch(() => null);
    } catch (error) {
      const { message, cause } = error as Error;
      const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? message;
      throw new RemoteDeskError(`${origin} does not answer (${code})`);
    }
    if (response.ok && answer !== null) return answer;
    const { field, reason, found } = (answer as Refusal | null)?.error ?? {};
    if (response.status === 404 && mayBeAbsent && field === 'key') return null;
    if (response.status === 409 && found !== undefined)
      throw new CountChangedError((body as { expected: number }).expected, found);
    const why = [field, reason].filter(Boolean).join(' ') || 'this is no globe with dead-letter tools';
    throw new RemoteDeskError(`${origin} answers ${response.status}: ${why}`);
  }
}
