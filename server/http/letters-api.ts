import type { IncomingMessage } from 'node:http';
import {
  type Chosen,
  CountChangedError,
  type DropRequest,
  LETTERS_PATH,
  type LetterDesk,
} from '../../lib/letters/desk';
import { readQuery, readSelection } from '../../lib/letters/query';
import { MAX_KEYS, MAX_PER_STEP } from '../../lib/letters/replay-all';
import { tellDrop, tellReplay } from '../../lib/letters/reports';
import type { Unreadable } from '../../lib/unreadable';
import { BadRequestError, ImpossibleHereError } from '../dead-letters/store-desk';
import { type Answer, failure, json } from './answer';
import { bearsKey } from './bearer';
import { readBody } from './request-body';
import { WrongKeys } from './wrong-keys';

export type LettersApiOptions = {
  /** null: none is configured, and all of it is closed. */
  readonly adminKey: string | null;
  /** The address that a wrong key is held against. */
  readonly addressOf: (request: IncomingMessage) => string;
  readonly now: () => number;
  readonly log: { info(text: string): void; warn(text: string): void };
};

const MAX_BODY_BYTES = 1 << 20;
const CLOSED = 'is closed: set ADMIN_KEY on the server to open it';

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const refused = ({ field, reason }: Unreadable) => failure(400, reason, field);
const told = (lines: ReturnType<typeof tellReplay>) =>
  lines.map(({ count, text }) => `${count} ${text}`).join('; ') || 'none';

/** `/api/admin/dead-letters…`: what operators do with dead letters, behind their key, without an address or a user id. */
export class LettersApi {
  /** Set once the store is open. */
  desk: LetterDesk | null = null;
  readonly #options: LettersApiOptions;
  readonly #wrongKeys: WrongKeys;
  #warnedAt = 0;

  constructor(options: LettersApiOptions) {
    this.#options = options;
    this.#wrongKeys = new WrongKeys(options.now);
  }

  get isClosed(): boolean {
    return this.#options.adminKey === null;
  }

  static owns(path: string): boolean {
    return path === LETTERS_PATH || path.startsWith(`${LETTERS_PATH}/`);
  }

  /** Of a path that is `owns`; null while the store is not open. */
  async answer(url: URL, request: IncomingMessage): Promise<Answer | null> {
    const refusal = this.#refuseKey(request);
    if (refusal) return refusal;
    const { desk } = this;
    if (!desk) return null;
    try {
      return await this.#ask(desk, url, request);
    } catch (error) {
      if (error instanceof BadRequestError) return failure(400, error.message, error.field);
      if (error instanceof ImpossibleHereError) return failure(409, error.message, 'replay');
      if (error instanceof CountChangedError)
        return json(409, { error: { reason: error.message, found: error.found } });
      throw error;
    }
  }

  #refuseKey(request: IncomingMessage): Answer | null {
    const { adminKey, addressOf, now, log } = this.#options;
    if (adminKey === null) return failure(404, CLOSED, 'ADMIN_KEY');
    const address = addressOf(request);
    const seconds = this.#wrongKeys.shutFor(address);
    if (seconds > 0)
      return failure(429, `too many wrong keys: again in ${seconds} s`, undefined, {
        'retry-after': String(seconds),
      });
    if (bearsKey(request.headers.authorization, adminKey)) return null;
    this.#wrongKeys.add(address);
    if (now() - this.#warnedAt > 60_000) {
      this.#warnedAt = now();
      log.warn('dead letters: a wrong key was refused (said once a minute)');
    }
    return failure(401, 'is missing or wrong: send "Bearer" and the key', 'authorization', {
      'www-authenticate': 'Bearer',
    });
  }

  async #ask(desk: LetterDesk, url: URL, request: IncomingMessage): Promise<Answer> {
    const step = url.pathname.slice(LETTERS_PATH.length + 1);
    if (step === 'replay' || step === 'drop') {
      if (request.method !== 'POST') return failure(405, 'answers POST only', 'method', { allow: 'POST' });
      return await this.#change(desk, step, request);
    }
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return failure(405, 'answers GET, HEAD only', 'method', { allow: 'GET, HEAD' });
    if (step !== '') return await showOne(desk, step);
    const query = readQuery(url.searchParams);
    return 'field' in query ? refused(query) : json(200, await desk.list(query));
  }

  async #change(desk: LetterDesk, step: 'replay' | 'drop', request: IncomingMessage): Promise<Answer> {
    const { log } = this.#options;
    const body = await readBody(request, MAX_BODY_BYTES);
    if (!body) return failure(413, `is longer than ${MAX_BODY_BYTES} bytes`, 'body', { connection: 'close' });
    const given = parse(body);
    if (given === null) return failure(400, 'is not a JSON object', 'body');
    if (step === 'replay') {
      const chosen = readChosen(given);
      if ('field' in chosen) return refused(chosen);
      const report = await desk.replay(chosen);
      log.info(`dead letters: an operator replayed ${report.asked}: ${told(tellReplay(report))}`);
      return json(200, report);
    }
    const chosen = readDrop(given);
    if ('field' in chosen) return refused(chosen);
    const report = await desk.drop(chosen);
    log.info(`dead letters: an operator dropped ${report.asked}: ${told(tellDrop(report))}`);
    return json(200, report);
  }
}

async function showOne(desk: LetterDesk, encoded: string): Promise<Answer> {
  let key: string;
  try {
    key = decodeURIComponent(encoded);
  } catch {
    return failure(400, 'is not well encoded', 'key');
  }
  const letter = await desk.show(key);
  return letter ? json(200, letter) : failure(404, 'is that of no dead letter', 'key');
}

function parse(body: Buffer): Json | null {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function readKeys(keys: unknown): { readonly keys: readonly string[] } | Unreadable {
  const ok = Array.isArray(keys) && keys.every((key) => typeof key === 'string');
  if (!ok || keys.length === 0 || keys.length > MAX_KEYS)
    return { field: 'keys', reason: `must be a list of 1 to ${MAX_KEYS} keys` };
  return { keys };
}

function readChosen({ keys, selection, limit, after = null }: Json): Chosen | Unreadable {
  if (keys !== undefined) return readKeys(keys);
  const which = isObject(selection) ? readSelection(selection) : null;
  if (which === null) return { field: 'selection', reason: 'or keys must tell which are meant' };
  if ('field' in which) return which;
  if (!Number.isInteger(limit) || (limit as number) < 1 || (limit as number) > MAX_PER_STEP)
    return { field: 'limit', reason: `must be from 1 to ${MAX_PER_STEP}` };
  if (after !== null && typeof after !== 'string') return { field: 'after', reason: 'must be a string' };
  return { selection: which, limit: limit as number, after };
}

function readDrop({ keys, selection, expected }: Json): DropRequest | Unreadable {
  if (keys !== undefined) return readKeys(keys);
  const which = isObject(selection) ? readSelection(selection) : null;
  if (which === null) return { field: 'selection', reason: 'or keys must tell which are meant' };
  if ('field' in which) return which;
  if (!Number.isSafeInteger(expected) || (expected as number) < 0)
    return { field: 'expected', reason: 'must be how many were shown to you' };
  return { selection: which, expected: expected as number };
}
