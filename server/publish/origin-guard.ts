import type { IncomingMessage } from 'node:http';

export type OriginGuard = {
  /** Exact origins besides the own one. */
  readonly allowedOrigins: readonly string[];
};

/**
 * Only pages of our own origin, or of a listed one, may open the live channel. CORS does not keep foreign WebSockets out;
 * this does. A sandboxed frame says `null`, a program often nothing: both are refused.
 */
export function mayConnect(
  request: Pick<IncomingMessage, 'headers'>,
  { allowedOrigins }: OriginGuard,
): boolean {
  const { origin, host } = request.headers;
  if (typeof origin !== 'string' || origin === '' || origin === 'null') return false;
  if (allowedOrigins.includes(origin)) return true;
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
}

/**
 * The same for a stream over plain HTTP. There a browser names the origin to foreign servers alone; of its own page it says so
 * in another header, or, without TLS, gives the page's address away. Who says nothing of it all is refused.
 */
export function mayStream(request: Pick<IncomingMessage, 'headers'>, guard: OriginGuard): boolean {
  const { headers } = request;
  if (headers.origin !== undefined) return mayConnect(request, guard);
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return mayConnect({ headers: { ...headers, origin: originOf(headers.referer) } }, guard);
}

function originOf(address: string | undefined): string {
  try {
    return new URL(address ?? '').origin;
  } catch {
    return '';
  }
}
