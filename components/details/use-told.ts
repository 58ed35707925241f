'use client';
import { useEffect, useState } from 'react';
import type { DetailsFailure, Told } from '../../lib/live/client/fetch-details';

/** `answer` stays while it is asked again; `failure` is what came last. */
export type Asked<Answer> = { readonly answer: Answer | null; readonly failure: DetailsFailure | null };

/** A server that is busy, or one tick behind, is asked again soon; one that is away, less often. */
const AGAIN_MS: Record<DetailsFailure, number | null> = { busy: 1_000, unreachable: 4_000, gone: null };

/**
 * Asks once for each `key`, and again every `everyMs` when given; what failed is asked again until it is told, unless it
 * is gone for good. `ask` null: nothing is asked.
 */
export function useTold<Answer>(
  key: string,
  ask: ((signal: AbortSignal) => Promise<Told<Answer>>) | null,
  everyMs: number | null = null,
): Asked<Answer> {
  const [asked, setAsked] = useState<Asked<Answer> & { readonly key: string }>({
    key,
    answer: null,
    failure: null,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the question
  useEffect(() => {
    if (!ask) return;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | null = null;
    const once = async () => {
      const told = await ask(stop.signal);
      if (stop.signal.aborted) return;
      setAsked((before) => ({
        key,
        answer: told.ok ? told.answer : before.key === key ? before.answer : null,
        failure: told.ok ? null : told.reason,
      }));
      const again = told.ok ? everyMs : AGAIN_MS[told.reason];
      if (again !== null) timer = setTimeout(() => void once(), again);
    };
    void once();
    return () => {
      stop.abort();
      if (timer) clearTimeout(timer);
    };
  }, [key, ask === null, everyMs]);
  return asked.key === key ? asked : { answer: null, failure: null };
}
