import type { Handshake } from '../protocol';
import { openEventStream } from './event-stream';
import { fetchClock } from './live-http';
import { type LiveSocket, type LiveSocketListeners, openLiveSocket } from './live-socket';
import { type Transport, TransportChoice } from './transport-choice';

export type LiveLinkOptions = {
  readonly url: string;
  /** Asked at the moment when the server wants to know: it names the cursor as it is by then. */
  readonly handshake: () => Handshake;
  readonly listeners: LiveSocketListeners;
  /** null: as it turns out. */
  readonly transport: Transport | null;
  readonly firstProbeMs: number;
};

const OPENERS = { websocket: openLiveSocket, sse: openEventStream } as const;
/** Whether HTTP is answered while WebSockets are not is asked with this patience. */
const JUDGE_WITHIN_MS = 3_000;

/** The connection of a client, by whichever way works; a new attempt each time it is opened. */
export class LiveLink {
  readonly #options: LiveLinkOptions;
  readonly #choice: TransportChoice;
  #socket: LiveSocket | null = null;
  #transport: Transport | null = null;
  #probe: LiveSocket | null = null;
  #probeTimer: ReturnType<typeof setTimeout> | null = null;

  constructor(options: LiveLinkOptions) {
    this.#options = options;
    this.#choice = new TransportChoice(options.firstProbeMs);
  }

  get connected(): boolean {
    return this.#socket?.connected ?? false;
  }

  /** Of the last connection that was opened. */
  get transport(): Transport | null {
    return this.#transport;
  }

  /** One attempt, in place of the connection that there may be. */
  open(): void {
    this.close();
    const transport = this.#options.transport ?? this.#choice.next();
    const { url, handshake, listeners } = this.#options;
    let opened = false;
    this.#socket = OPENERS[transport](url, handshake, {
      ...listeners,
      hello: (hello) => {
        opened = true;
        this.#opened(transport);
        listeners.hello(hello);
      },
      lost: () => {
        if (!opened) void this.#judge(transport);
        this.#stopProbing();
        listeners.lost();
      },
    });
  }

  ack(cursor: string): void {
    this.#socket?.ack(cursor);
  }

  resume(cursor: string, known: string): void {
    this.#socket?.resume(cursor, known);
  }

  slow(): void {
    this.#socket?.slow();
  }

  /** The server's clock; null when it does not say, or when another connection is there by then. */
  async clock(timeoutMs: number): Promise<number | null> {
    const socket = this.#socket;
    const serverTime = (await socket?.clock(timeoutMs)) ?? null;
    return socket === this.#socket ? serverTime : null;
  }

  close(): void {
    this.#stopProbing();
    this.#socket?.close();
    this.#socket = null;
  }

  #opened(transport: Transport): void {
    this.#transport = transport;
    this.#choice.opened(transport);
    if (transport === 'sse' && this.#options.transport === null && !this.#probeTimer) this.#probeLater();
  }

  async #judge(transport: Transport): Promise<void> {
    const answered =
      transport === 'websocket' && (await fetchClock(this.#options.url, JUDGE_WITHIN_MS)) !== null;
    this.#choice.failed(transport, answered);
  }

  #probeLater(): void {
    this.#probeTimer = setTimeout(() => this.#tryWebSocket(), this.#choice.nextProbeMs());
  }

  /** Beside the stream. When it comes through the stream ends there, and the socket goes on from the very same cursor. */
  #tryWebSocket(): void {
    const { url, handshake, listeners } = this.#options;
    const isMine = () => this.#socket === probe;
    const probe = openLiveSocket(
      url,
      () => {
        this.#stopProbing(false);
        this.#socket?.close();
        this.#socket = probe;
        return handshake();
      },
      {
        ...listeners,
        hello: (hello) => {
          this.#opened('websocket');
          listeners.hello(hello);
        },
        lost: () => {
          if (isMine()) listeners.lost();
          else {
            this.#probe = null;
            this.#probeLater();
          }
        },
      },
    );
    this.#probe = probe;
  }

  #stopProbing(close = true): void {
    if (this.#probeTimer) clearTimeout(this.#probeTimer);
    this.#probeTimer = null;
    if (close) this.#probe?.close();
    this.#probe = null;
  }
}
