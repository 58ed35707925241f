import { setTimeout as sleep } from 'node:timers/promises';

/** Waits; ends early, without an error, when the signal is given. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await sleep(ms, undefined, signal ? { signal } : undefined).catch(() => {});
}

/** How long to wait after the `tries`-th failure (from 1): doubled each time, up to `maxMs`. */
export function backoffMs(tries: number, firstMs: number, maxMs: number): number {
  return Math.min(maxMs, firstMs * 2 ** Math.min(tries - 1, 20));
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
