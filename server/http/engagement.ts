import type { IncomingMessage } from 'node:http';
import type { Store } from '../store/store';
import { type Answer, failure, json } from './answer';
import { AnswerCache } from './answer-cache';
import { QuestionQueue } from './question-queue';

const MINUTE_MS = 60_000;
const MAX_BUCKETS = 2_000;
const DEFAULT_SPAN_MS = 3_600_000;
const MAX_AGE_MS = 1_000;
const MAX_WAITING = 4;

/** A whole number from a query, or the fallback when it is absent; NaN when it is neither. */
function whole(text: string | null, fallback: number): number {
  if (text === null || text === '') return fallback;
  return /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
}

/**
 * `GET /api/metrics/engagement?from&to&step` (epoch ms; step in ms, a minute by default): events per bucket and type. The
 * last hour by default, at most 2,000 buckets. One question at a time goes to the store; four more wait; beyond that 503.
 */
export class EngagementApi {
  readonly #now: () => number;
  readonly #answers: AnswerCache;
  readonly #queue = new QuestionQueue(MAX_WAITING);
  /** Who waits for an answer: who asks the same waits for the same one. */
  readonly #askers = new WeakMap<Promise<Answer>, IncomingMessage[]>();

  constructor(now: () => number) {
    this.#now = now;
    this.#answers = new AnswerCache(now);
  }

  async answer(store: Store, query: URLSearchParams, request: IncomingMessage): Promise<Answer> {
    const to = whole(query.get('to'), this.#now());
    const from = whole(query.get('from'), to - DEFAULT_SPAN_MS);
    const step = whole(query.get('step'), MINUTE_MS);
    for (const [field, value] of Object.entries({ from, to, step }))
      if (Number.isNaN(value)) return failure(400, 'must be a whole number of milliseconds', field);
    if (step < 1_000) return failure(400, 'must be at least 1000', 'step');
    if (from >= to) return failure(400, 'must lie before to', 'from');
    if ((to - from) / step > MAX_BUCKETS)
      return failure(400, `makes more than ${MAX_BUCKETS} buckets`, 'step');

    // As it was asked: without a "to" the same question would be another one each millisecond.
    const text = ['from', 'to', 'step'].map((field) => query.get(field) ?? '').join(' ');
    const kept = this.#answers.get(text);
    if (kept) {
      this.#askers.get(kept)?.push(request);
      return await kept;
    }
    const askers = [request];
    const waits = () => askers.some(({ socket }) => !socket.destroyed);
    const told = this.#queue.ask(() => store.engagement(from, to, step), waits);
    const answer = told.then((buckets) =>
      typeof buckets === 'string'
        ? failure(503, 'too many questions at a time: again in a second', undefined, { 'retry-after': '1' })
        : json(200, { from, to, step, buckets }, { 'cache-control': `max-age=${MAX_AGE_MS / 1_000}` }),
    );
    this.#askers.set(answer, askers);
    const forget = () => void this.#askers.delete(answer);
    answer.then(forget, forget);
    this.#answers.keep(text, MAX_AGE_MS, answer);
    return await answer;
  }
}
