/** `sse`: server-sent events over plain HTTP. */
export type Transport = 'websocket' | 'sse';

/** So many WebSockets in a row that were not opened while HTTP was answered: they are blocked on the way. */
const BLOCKED_AFTER = 2;
/** Over a stream, a WebSocket is tried now and then: first after this, then after twice as long each time. */
export const FIRST_PROBE_MS = 30_000;
const LONGEST_PROBE_MS = 600_000;

/** By which way to connect, from how the attempts so far went. WebSockets are better: one connection, answers on the same. */
export class TransportChoice {
  readonly #firstProbeMs: number;
  #blocked = 0;
  #probes = 0;

  constructor(firstProbeMs: number) {
    this.#firstProbeMs = firstProbeMs;
  }

  next(): Transport {
    return this.#blocked >= BLOCKED_AFTER ? 'sse' : 'websocket';
  }

  opened(transport: Transport): void {
    if (transport === 'sse') return;
    this.#blocked = 0;
    this.#probes = 0;
  }

  /** An attempt came to nothing. `httpAnswers`: a plain request did right after it. A server that is away blocks nothing. */
  failed(transport: Transport, httpAnswers: boolean): void {
    if (transport === 'sse') this.#blocked = Math.min(this.#blocked, BLOCKED_AFTER - 1);
    else if (httpAnswers) this.#blocked++;
  }

  /** How long to stay with the stream before a WebSocket is tried beside it, ms. */
  nextProbeMs(): number {
    return Math.min(this.#firstProbeMs * 2 ** Math.min(this.#probes++, 20), LONGEST_PROBE_MS);
  }
}
