export type WaitOptions = { readonly timeoutMs?: number; readonly intervalMs?: number };

/**
 * Polls until `condition` gives something truthy and returns it. On failure says what it waited for, with the last
 * error that the condition threw; a `what` that is a function is asked then.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  what: string | (() => string),
  { timeoutMs = 60_000, intervalMs = 40 }: WaitOptions = {},
): Promise<Exclude<Awaited<T>, false | null | undefined | 0 | ''>> {
  const until = performance.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const answer = await condition();
      if (answer) return answer as Exclude<Awaited<T>, false | null | undefined | 0 | ''>;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() > until) {
      const why = last instanceof Error ? ` (${last.message})` : '';
      throw new Error(`waited ${timeoutMs} ms in vain for ${typeof what === 'string' ? what : what()}${why}`);
    }
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
  }
}
