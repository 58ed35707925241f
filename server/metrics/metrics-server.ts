import { createServer, type Server } from 'node:http';
import { listen } from '../http/listen';
import type { MetricsRegistry } from './registry';

export const METRICS_PATH = '/metrics';

/** Answers Prometheus, on a port of its own that only the inside should reach. */
export class MetricsServer {
  readonly #server: Server;

  constructor(registry: MetricsRegistry, log: { warn(text: string): void }) {
    this.#server = createServer(async (request, response) => {
      const ours = request.url?.split('?')[0] === METRICS_PATH;
      const asked = request.method === 'GET' || request.method === 'HEAD';
      if (!ours || !asked) {
        response.writeHead(ours ? 405 : 404, { 'content-type': 'text/plain; charset=utf-8' });
        response.end(ours ? 'answers GET, HEAD only\n' : `metrics are at ${METRICS_PATH}\n`);
        return;
      }
      try {
        const text = await registry.text();
        response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' });
        response.end(request.method === 'HEAD' ? '' : text);
      } catch (error) {
        response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
        response.end('something went wrong here\n');
        log.warn(`metrics cannot be told: ${(error as Error).message}`);
      }
    });
    this.#server.headersTimeout = 5_000;
    this.#server.requestTimeout = 10_000;
    this.#server.on('clientError', (_error, socket) => socket.destroy());
  }

  /** Resolves with the port. */
  listen(port: number, host: string): Promise<number> {
    return listen(this.#server, { port, host, portOption: 'METRICS_PORT', hostOption: 'METRICS_HOST' });
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }
}
