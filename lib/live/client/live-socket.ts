import type { Socket } from 'socket.io-client';
import {
  type ClientToServerEvents,
  type Handshake,
  type Health,
  type Hello,
  type ServerToClientEvents,
  SOCKET_PATH,
} from '../protocol';
import { originHeaders } from './live-http';

export type LiveSocketListeners = {
  readonly hello: (hello: Hello) => void;
  /** One encoded frame. */
  readonly frame: (text: string) => void;
  readonly reset: () => void;
  readonly health: (health: Health) => void;
  /** There is no room for the filter of the handshake; `lost` follows unless it is closed. */
  readonly refused: () => void;
  /** The connection failed or was lost; this socket is done. */
  readonly lost: () => void;
};

/** One attempt at a connection, and the connection that may come of it. After `close` or `lost` it stays silent. */
export interface LiveSocket {
  readonly connected: boolean;
  ack(cursor: string): void;
  resume(cursor: string, known: string): void;
  /** Nobody is looking: few frames will do, until the next `resume`. */
  slow(): void;
  /** Asks for the server's clock; resolves with its epoch ms, or null when no answer came in time. */
  clock(timeoutMs: number): Promise<number | null>;
  close(): void;
}

const CONNECT_TIMEOUT_MS = 10_000;

/** Fetches Socket.IO's client, which a page need not wait for to be drawn. Once; call it early to have it in time. */
export const loadSocketIo = () => import('socket.io-client');

/**
 * The only door to Socket.IO's client. `handshake` is asked when the connection is made, so it can name the cursor
 * as it is by then.
 */
export function openLiveSocket(
  url: string,
  handshake: () => Handshake,
  listeners: LiveSocketListeners,
): LiveSocket {
  let socket: Socket<ServerToClientEvents, ClientToServerEvents> | null = null;
  let done = false;
  const finish = (lost: boolean) => {
    if (done) return;
    done = true;
    clearTimeout(late);
    socket?.disconnect();
    if (lost) listeners.lost();
  };
  // What never comes is no connection either.
  const late = setTimeout(() => finish(true), CONNECT_TIMEOUT_MS);
  loadSocketIo().then(
    ({ io }) => {
      clearTimeout(late);
      if (done) return;
      socket = io(url, {
        path: SOCKET_PATH,
        transports: ['websocket'],
        // One attempt at a time, and ours to make: then the page can say when the next one is.
        reconnection: false,
        forceNew: true,
        timeout: CONNECT_TIMEOUT_MS,
        extraHeaders: originHeaders(url),
        auth: (hand) => hand(handshake()),
      });
      socket.on('hello', (hello) => done || listeners.hello(hello));
      socket.on('f', (text) => done || listeners.frame(text));
      socket.on('reset', () => done || listeners.reset());
      socket.on('refused', () => done || listeners.refused());
      socket.on('health', (health) => done || listeners.health(health));
      socket.on('disconnect', () => finish(true));
      socket.on('connect_error', () => finish(true));
    },
    () => finish(true),
  );
  return {
    get connected() {
      return !done && socket?.connected === true;
    },
    ack: (cursor) => void socket?.emit('ack', cursor),
    resume: (cursor, known) => void socket?.emit('resume', cursor, known),
    slow: () => void socket?.emit('slow'),
    clock: (timeoutMs) =>
      new Promise((resolve) => {
        if (!socket) return resolve(null);
        socket
          .timeout(timeoutMs)
          .emit('clock', (error: Error | null, serverTime: number) => resolve(error ? null : serverTime));
      }),
    close: () => finish(false),
  };
}
