import { type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { EVENTS_PATH, LIVE_VERSION } from '../../lib/live/protocol';

export type Knock = {
  readonly path?: string;
  /** null: none at all. Left out: the page's own. */
  readonly origin?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Over this socket of the file system. */
  readonly socketPath?: string;
};

/** What a WebSocket handshake by hand was answered: the socket when it was let in. */
export type Knocked = {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly socket: Socket | null;
};

/** Asks for a WebSocket by hand: neither a browser nor a library would let us choose what it says. Status 0: cut. */
export function knock(
  url: string,
  { path, origin = url, headers = {}, socketPath }: Knock = {},
): Promise<Knocked> {
  return new Promise((resolve) => {
    const asked = request(url + (path ?? '/live/?EIO=4&transport=websocket'), {
      agent: false,
      ...(socketPath === undefined ? {} : { socketPath }),
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
        ...(origin === null ? {} : { origin }),
        ...headers,
      },
    });
    asked.on('upgrade', (response, socket) => {
      socket.on('error', () => {});
      resolve({ status: response.statusCode ?? 0, retryAfter: undefined, socket: socket as Socket });
    });
    asked.on('response', (response) => {
      response.resume();
      resolve({
        status: response.statusCode ?? 0,
        retryAfter: response.headers['retry-after'],
        socket: null,
      });
    });
    asked.on('error', () => resolve({ status: 0, retryAfter: undefined, socket: null }));
    asked.end();
  });
}

/** One masked WebSocket frame. `opcode` 1 is text, 2 binary, 9 ping; the mask is zero, which leaves the bytes as they are. */
export function wsFrame(payload: string | Buffer, opcode = 1): Buffer {
  const bytes = Buffer.from(payload);
  const { length } = bytes;
  const size =
    length < 126
      ? [0x80 | length]
      : length < 65_536
        ? [0xfe, length >> 8, length & 0xff]
        : [
            0xff,
            0,
            0,
            0,
            0,
            (length >>> 24) & 0xff,
            (length >> 16) & 0xff,
            (length >> 8) & 0xff,
            length & 0xff,
          ];
  return Buffer.concat([Buffer.from([0x80 | opcode, ...size, 0, 0, 0, 0]), bytes]);
}

/** A viewer by hand at this cursor: let in and named. What it is sent is read only if the caller does so. */
export async function openRaw(url: string, cursor: string, options: Knock = {}): Promise<Socket> {
  const { socket, status } = await knock(url, options);
  if (!socket) throw new Error(`refused: ${status}`);
  socket.write(wsFrame(`40${JSON.stringify({ v: LIVE_VERSION, cursor })}`));
  return socket;
}

/** Resolves when the other side has ended it. Reads on: a socket of which nothing is read never says that it has ended. */
export function closed(socket: Socket): Promise<void> {
  socket.resume();
  return new Promise((resolve) => {
    if (socket.closed) resolve();
    else socket.once('close', () => resolve());
  });
}

/** An event stream at this cursor that was let in, of which nothing is read. */
export function openUnreadStream(url: string, cursor: string, socketPath?: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}${EVENTS_PATH}?v=${LIVE_VERSION}&cursor=${cursor}`, {
      agent: false,
      headers: { origin: url },
      ...(socketPath === undefined ? {} : { socketPath }),
    });
    asked.on('response', (response) => {
      response.on('error', () => {});
      response.socket.pause();
      if (response.statusCode === 200) resolve(response);
      else reject(new Error(`refused: ${response.statusCode}`));
    });
    asked.on('error', reject);
    asked.end();
  });
}
