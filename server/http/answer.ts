import type { ServerResponse } from 'node:http';

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
};

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(value),
  };
}

/** An error as JSON: which field, and why. Never a stack, never the value. */
export function failure(
  status: number,
  reason: string,
  field?: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return json(status, { error: field === undefined ? { reason } : { field, reason } }, headers);
}

export function send(response: ServerResponse, { status, headers, body }: Answer, head: boolean): void {
  if (response.headersSent) return;
  response.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body)) });
  response.end(head ? undefined : body);
}
