import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * Stands between a client and a server on the loopback and lets a test spoil the line: slow, dead, silent. Bytes are
 * never changed or reordered.
 */
export class TcpProxy {
  readonly port: number;
  /** How long each piece of data is held back, each way. */
  delayMs = 0;
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #state: 'open' | 'cut' | 'silent' = 'open';

  private constructor(server: Server, port: number, targetPort: number) {
    this.#server = server;
    this.port = port;
    server.on('connection', (client) => this.#join(client, targetPort));
  }

  static async start(targetPort: number): Promise<TcpProxy> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
    return new TcpProxy(server, address.port, targetPort);
  }

  /** Connections break, and new ones are closed at once. */
  cut(): void {
    this.#state = 'cut';
    this.breakAll();
  }

  /** The connections of now break; new ones are made as before. */
  breakAll(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
  }

  /** Nothing goes through any more, and nobody is told: a cable that was pulled. */
  silence(): void {
    this.#state = 'silent';
  }

  /** As it was. What was swallowed meanwhile stays away, so connections of before are broken. */
  heal(): void {
    const wasSilent = this.#state === 'silent';
    this.#state = 'open';
    this.delayMs = 0;
    if (wasSilent) this.breakAll();
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #join(client: Socket, targetPort: number): void {
    if (this.#state === 'cut') {
      client.destroy();
      return;
    }
    const server = connect(targetPort, '127.0.0.1');
    const pair = [client, server] as const;
    this.#pairs.add(pair);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.setNoDelay(true);
      from.on('data', (bytes) => this.#pass(bytes, to));
      from.on('error', () => {});
      from.on('close', () => {
        this.#pairs.delete(pair);
        to.destroy();
      });
    }
  }

  #pass(bytes: Buffer, to: Socket): void {
    if (this.#state !== 'open') return;
    if (this.delayMs === 0) to.write(bytes);
    // Timers of one length fire in the order in which they were set.
    else setTimeout(() => to.destroyed || to.write(bytes), this.delayMs);
  }
}
