import { useCallback, useEffect, useRef, useState } from 'react';
import type { LetterDesk, LetterList, LetterQuery } from '../../lib/letters/desk';
import { DeskError } from '../../lib/letters/http-desk';

export type Letters = {
  /** The last list that came; null before the first. */
  readonly list: LetterList | null;
  readonly loading: boolean;
  readonly failure: string | null;
  /** Epoch ms of the list. */
  readonly at: number;
  reload(): void;
  more(): void;
};

export const inWords = (error: unknown): string =>
  error instanceof DeskError && error.status === 503
    ? 'The database does not answer.'
    : error instanceof Error
      ? error.message
      : String(error);

/** The letters of a query, page by page. `onRefused` is called when the key is not, or no longer, the right one. */
export function useLetters(
  desk: LetterDesk,
  query: Omit<LetterQuery, 'after'>,
  onRefused: (error: DeskError) => void,
): Letters {
  const [state, setState] = useState<Omit<Letters, 'reload' | 'more'>>({
    list: null,
    loading: true,
    failure: null,
    at: 0,
  });
  // What is asked for by now: an answer to an earlier question is not shown.
  const asked = useRef(0);
  const { state: wanted, limit, selection } = query;
  const { reason } = selection;

  const load = useCallback(
    async (before: LetterList | null, another: boolean) => {
      const mine = ++asked.current;
      setState((now) => ({ ...now, loading: true, failure: null }));
      try {
        const page = await desk.list({
          selection: reason === undefined ? {} : { reason },
          state: wanted,
          limit,
          after: before?.next ?? null,
        });
        if (mine !== asked.current) return;
        const letters = [...(before?.letters ?? []), ...page.letters];
        setState({ list: { ...page, letters }, loading: false, failure: null, at: Date.now() });
      } catch (error) {
        if (mine !== asked.current) return;
        // What was asked for before is no answer to another question.
        setState((now) => ({
          ...now,
          list: another ? null : now.list,
          loading: false,
          failure: inWords(error),
        }));
        if (error instanceof DeskError && [401, 404, 429].includes(error.status)) onRefused(error);
      }
    },
    [desk, reason, wanted, limit, onRefused],
  );

  useEffect(() => {
    void load(null, true);
  }, [load]);

  return {
    ...state,
    reload: () => void load(null, false),
    more: () => void load(state.list, false),
  };
}
