import type { Socket } from 'socket.io';
import type { CutOff, ViewerCounts } from './viewer-counts';

export type Conn = Socket['conn'];

/** Cursors and clock questions are tiny. */
export const MAX_MESSAGE_BYTES = 1_024;
const MAX_MESSAGES_PER_10_S = 60;
const FORGIVE_EVERY_MS = 10_000;
/** A socket that never says which viewer it is. */
const NAME_WITHIN_MS = 5_000;

type Guarded = {
  /** What it has asked of us since the last amnesty, in messages. */
  asked: number;
  nameless: ReturnType<typeof setTimeout> | null;
  ended: boolean;
};

/** Engine.IO's WebSocket transport holds the `ws` socket. */
type RawSocket = {
  readonly bufferedAmount: number;
  terminate(): void;
  on(event: 'message' | 'ping', listener: () => void): void;
  on(event: 'error', listener: (error: { readonly code?: string }) => void): void;
};
const rawSocket = (conn: Conn) => (conn.transport as unknown as { readonly socket: RawSocket }).socket;

/** Bytes that the kernel has not taken yet: what was written, and what Engine.IO holds back until that is through. */
export function bufferedBytes(conn: Conn): number {
  const { writeBuffer } = conn as unknown as { readonly writeBuffer: readonly { readonly data?: unknown }[] };
  const held = writeBuffer.reduce((sum, { data }) => sum + (typeof data === 'string' ? data.length : 0), 0);
  return rawSocket(conn).bufferedAmount + held;
}

/**
 * Watches what comes in over sockets. Who sends too much of it, or what is none of ours, is cut off: at once and alone, and
 * counted. A polite close would wait half a minute for the answer of somebody who does not read, and hold its memory as
 * long. A healthy browser takes it for a dropped line and comes back.
 */
export class SocketGuard {
  readonly #counts: ViewerCounts;
  readonly #sockets = new Map<Conn, Guarded>();
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(counts: ViewerCounts) {
    this.#counts = counts;
    this.#timer = setInterval(() => {
      for (const guarded of this.#sockets.values()) guarded.asked = 0;
    }, FORGIVE_EVERY_MS);
  }

  watch(conn: Conn): void {
    // Socket.IO closes a socket that never says which viewer it is, but waits half a minute for its consent.
    const nameless = setTimeout(() => this.cutOff(conn, 'nameless'), NAME_WITHIN_MS);
    this.#sockets.set(conn, { asked: 0, nameless, ended: false });
    const raw = rawSocket(conn);
    // Messages of all kinds, those of Engine.IO and of WebSocket too: each costs about the same.
    raw.on('message', () => this.charge(conn, 1));
    raw.on('ping', () => this.charge(conn, 1));
    raw.on('error', ({ code }) => {
      if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') this.cutOff(conn, 'oversized');
      else if (code?.startsWith('WS_ERR_')) this.cutOff(conn, 'malformed');
    });
    conn.on('close', (reason: string) => {
      const guarded = this.#sockets.get(conn);
      if (guarded?.nameless) clearTimeout(guarded.nameless);
      if (reason === 'parse error') this.cutOff(conn, 'malformed');
      // The raw socket's own error comes after this.
      setImmediate(() => this.#sockets.delete(conn));
    });
  }

  /** It has said which viewer it is. */
  named(conn: Conn): void {
    const guarded = this.#sockets.get(conn);
    if (guarded?.nameless) clearTimeout(guarded.nameless);
    if (guarded) guarded.nameless = null;
  }

  /** Puts so much to its account. */
  charge(conn: Conn, messages: number): void {
    const guarded = this.#sockets.get(conn);
    if (!guarded) return;
    guarded.asked += messages;
    if (guarded.asked > MAX_MESSAGES_PER_10_S) this.cutOff(conn, 'talkative');
  }

  cutOff(conn: Conn, reason: CutOff): void {
    const guarded = this.#sockets.get(conn);
    if (!guarded || guarded.ended) return;
    guarded.ended = true;
    this.#counts.cutOff[reason]++;
    rawSocket(conn).terminate();
  }

  /** Ends all connections without counting them, `goodbyeMs` after the others have been told: we go ourselves. */
  async stop(goodbyeMs: number): Promise<void> {
    clearInterval(this.#timer);
    // By the end of the wait Engine.IO has forgotten those that do not answer.
    const sockets = [...this.#sockets].map(([conn, { nameless }]) => {
      if (nameless) clearTimeout(nameless);
      return rawSocket(conn);
    });
    if (sockets.length > 0) await new Promise((resolve) => setTimeout(resolve, goodbyeMs));
    for (const socket of sockets) socket.terminate();
  }
}
