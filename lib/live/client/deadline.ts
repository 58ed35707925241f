/**
 * Runs `ask` with a signal that aborts with `aborted`, or after `ms`. By hand: browsers that run everything else lack
 * `AbortSignal.any`, and the missing function would pass for a server that does not answer.
 */
export async function withDeadline<Answer>(
  aborted: AbortSignal | null,
  ms: number,
  ask: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, ms);
  if (aborted?.aborted) abort();
  aborted?.addEventListener('abort', abort);
  try {
    return await ask(controller.signal);
  } finally {
    clearTimeout(timer);
    aborted?.removeEventListener('abort', abort);
  }
}
