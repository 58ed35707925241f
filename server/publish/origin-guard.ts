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
