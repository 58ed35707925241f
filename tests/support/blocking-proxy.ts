import { connect, createServer, type Socket } from 'node:net';
import { freePort } from './free-port';

/** What stands between some offices and the world: HTTP passes, a WebSocket is cut while `blocks` holds. */
export class BlockingProxy {
  blocks = true;
  /** While it holds, nothing passes at all. */
  down = false;
  /** WebSockets asked for so far, let through or not. */
  asked = 0;
  readonly url: string;
  readonly #sockets = new Set<Socket>();
  readonly #server;

  private constructor(target: string, port: number) {
    this.url = `http://127.0.0.1:${port}`;
    const { hostname, port: targetPort } = new URL(target);
    this.#server = createServer((near) => {
      this.#sockets.add(near);
      near.on('close', () => this.#sockets.delete(near));
      near.on('error', () => {});
      near.once('data', (first) => {
        if (this.down) return void near.destroy();
        if (/^upgrade: websocket/im.test(first.toString('latin1'))) {
          this.asked++;
          if (this.blocks) return void near.destroy();
        }
        const far = connect(Number(targetPort), hostname);
        far.on('error', () => near.destroy());
        far.on('close', () => near.destroy());
        near.on('close', () => far.destroy());
        far.write(first);
        near.pipe(far);
        far.pipe(near);
      });
    });
    this.#server.listen(port, '127.0.0.1');
  }

  static async before(target: string): Promise<BlockingProxy> {
    const proxy = new BlockingProxy(target, await freePort());
    await new Promise((listening) => proxy.#server.once('listening', listening));
    return proxy;
  }

  /** Ends every connection that there is. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  close(): void {
    this.#server.close();
    this.cut();
  }
}
