import { formatCursor, type LiveCursor } from '../../lib/live/cursor';
import type { BookMark } from '../../lib/live/place-book';

/** From where a viewer wants to go on, and what it knows of the book. */
export type Question = { readonly cursor: LiveCursor | null; readonly known: BookMark | null };

/** Who asks to go on is answered with those that ask within so long. */
const ANSWER_WITHIN_MS = 20;

/**
 * Collects the viewers that ask to go on. Those that lost the same connection ask the same: each question is answered
 * once for all of them, so that what they missed is encoded once. Of one viewer the last question counts.
 */
export class ResumeDesk<Viewer> {
  readonly #answer: (viewers: readonly Viewer[], question: Question) => void;
  readonly #asking = new Map<Viewer, Question>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(answer: (viewers: readonly Viewer[], question: Question) => void) {
    this.#answer = answer;
  }

  ask(viewer: Viewer, question: Question): void {
    this.#asking.set(viewer, question);
    this.#timer ??= setTimeout(() => this.answerNow(), ANSWER_WITHIN_MS);
  }

  has(viewer: Viewer): boolean {
    return this.#asking.has(viewer);
  }

  /** To be called when it is gone. */
  leave(viewer: Viewer): void {
    this.#asking.delete(viewer);
  }

  answerNow(): void {
    this.stop();
    const groups = new Map<string, { readonly question: Question; readonly viewers: Viewer[] }>();
    for (const [viewer, question] of this.#asking) {
      const { cursor, known } = question;
      const key = `${cursor && formatCursor(cursor)}/${known?.id}/${known?.places}/${known?.categories}`;
      const group = groups.get(key);
      if (group) group.viewers.push(viewer);
      else groups.set(key, { question, viewers: [viewer] });
    }
    this.#asking.clear();
    for (const { question, viewers } of groups.values()) this.#answer(viewers, question);
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
