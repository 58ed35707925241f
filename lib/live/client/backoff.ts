export type BackoffOptions = { readonly firstMs: number; readonly maxMs: number };

/**
 * Wait before attempt `attempt` (0 is the first retry), in ms: doubles from `firstMs` to `maxMs`, then half of it by
 * chance, so that viewers that were cut off together do not come back together. `random` is in [0, 1).
 */
export function backoffMs(attempt: number, random: number, options: BackoffOptions): number {
  const full = Math.min(options.maxMs, options.firstMs * 2 ** Math.min(attempt, 30));
  return Math.round(full * (0.5 + random / 2));
}
