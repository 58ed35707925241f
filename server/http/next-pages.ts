import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import next from 'next';

/** The pages: everything that is not ours is Next's. */
export type Pages = {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Next's development server has a socket of its own; in production there is none. */
  readonly upgrade: ((request: IncomingMessage, socket: Duplex, head: Buffer) => void) | null;
  close(): Promise<void>;
};

export async function openPages(options: { readonly dir: string; readonly dev: boolean }): Promise<Pages> {
  const app = next({ dev: options.dev, dir: options.dir, quiet: true });
  await app.prepare();
  const handle = app.getRequestHandler();
  const upgrade = app.getUpgradeHandler();
  return {
    handle: (request, response) => handle(request, response),
    upgrade: options.dev ? (request, socket, head) => void upgrade(request, socket, head) : null,
    close: () => app.close(),
  };
}
