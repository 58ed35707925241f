import { LRUCache } from 'lru-cache';
import type { Answer } from './answer';

/** Different questions whose answers are kept; some 3 MB. */
const MAX_ANSWERS = 300;

/**
 * What was answered a short while ago is answered again: who asks the same at the same time waits for one answer. Only good
 * ones are kept.
 */
export class AnswerCache {
  readonly #now: () => number;
  readonly #answers = new LRUCache<string, { readonly until: number; readonly answer: Promise<Answer> }>({
    max: MAX_ANSWERS,
  });

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The kept answer; null where a new one has to be worked out. */
  get(question: string): Promise<Answer> | null {
    const kept = this.#answers.get(question);
    return kept && this.#now() < kept.until ? kept.answer : null;
  }

  keep(question: string, maxAgeMs: number, answer: Promise<Answer>): void {
    const kept = { until: this.#now() + maxAgeMs, answer };
    this.#answers.set(question, kept);
    const forget = () => {
      if (this.#answers.get(question) === kept) this.#answers.delete(question);
    };
    answer.then(({ status }) => {
      if (status !== 200) forget();
    }, forget);
  }
}
