import type { DetailsFailure, Told } from '../../lib/live/client/fetch-details';

/** A server that is busy, or one tick behind, is asked again soon; one that is away, less often. */
const AGAIN_MS: Record<DetailsFailure, number | null> = { busy: 1_000, unreachable: 4_000, gone: null };

export type KeepAskingOptions<Answer> = {
  readonly ask: (signal: AbortSignal) => Promise<Told<Answer>>;
  /** After an answer it is asked again in so many ms; null: not any more. */
  readonly everyMs: number | null;
  readonly onTold: (told: Told<Answer>) => void;
  /** Whose visibility is followed. */
  readonly page: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;
};

/**
 * Asks at once, and again when it is due: what failed until it is told, unless it is gone for good. A hidden page asks
 * nothing; when it is seen again, what would have been asked meanwhile is asked at once. Returns how to end it.
 */
export function keepAsking<Answer>({ ask, everyMs, onTold, page }: KeepAskingOptions<Answer>): () => void {
  const stop = new AbortController();
  /** `idle`: there is a question, and nobody has asked it yet. */
  let state: 'idle' | 'asking' | 'waiting' | 'done' = 'idle';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const isSeen = () => page.visibilityState === 'visible';
  const once = async () => {
    state = 'asking';
    const told = await ask(stop.signal);
    if (stop.signal.aborted) return;
    onTold(told);
    const againMs = told.ok ? everyMs : AGAIN_MS[told.reason];
    if (againMs === null) state = 'done';
    else if (!isSeen()) state = 'idle';
    else {
      state = 'waiting';
      timer = setTimeout(() => void once(), againMs);
    }
  };
  const turn = () => {
    if (isSeen()) {
      if (state === 'idle') void once();
    } else if (state === 'waiting') {
      clearTimeout(timer);
      state = 'idle';
    }
  };
  page.addEventListener('visibilitychange', turn);
  turn();
  return () => {
    stop.abort();
    clearTimeout(timer);
    page.removeEventListener('visibilitychange', turn);
  };
}
