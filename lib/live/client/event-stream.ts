import { EVENTS_PATH, type Handshake, type Health, type Hello } from '../protocol';
import { roomQuery } from '../room-filter';
import { EventParser, type ServerEvent } from './event-parser';
import { fetchClock, fetchLive, saysRoomsFull } from './live-http';
import type { LiveSocket, LiveSocketListeners } from './live-socket';

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * A connection by server-sent events, for where WebSockets are blocked. It only listens: to ask for something is to ask for
 * another stream, from the cursor where the viewer is by then. `fetch` and not EventSource: Node 20 has none of it, and the
 * handshake has to be asked for anew each time.
 */
export function openEventStream(
  url: string,
  handshake: () => Handshake,
  listeners: LiveSocketListeners,
): LiveSocket {
  const stream = new EventStream(url, handshake, listeners);
  stream.ask();
  return stream;
}

class EventStream implements LiveSocket {
  readonly #url: string;
  readonly #handshake: () => Handshake;
  readonly #listeners: LiveSocketListeners;
  #request = new AbortController();
  #asking = false;
  #connected = false;
  #slow = false;
  #done = false;

  constructor(url: string, handshake: () => Handshake, listeners: LiveSocketListeners) {
    this.#url = url;
    this.#handshake = handshake;
    this.#listeners = listeners;
  }

  get connected(): boolean {
    return this.#connected && !this.#done;
  }

  /** The cursor of the next stream says it. */
  ack(): void {}

  resume(): void {
    this.#slow = false;
    this.ask();
  }

  slow(): void {
    if (this.#slow) return;
    this.#slow = true;
    this.ask();
  }

  clock(timeoutMs: number): Promise<number | null> {
    return fetchClock(this.#url, timeoutMs);
  }

  close(): void {
    this.#done = true;
    this.#request.abort();
  }

  /** Another stream in place of the one that is there. What is asked for in one breath is one question. */
  ask(): void {
    this.#request.abort();
    if (this.#asking) return;
    this.#asking = true;
    queueMicrotask(() => {
      this.#asking = false;
      if (!this.#done) void this.#listen();
    });
  }

  async #listen(): Promise<void> {
    const request = new AbortController();
    this.#request = request;
    const late = setTimeout(() => request.abort(), CONNECT_TIMEOUT_MS);
    let again = false;
    try {
      const response = await fetchLive(this.#url, this.#path(), request.signal, 'text/event-stream');
      clearTimeout(late);
      if (response.ok && response.body) again = await this.#read(response.body, request);
      else if (saysRoomsFull(response.status, await response.json())) this.#listeners.refused();
    } catch {
      // Lost, below.
    }
    clearTimeout(late);
    if (this.#done || request !== this.#request || this.#asking) return;
    if (again) this.ask();
    else this.#lose();
  }

  #path(): string {
    const { v, cursor, known, room } = this.#handshake();
    const query = new URLSearchParams({ v: String(v), cursor, known, ...(this.#slow ? { slow: '1' } : {}) });
    return `${EVENTS_PATH}?${query}${room ? `&${roomQuery(room)}` : ''}`;
  }

  /** Resolves at the stream's end: true when the server wants to be asked again. */
  async #read(body: ReadableStream<Uint8Array>, request: AbortController): Promise<boolean> {
    const parser = new EventParser();
    const decoder = new TextDecoder();
    const reader = body.getReader();
    let again = false;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return again;
      for (const event of parser.push(decoder.decode(value, { stream: true }))) {
        if (this.#done || request.signal.aborted) return false;
        again ||= event.name === 'again';
        this.#hear(event);
      }
    }
  }

  #hear({ name, data }: ServerEvent): void {
    const { hello, frame, reset, health } = this.#listeners;
    if (name === 'message') frame(data);
    else if (name === 'hello') {
      this.#connected = true;
      hello(JSON.parse(data) as Hello);
    } else if (name === 'health') health(JSON.parse(data) as Health);
    else if (name === 'reset') {
      // The client fetches a picture and opens another one: this one has nothing more to say.
      this.#done = true;
      reset();
    }
  }

  #lose(): void {
    this.#done = true;
    this.#listeners.lost();
  }
}
