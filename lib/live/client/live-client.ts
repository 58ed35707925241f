import type { LiveFeed } from '../feed';
import { FrameReader } from '../frame-reader';
import { type Frame, type Health, type Hello, LIVE_VERSION, type Snapshot, type Totals } from '../protocol';
import { EVERYTHING, isRoom, type RoomFilter } from '../room-filter';
import { addTotals } from '../totals';
import { backoffMs } from './backoff';
import { FeedBroadcast } from './feed-broadcast';
import { fetchSnapshot } from './fetch-snapshot';
import { LiveLink } from './live-link';
import { LiveSession } from './live-session';
import { type LiveSocketListeners, loadSocketIo } from './live-socket';
import type { ConnectionState, LiveStatus } from './live-status';
import { ServerClock } from './server-clock';
import { FIRST_PROBE_MS, type Transport } from './transport-choice';

export type LiveClientOptions = {
  /** Monotonic clock, ms; `performance.now` unless told otherwise. */
  readonly now?: () => number;
  /** Random number in [0, 1); `Math.random` unless told otherwise. */
  readonly random?: () => number;
  /** The server speaks another version of the protocol: this client can do nothing more. */
  readonly onOtherVersion?: () => void;
  /** One way alone; left out, WebSockets, and server-sent events where those are blocked. */
  readonly transport?: Transport;
  /** What to see; everything unless told otherwise. */
  readonly room?: RoomFilter;
  /** Over server-sent events a WebSocket is tried after so long, then after twice as long each time; 30 s by default. */
  readonly firstProbeMs?: number;
};

/** The live channel of a globe, for browsers and Node. Nothing happens before `start`. */
export interface LiveClient extends LiveFeed {
  start(): void;
  /** Closes everything; `start` begins anew. */
  stop(): void;
  /** Does not wait for the next attempt: the network is back, or the tab is looked at again. */
  retryNow(): void;
  /** The network is said to be gone: asks whether the server still answers, and takes silence for a lost connection. */
  checkNow(): void;
  /** Whether anybody looks: while nobody does, the server sends few frames. */
  setWatched(watched: boolean): void;
  /** Sees something else from now on: everything starts over from its picture. */
  setRoom(room: RoomFilter): void;
  /** The listener hears the present status at once. Returns its own unsubscribe. */
  onStatus(listener: (status: LiveStatus) => void): () => void;
  onHealth(listener: (health: Health) => void): () => void;
}

const BACKOFF = { firstMs: 500, maxMs: 10_000 };
/** A room is free when others have left: asking often does not help. */
const REFUSED_RETRY_MS = 15_000;
const ACK_EVERY_MS = 5_000;
const CLOCK_EVERY_MS = 5_000;
const RESUME_OVERDUE_MS = 5_000;
const STALE_AFTER_MS = 12_000;
const RECONNECT_AFTER_MS = 30_000;
const CHECK_EVERY_MS = 1_000;
const CHECK_WITHIN_MS = 2_000;
/** A minute of frames at 20 per second: the scene has long loaded by then. */
const KEPT_FRAMES = 1_200;

/** `url` is the globe's origin (`https://globe.example`); '' is the page's own. */
export function createLiveClient(url: string, options: LiveClientOptions = {}): LiveClient {
  return new LinkedLiveClient(url.replace(/\/+$/, ''), {
    now: options.now ?? (() => performance.now()),
    random: options.random ?? Math.random,
    onOtherVersion: options.onOtherVersion ?? (() => {}),
    transport: options.transport ?? null,
    room: options.room ?? EVERYTHING,
    firstProbeMs: options.firstProbeMs ?? FIRST_PROBE_MS,
  });
}

type Settings = Required<Omit<LiveClientOptions, 'transport'>> & { readonly transport: Transport | null };

class LinkedLiveClient implements LiveClient {
  readonly #url: string;
  readonly #options: Settings;
  #session = new LiveSession();
  #reader = new FrameReader();
  #clock = new ServerClock();
  readonly #link: LiveLink;
  readonly #feed = new FeedBroadcast(KEPT_FRAMES, () => this.#startOver());
  readonly #statusListeners = new Set<(status: LiveStatus) => void>();
  readonly #healthListeners = new Set<(health: Health) => void>();
  #status: LiveStatus;
  #stopped = new AbortController();
  #timers: ReturnType<typeof setInterval>[] = [];
  #loading: AbortSignal | null = null;
  #retry: ReturnType<typeof setTimeout> | null = null;
  #attempt = 0;
  #lastWordAt = 0;
  #ackedAt = Number.NEGATIVE_INFINITY;
  #resumeAskedAt: number | null = null;
  #watched = true;
  #room: RoomFilter;
  /** In a room frames tell what they add. */
  #totals: Totals | null = null;

  constructor(url: string, options: Settings) {
    this.#url = url;
    this.#options = options;
    this.#room = { board: options.room.board, keywords: options.room.keywords };
    this.#status = {
      state: 'connecting',
      since: options.now(),
      transport: null,
      retryAt: null,
      waitingFor: null,
      unreadable: false,
      pictured: false,
      refused: false,
      roundTripMs: null,
    };
    this.#link = new LiveLink({
      url,
      transport: options.transport,
      firstProbeMs: options.firstProbeMs,
      handshake: () => ({
        v: LIVE_VERSION,
        cursor: this.#session.cursorText,
        known: this.#reader.known,
        ...(isRoom(this.#room) ? { room: this.#room } : {}),
      }),
      listeners: this.#listeners(),
    });
    this.#stopped.abort();
  }

  start(): void {
    if (!this.#stopped.signal.aborted) return;
    this.#stopped = new AbortController();
    this.#session = new LiveSession();
    this.#reader = new FrameReader();
    this.#attempt = 0;
    this.#say({ state: 'connecting', retryAt: null, waitingFor: null, pictured: false, refused: false });
    this.#timers = [
      setInterval(() => void this.#askClock(CLOCK_EVERY_MS), CLOCK_EVERY_MS),
      setInterval(() => this.#check(), CHECK_EVERY_MS),
    ];
    // Beside the snapshot. Whether it came is asked when a connection is opened.
    loadSocketIo().catch(() => {});
    void this.#loadSnapshot();
  }

  stop(): void {
    this.#stopped.abort();
    for (const timer of this.#timers) clearInterval(timer);
    if (this.#retry) clearTimeout(this.#retry);
    this.#retry = null;
    this.#link.close();
  }

  retryNow(): void {
    if (!this.#retry) return;
    clearTimeout(this.#retry);
    this.#retry = null;
    this.#attempt = 0;
    this.#takeUp();
  }

  checkNow(): void {
    if (!this.#link.connected) return;
    void this.#askClock(CHECK_WITHIN_MS).then((answered) => {
      if (answered || this.#stopped.signal.aborted || !this.#link.connected) return;
      this.#link.close();
      this.#away();
    });
  }

  setWatched(watched: boolean): void {
    if (watched === this.#watched) return;
    this.#watched = watched;
    if (!this.#link.connected || this.#session.wantsSnapshot) return;
    if (watched) this.#askToResume();
    else this.#link.slow();
  }

  setRoom(room: RoomFilter): void {
    if (room.board === this.#room.board && room.keywords === this.#room.keywords) return;
    this.#room = { board: room.board, keywords: room.keywords };
    if (this.#stopped.signal.aborted) return;
    this.stop();
    this.#feed.clear();
    this.start();
  }

  onSnapshot(listener: (snapshot: Snapshot) => void): () => void {
    return this.#feed.onSnapshot(listener);
  }

  onFrame(listener: (frame: Frame) => void): () => void {
    return this.#feed.onFrame(listener);
  }

  onStatus(listener: (status: LiveStatus) => void): () => void {
    this.#statusListeners.add(listener);
    listener(this.#status);
    return () => void this.#statusListeners.delete(listener);
  }

  onHealth(listener: (health: Health) => void): () => void {
    this.#healthListeners.add(listener);
    return () => void this.#healthListeners.delete(listener);
  }

  serverNow(): number {
    return this.#clock.at(this.#options.now()) ?? 0;
  }

  async #loadSnapshot(): Promise<void> {
    const { signal } = this.#stopped;
    if (this.#loading === signal) return;
    this.#loading = signal;
    const answer = await fetchSnapshot(this.#url, this.#room, this.#options.now, signal);
    if (signal.aborted) return;
    this.#loading = null;
    if (!answer.ok) {
      if (answer.reason === 'other_version') return this.#giveUp();
      if (answer.reason === 'rooms_full') return this.#refuse();
      this.#say({ waitingFor: answer.waitingFor, unreadable: answer.reason === 'unreadable' });
      return this.#later();
    }
    if (this.#session.onSnapshot(answer.snapshot) === 'reload') return this.#giveUp();
    this.#reader.learn(answer.snapshot.book);
    this.#clock.learn(answer.askedAt, answer.answeredAt, answer.snapshot.serverTime);
    this.#totals = answer.snapshot.totals;
    this.#say({ waitingFor: null, unreadable: false, retryAt: null, pictured: true, refused: false });
    this.#feed.sendSnapshot(answer.snapshot);
    if (this.#link.connected) this.#askToResume();
    else this.#link.open();
  }

  #listeners(): LiveSocketListeners {
    const heard =
      <Args extends unknown[]>(act: (...args: Args) => void) =>
      (...args: Args) => {
        this.#lastWordAt = this.#options.now();
        act(...args);
      };
    return {
      hello: heard((hello) => this.#onHello(hello)),
      frame: heard((text) => this.#onFrame(text)),
      reset: heard(() => {
        if (this.#session.onReset() === 'snapshot') void this.#loadSnapshot();
      }),
      health: heard((health) => {
        for (const listener of this.#healthListeners) listener(health);
      }),
      refused: heard(() => this.#refuse()),
      lost: () => this.#away(),
    };
  }

  #onHello(hello: Hello): void {
    if (this.#session.onHello(hello) === 'reload') {
      this.#giveUp();
      return;
    }
    this.#attempt = 0;
    this.#resumeAskedAt = null;
    this.#clock.forget();
    this.#say({ transport: this.#link.transport });
    if (!this.#watched) this.#link.slow();
    void this.#askClock(CLOCK_EVERY_MS);
    this.#settle();
  }

  #onFrame(text: string): void {
    let frame: Frame | null;
    try {
      frame = this.#reader.read(text);
    } catch {
      this.#startOver();
      return;
    }
    switch (frame ? this.#session.onFrame(frame) : this.#session.onUnreadFrame()) {
      case 'apply':
        this.#resumeAskedAt = null;
        if (frame) this.#feed.sendFrame(this.#summed(frame));
        this.#ack();
        this.#settle();
        return;
      case 'resume':
        this.#resumeAskedAt = this.#options.now();
        this.#askToResume();
        this.#say({ state: 'catching-up' });
        return;
      case 'snapshot':
        void this.#loadSnapshot();
    }
  }

  #summed(frame: Frame): Frame {
    if (!isRoom(this.#room) || !this.#totals) return frame;
    this.#totals = addTotals(this.#totals, frame.totals);
    return { ...frame, totals: this.#totals };
  }

  #askToResume(): void {
    this.#link.resume(this.#session.cursorText, this.#reader.known);
    // To resume is to be looked at, for the server.
    if (!this.#watched) this.#link.slow();
  }

  #startOver(): void {
    if (this.#session.onReset() === 'snapshot') this.#later();
  }

  /** Connected: at the head, or on the way to it. */
  #settle(): void {
    if (!this.#link.connected) return;
    this.#say({ state: this.#session.behindHead ? 'catching-up' : 'live', retryAt: null });
  }

  #away(): void {
    if (this.#status.state !== 'connecting') this.#say({ state: 'away' });
    this.#later();
  }

  #takeUp(): void {
    if (this.#session.wantsSnapshot) void this.#loadSnapshot();
    else this.#link.open();
  }

  /** No room for us: it shows nothing, and asks again now and then. */
  #refuse(): void {
    this.#link.close();
    this.#session.onReset();
    this.#feed.clear();
    this.#say({ state: 'connecting', waitingFor: null, pictured: false, refused: true });
    this.#later(REFUSED_RETRY_MS);
  }

  #later(wait = backoffMs(this.#attempt++, this.#options.random(), BACKOFF)): void {
    if (this.#stopped.signal.aborted) return;
    if (this.#retry) clearTimeout(this.#retry);
    if (!this.#link.connected) this.#say({ retryAt: this.#options.now() + wait });
    this.#retry = setTimeout(() => {
      this.#retry = null;
      this.#takeUp();
    }, wait);
  }

  #giveUp(): void {
    this.stop();
    const waitingFor = 'this page to be reloaded: it has another version';
    this.#say({ state: 'stale', retryAt: null, waitingFor });
    this.#options.onOtherVersion();
  }

  /**
   * Tells the server how far we are, moved or not: it is also the sign that we are alive. Frames call it too, because
   * browsers slow the timers of hidden tabs down, but not what comes over a socket.
   */
  #ack(): void {
    const now = this.#options.now();
    if (!this.#link.connected || this.#session.wantsSnapshot || now - this.#ackedAt < ACK_EVERY_MS) return;
    this.#ackedAt = now;
    this.#link.ack(this.#session.cursorText);
  }

  /** False when it was not answered in time. */
  async #askClock(timeoutMs: number): Promise<boolean> {
    if (!this.#link.connected) return false;
    const askedAt = this.#options.now();
    const serverTime = await this.#link.clock(timeoutMs);
    if (serverTime === null) return false;
    this.#lastWordAt = this.#options.now();
    this.#clock.learn(askedAt, this.#lastWordAt, serverTime);
    this.#say({ roundTripMs: this.#clock.roundTripMs });
    if (this.#status.state === 'stale') this.#settle();
    return true;
  }

  #check(): void {
    const now = this.#options.now();
    this.#ack();
    if (this.#resumeAskedAt !== null && now - this.#resumeAskedAt > RESUME_OVERDUE_MS) {
      this.#resumeAskedAt = null;
      if (this.#session.onResumeOverdue() === 'snapshot') void this.#loadSnapshot();
    }
    if (!this.#link.connected) return;
    const silence = now - this.#lastWordAt;
    if (silence > RECONNECT_AFTER_MS) {
      this.#lastWordAt = now;
      this.#link.open();
    } else if (silence > STALE_AFTER_MS) this.#say({ state: 'stale' });
  }

  #say(change: Partial<Omit<LiveStatus, 'since'>>): void {
    const before = this.#status;
    const state: ConnectionState = change.state ?? before.state;
    const since = state === before.state ? before.since : this.#options.now();
    this.#status = { ...before, ...change, since };
    for (const listener of this.#statusListeners) listener(this.#status);
  }
}
