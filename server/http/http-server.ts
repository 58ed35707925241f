import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Brand } from '../../lib/brand/brand';
import { eventSchema } from '../../lib/events/schema';
import {
  CARDS_PATH,
  CLOCK_PATH,
  type ClockAnswer,
  EVENTS_PATH,
  PINS_PATH,
  PLACE_PATH,
  SNAPSHOT_PATH,
  SOCKET_PATH,
} from '../../lib/live/protocol';
import { isRoom, readRoomFilter } from '../../lib/live/room-filter';
import type { EventStreams } from '../publish/event-streams';
import type { RoomRefused } from '../publish/live-rooms';
import type { Refusal } from '../publish/viewer-counts';
import { REFUSALS } from '../publish/viewer-door';
import { type Store, StoreUnavailableError } from '../store/store';
import { type Answer, failure, json, send } from './answer';
import { serveArt } from './art';
import { BRAND_PATH, serveBrand } from './brand-sheet';
import { type Collector, MAX_BODY_BYTES } from './collector';
import { DetailsApi } from './details-api';
import { EngagementApi } from './engagement';
import { LettersApi } from './letters-api';
import { listen } from './listen';
import type { Pages } from './next-pages';
import { readBody } from './request-body';
import type { RoomSnapshots } from './room-snapshots';
import type { SecurityHeaders } from './security-headers';
import type { SnapshotCache } from './snapshot-cache';
import { startingPage } from './starting-page';
import { waitedParts } from './waited-parts';

/** What the server answers with. Parts are filled in as they come up; until then their addresses say 503. */
export type HttpParts = {
  store: Store | null;
  snapshots: SnapshotCache | null;
  roomSnapshots: RoomSnapshots | null;
  streams: Pick<EventStreams, 'serve'> | null;
  details: DetailsApi | null;
  collector: Collector | null;
  /** null where there are none, in tests of other parts. */
  letters: LettersApi | null;
  pages: Pages | null;
  security: SecurityHeaders;
  /** What is being waited for; nothing when ready. */
  readiness: () => readonly string[];
  /** Counts since the start of this process: batches, cache hits. No label by user, pin or address. */
  counts: () => Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Origins of foreign pages that may read what the live channel needs. */
  readonly allowedOrigins: readonly string[];
  /** The operator's colours. */
  readonly brand: Brand;
  readonly now: () => number;
};

/** What a viewer asks for. */
const LIVE_PATHS: ReadonlySet<string> = new Set([
  SNAPSHOT_PATH,
  EVENTS_PATH,
  CLOCK_PATH,
  CARDS_PATH,
  PLACE_PATH,
  PINS_PATH,
]);
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 30_000;
const NOT_YET = 'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\n\r\n';

/** For a person at a browser. */
const adminClosed: Answer = {
  status: 404,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  body: 'The pages of the operators are closed. Set ADMIN_KEY on the server to open them.\n',
};

const notAllowed = (allow: string) => failure(405, `answers ${allow} only`, 'method', { allow });

/** Health, snapshot, history, collector and pictures; what is not ours goes to the pages. */
export class HttpServer {
  readonly server: Server;
  readonly #parts: HttpParts;
  readonly #engagement: EngagementApi;

  constructor(parts: HttpParts) {
    this.#parts = parts;
    this.#engagement = new EngagementApi(parts.now);
    this.server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        const away = error instanceof StoreUnavailableError;
        send(response, away ? this.#unavailable() : failure(500, 'something went wrong here'), false);
        if (!away) response.destroy(error as Error);
      });
    });
    this.server.headersTimeout = HEADERS_TIMEOUT_MS;
    this.server.requestTimeout = REQUEST_TIMEOUT_MS;
    this.server.keepAliveTimeout = KEEP_ALIVE_MS;
    this.server.maxHeadersCount = 100;
    this.server.on('clientError', (_error, socket) => socket.destroy());
    // Until sockets are served. Without a listener Node takes an upgrade for a request, and Next, asked once, leaves a
    // listener behind that answers nobody: a viewer that comes back too early would hang until its own time-out.
    // Ended on both sides: a peer that keeps its half open would hold up the stop.
    this.server.on('upgrade', (_request, socket) => socket.end(NOT_YET, () => socket.destroy()));
  }

  /** Resolves with the port. A port that is taken is a ConfigError. */
  listen(port: number, host: string): Promise<number> {
    return listen(this.server, { port, host, portOption: 'PORT', hostOption: 'HOST' });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = readUrl(request.url);
    const path = url?.pathname ?? '/';
    for (const [name, value] of Object.entries(this.#parts.security.for(path)))
      response.setHeader(name, value);
    const head = request.method === 'HEAD';
    if (LIVE_PATHS.has(path)) this.#allowOrigin(request, response);
    if (url && path === EVENTS_PATH && request.method === 'GET')
      return this.#stream(request, response, url.searchParams);
    const answer = url ? await this.#answer(url, request) : failure(400, 'is not a path', 'url');
    if (answer) return send(response, answer, head);
    const { pages } = this.#parts;
    if (!pages) return send(response, this.#notYet(request), head);
    if (request.method !== 'GET' && !head) return send(response, notAllowed('GET, HEAD'), head);
    await pages.handle(request, response);
  }

  /** A listed page of another origin may read it; others may not, and a page of our own needs no leave. */
  #allowOrigin({ headers }: IncomingMessage, response: ServerResponse): void {
    response.setHeader('vary', 'origin');
    const { origin } = headers;
    if (origin !== undefined && this.#parts.allowedOrigins.includes(origin))
      response.setHeader('access-control-allow-origin', origin);
  }

  #stream(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): void {
    const { streams } = this.#parts;
    const refused = streams ? this.#openStream(streams, request, response, query) : this.#unavailable();
    if (refused) send(response, refused, false);
  }

  /** null: it is open. */
  #openStream(
    streams: Pick<EventStreams, 'serve'>,
    request: IncomingMessage,
    response: ServerResponse,
    query: URLSearchParams,
  ): Answer | null {
    const filter = readRoomFilter(query);
    if ('field' in filter) return failure(400, filter.reason, filter.field);
    const refusal = streams.serve(request, response, query, filter);
    if (refusal === null) return null;
    return typeof refusal === 'object' ? noRoom(refusal.room, query) : refusalAnswer(refusal);
  }

  /** null for what is not ours. */
  async #answer(url: URL, request: IncomingMessage): Promise<Answer | null> {
    const { pathname: path } = url;
    if (path === `${SOCKET_PATH}/`)
      return failure(426, 'is for WebSockets', 'path', { upgrade: 'websocket' });
    const ours =
      path.startsWith('/api/') ||
      LIVE_PATHS.has(path) ||
      ['/healthz', '/readyz', '/schema/event.json'].includes(path);
    if (path === EVENTS_PATH) return notAllowed('GET');
    if (path === '/api/events') return await this.#collect(request);
    const { letters } = this.#parts;
    if (letters && LettersApi.owns(path)) return (await letters.answer(url, request)) ?? this.#unavailable();
    if (letters?.isClosed !== false && /^\/admin(\/|$)/.test(path)) return adminClosed;
    const file = path === BRAND_PATH ? serveBrand(this.#parts.brand) : serveArt(path);
    if (!ours && !file) return null;
    if (request.method !== 'GET' && request.method !== 'HEAD') return notAllowed('GET, HEAD');
    if (file) return file;
    if (path === CLOCK_PATH) return json(200, { serverTime: this.#parts.now() } satisfies ClockAnswer);
    if (path === '/healthz') return json(200, { status: 'alive' });
    if (path === '/readyz') return this.#ready();
    if (path === '/schema/event.json')
      return json(200, eventSchema, { 'cache-control': 'public, max-age=3600' });
    if (path === SNAPSHOT_PATH) return this.#snapshot(url, request);
    if (DetailsApi.owns(path))
      return (await this.#parts.details?.answer(url, request)) ?? this.#unavailable();
    const { store } = this.#parts;
    if (path === '/api/metrics/engagement')
      return store ? await this.#engagement.answer(store, url.searchParams, request) : this.#unavailable();
    if (path.startsWith('/api/pins/'))
      return store ? await pinById(store, path.slice('/api/pins/'.length)) : this.#unavailable();
    return failure(404, 'is not known', 'path');
  }

  #ready(): Answer {
    const waitingFor = this.#parts.readiness();
    return waitingFor.length === 0
      ? json(200, { status: 'ready', counts: this.#parts.counts() })
      : json(503, { status: 'waiting', waitingFor });
  }

  #unavailable(): Answer {
    const waitingFor = waitedParts(this.#parts.readiness());
    return json(503, { error: { reason: 'not ready' }, waitingFor }, { 'retry-after': '1' });
  }

  /** A person at a browser gets a page that comes again; a program gets what it can read. */
  #notYet({ headers }: IncomingMessage): Answer {
    const isBrowser = headers.accept?.includes('text/html') === true;
    return isBrowser ? startingPage(waitedParts(this.#parts.readiness())) : this.#unavailable();
  }

  async #snapshot({ searchParams }: URL, request: IncomingMessage): Promise<Answer> {
    const { snapshots, roomSnapshots } = this.#parts;
    const filter = readRoomFilter(searchParams);
    if ('field' in filter) return failure(400, filter.reason, filter.field);
    const encoded = isRoom(filter) ? await roomSnapshots?.get(filter, request) : snapshots?.get();
    if (typeof encoded === 'string') return noRoom(encoded, searchParams);
    if (!encoded) return this.#unavailable();
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-cache',
      vary: 'accept-encoding, origin',
      etag: encoded.etag,
    };
    if (request.headers['if-none-match'] === encoded.etag) return { status: 304, headers, body: '' };
    return /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
      ? { status: 200, headers: { ...headers, 'content-encoding': 'gzip' }, body: encoded.gzip }
      : { status: 200, headers, body: encoded.body };
  }

  async #collect(request: IncomingMessage): Promise<Answer> {
    if (request.method !== 'POST') return notAllowed('POST');
    const { collector } = this.#parts;
    if (!collector) return this.#unavailable();
    const refused = collector.refuseKey(request.headers.authorization);
    if (refused) return refused;
    const body = await readBody(request, MAX_BODY_BYTES);
    if (!body) return failure(413, `is longer than ${MAX_BODY_BYTES} bytes`, 'body', { connection: 'close' });
    return await collector.collect(body, String(request.headers['content-type'] ?? ''));
  }

  /** Stops listening and lets what is running finish, for at most `patienceMs`. */
  async close(patienceMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeIdleConnections();
    const timer = setTimeout(() => this.server.closeAllConnections(), patienceMs);
    await closed;
    clearTimeout(timer);
  }
}

/** The path of a request. Absolute URLs in the request line are for proxies, and we are none. */
function readUrl(text: string | undefined): URL | null {
  if (!text?.startsWith('/') || text.startsWith('//')) return null;
  try {
    return new URL(text, 'http://globe.invalid');
  } catch {
    return null;
  }
}

function refusalAnswer(refusal: Refusal): Answer {
  const { status, text, retryAfterS } = REFUSALS[refusal];
  const retry = retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) };
  return failure(status, text, undefined, retry);
}

/** The client tells it by its status from a server that is not ready. */
const noRoom = (refused: RoomRefused, query: URLSearchParams) =>
  failure(429, NO_ROOM[refused], query.get('q') ? 'q' : 'board', { 'retry-after': '15' });

const NO_ROOM: Readonly<Record<RoomRefused, string>> = {
  full: 'is one filter too many: all rooms are taken by others',
  own: 'is one filter too many: all rooms that your address may open are in use',
  rate: 'is one filter too many in a short time: again in a few seconds',
};

async function pinById(store: Store, encoded: string): Promise<Answer> {
  let pinId: string;
  try {
    pinId = decodeURIComponent(encoded);
  } catch {
    return failure(400, 'is not well encoded', 'pinId');
  }
  const pin = (await store.findPins([pinId])).get(pinId)?.pin;
  return pin ? json(200, pin, { 'cache-control': 'max-age=10' }) : failure(404, 'is not known', 'pinId');
}
