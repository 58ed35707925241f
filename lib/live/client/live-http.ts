import { CLOCK_PATH, type ClockAnswer } from '../protocol';
import { withDeadline } from './deadline';

/** One request to a globe; `url` is its origin, '' the page's own. */
export function fetchLive(url: string, path: string, signal: AbortSignal, accept: string): Promise<Response> {
  return fetch(url + path, { headers: { accept, ...originHeaders(url) }, cache: 'no-store', signal });
}

/** Programs say themselves which origin they speak for: the globe's own. A browser says what is true, and passes this over. */
export function originHeaders(url: string): Readonly<Record<string, string>> {
  return url === '' ? {} : { origin: new URL(url).origin };
}

/** The server's clock, epoch ms; null when it does not answer in time. */
export async function fetchClock(url: string, timeoutMs: number): Promise<number | null> {
  try {
    return await withDeadline(null, timeoutMs, async (signal) => {
      const response = await fetchLive(url, CLOCK_PATH, signal, 'application/json');
      const body = response.ok ? ((await response.json()) as Partial<ClockAnswer> | null) : null;
      return typeof body?.serverTime === 'number' ? body.serverTime : null;
    });
  } catch {
    return null;
  }
}

/** 429 with the name of the field: there are too many other filters. Without it, too many questions of this address. */
export const saysRoomsFull = (status: number, body: unknown): boolean =>
  status === 429 &&
  (body as { readonly error?: { readonly field?: string } } | null)?.error?.field !== undefined;
