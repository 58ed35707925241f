import type { IncomingMessage } from 'node:http';
import {
  cardsQuery,
  pinsQuery,
  placeQuery,
  readCardsQuestion,
  readPinsQuestion,
  readPlaceQuestion,
} from '../../lib/live/details-query';
import { CARDS_PATH, PINS_PATH, PLACE_PATH } from '../../lib/live/protocol';
import { oncePer } from '../../lib/memo';
import type { Unreadable } from '../../lib/unreadable';
import { AddressRate } from '../publish/address-rate';
import { type LiveDetails, MAX_SPAN_EVENTS, type Untold } from '../publish/live-details';
import type { Asker } from '../publish/ring-reader';
import { type Answer, failure, json } from './answer';
import { AnswerCache } from './answer-cache';

export type DetailsApiOptions = {
  /** Of what the query is about; null while it is not there. */
  readonly detailsOf: (query: URLSearchParams) => LiveDetails | null;
  /** The address that the limit holds for. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** Epoch ms. */
  readonly now: () => number;
};

/** Answers that have to be worked out, for one address; what others have asked a moment ago costs nothing. */
const NEW_ANSWERS_PER_MINUTE = 600;
/** What lies behind a ring changes no more: only its pins become known. */
const CARDS_MAX_AGE_MS = 15_000;
const COUNTS_MAX_AGE_MS = 3_000;

type Asked = {
  /** The one text of the question. */
  readonly text: string;
  readonly maxAgeMs: number;
  readonly ask: (details: LiveDetails, asker: Asker) => Promise<object | Untold>;
};

/** `CARDS_PATH`, `PLACE_PATH`, `PINS_PATH`: what lies behind a ring, a place, a list of pins. No user, no address. */
export class DetailsApi {
  readonly #options: DetailsApiOptions;
  readonly #rate: AddressRate;
  /** Each has answers of its own. */
  readonly #answers: (details: LiveDetails) => AnswerCache;
  /** Who waits for an answer: who asks the same waits for the same one. */
  readonly #askers = new WeakMap<Promise<Answer>, IncomingMessage[]>();

  constructor(options: DetailsApiOptions) {
    this.#options = options;
    this.#rate = new AddressRate(NEW_ANSWERS_PER_MINUTE, options.now);
    this.#answers = oncePer(() => new AnswerCache(options.now));
  }

  static owns(path: string): boolean {
    return path === CARDS_PATH || path === PLACE_PATH || path === PINS_PATH;
  }

  /** Of a path that is `owns`; null while the hub is not ready. Rejects while the store is away. */
  async answer(url: URL, request: IncomingMessage): Promise<Answer | null> {
    const asked = readAsked(url);
    if ('field' in asked) return failure(400, asked.reason, asked.field);
    const details = this.#options.detailsOf(url.searchParams);
    if (!details) return null;
    const answers = this.#answers(details);
    const question = `${url.pathname}?${asked.text}`;
    const kept = answers.get(question);
    if (kept) {
      this.#askers.get(kept)?.push(request);
      return await kept;
    }
    const address = this.#options.addressOf(request);
    if (!this.#rate.take(address))
      return failure(429, 'too many questions: again in a few seconds', undefined, { 'retry-after': '5' });
    const askers = [request];
    const waits = () => askers.some(({ socket }) => !socket.destroyed);
    const told = asked.ask(details, { address, waits });
    const answer = told.then((found) => toAnswer(found, asked.maxAgeMs));
    this.#askers.set(answer, askers);
    const forget = () => void this.#askers.delete(answer);
    answer.then(forget, forget);
    answers.keep(question, asked.maxAgeMs, answer);
    return (await told) === 'not ready' ? null : await answer;
  }
}

function readAsked({ pathname, searchParams }: URL): Asked | Unreadable {
  switch (pathname) {
    case CARDS_PATH: {
      const question = readCardsQuestion(searchParams);
      if ('field' in question) return question;
      return {
        text: cardsQuery(question),
        maxAgeMs: CARDS_MAX_AGE_MS,
        ask: (details, asker) => details.cards(question, asker),
      };
    }
    case PLACE_PATH: {
      const question = readPlaceQuestion(searchParams);
      if ('field' in question) return question;
      return {
        text: placeQuery(question),
        maxAgeMs: COUNTS_MAX_AGE_MS,
        ask: (details, asker) => details.place(question, asker),
      };
    }
    default: {
      const question = readPinsQuestion(searchParams);
      if ('field' in question) return question;
      return {
        text: pinsQuery(question),
        maxAgeMs: COUNTS_MAX_AGE_MS,
        ask: (details, asker) => details.pins(question, asker),
      };
    }
  }
}

function toAnswer(told: object | Untold, maxAgeMs: number): Answer {
  switch (told) {
    case 'gone':
      return failure(410, 'is further back than this server remembers', 'to');
    case 'ahead':
      return failure(503, 'is further on than this server has come', 'to', { 'retry-after': '1' });
    case 'wide':
      return failure(400, `spans more than ${MAX_SPAN_EVENTS} events`, 'from');
    case 'many':
      return failure(429, 'too many questions at a time: again in a second', undefined, {
        'retry-after': '1',
      });
    case 'left':
    case 'busy':
    case 'not ready':
      return failure(503, told, undefined, { 'retry-after': '1' });
    default:
      return json(200, told, { 'cache-control': `max-age=${maxAgeMs / 1_000}` });
  }
}
