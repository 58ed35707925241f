'use client';
import { useEffect, useState } from 'react';
import type { DetailsFailure, Told } from '../../lib/live/client/fetch-details';
import { keepAsking } from './keep-asking';

/** `answer` stays while it is asked again; `failure` is what came last. */
export type Asked<Answer> = { readonly answer: Answer | null; readonly failure: DetailsFailure | null };

/** Asks once for each `key`, and again every `everyMs` when given, as long as the page is seen (`keepAsking`). */
export function useTold<Answer>(
  key: string,
  ask: (signal: AbortSignal) => Promise<Told<Answer>>,
  everyMs: number | null = null,
): Asked<Answer> {
  const [asked, setAsked] = useState<Asked<Answer> & { readonly key: string }>({
    key,
    answer: null,
    failure: null,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the question
  useEffect(
    () =>
      keepAsking({
        ask,
        everyMs,
        onTold: (told) =>
          setAsked((before) => ({
            key,
            answer: told.ok ? told.answer : before.key === key ? before.answer : null,
            failure: told.ok ? null : told.reason,
          })),
        page: document,
      }),
    [key, everyMs],
  );
  return asked.key === key ? asked : { answer: null, failure: null };
}
