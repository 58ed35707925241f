import { compareCursors, formatCursor, type LiveCursor } from '../../lib/live/cursor';
import { encodeFrame } from '../../lib/live/frame-codec';
import {
  type Health,
  LIVE_VERSION,
  type ResetReason,
  type Running,
  type Snapshot,
} from '../../lib/live/protocol';
import type { Position, Store } from '../store/store';
import { CardDesk } from './card-desk';
import { Following } from './following';
import { LiveFold } from './live-fold';
import type { LiveLog, LiveTail } from './live-log';
import { LiveMarks } from './live-marks';

export type LiveHubOptions = {
  readonly liveLog: LiveLog;
  readonly store: Store;
  readonly running: Running;
  /** Hosts of pin pictures besides our own. */
  readonly imageHosts: readonly string[];
  readonly tickMs: number;
  readonly heatHalfLifeMs: number;
  /** Epoch ms. */
  readonly now: () => number;
  readonly log: { warn(text: string): void; info(text: string): void };
};

/** How a viewer may go on from its cursor. `hold`: it knows more than this hub does yet. */
export type ResumeAnswer =
  | { readonly kind: 'frame'; readonly frame: string | null; readonly at: LiveCursor }
  | { readonly kind: 'hold' }
  | { readonly kind: 'reset'; readonly reason: ResetReason };

/** Messages of the live log that a starting hub reads back: heat, feed and the reach of resumes come from them. */
const READ_BACK_MESSAGES = 6_000;
/** A quiet hub sends an empty frame this often, so that the age of the data is seen to be true. */
const HEARTBEAT_MS = 1_000;
const HEALTH_EVERY_MS = 2_000;
const HISTORY_MS = 3_600_000;
const LATEST_CARDS = 30;
/** A log whose messages are all gone by the time they are read has nothing to wait for. */
const NOTHING_READ_MS = 30_000;

/**
 * Follows the live log for all viewers of this process: one frame per tick, encoded once; a snapshot; resumes.
 *
 * Exactness. Repeats in the log are dropped per event by marks that come from the log itself. Totals start from one
 * consistent read of the store, with the positions that it counted; an event of the log adds to them only when it lies
 * above its position. So an event that was stored but not yet published at that moment is drawn once (it is new in the
 * log) and counted once (it is in the totals already). A cursor names an event of the log and not a frame, so resumes
 * slice between events, and on every hub alike.
 */
export class LiveHub {
  readonly #options: LiveHubOptions;
  #following: Following | null = null;
  #tail: LiveTail | null = null;
  #timers: ReturnType<typeof setInterval>[] = [];
  #caughtUpTo = 0;
  #waiting: string | null = 'the start';
  #health: Health | null = null;
  #frameListener: (frame: string, to: LiveCursor) => void = () => {};
  #healthListener: (health: Health) => void = () => {};

  constructor(options: LiveHubOptions) {
    this.#options = options;
  }

  /** Resolves once the log has been read up to its head as it was at the call. Rejects when a part is away: call again. */
  async start(): Promise<void> {
    const { liveLog, store, now, heatHalfLifeMs } = this.#options;
    this.#waiting = 'the live log to be read';
    const { totals, positions } = await store.totals();
    const history = await store.engagement(now() - HISTORY_MS, now(), 60_000);
    const { epoch, first, next } = await liveLog.bounds();
    const from = Math.max(first, next - READ_BACK_MESSAGES);
    const fold = new LiveFold(totals, heatHalfLifeMs);
    const start = { epoch, offset: from, index: -1 };
    this.#following = new Following(start, fold, LiveMarks.at(positions), new CardDesk(epoch, store), now);
    this.#caughtUpTo = next;
    this.#tail = await liveLog.tail(from, (message) => this.#following?.apply(message));
    await this.#reachHead();
    await this.#following.cards.fill(
      this.#following.ring.newest(LATEST_CARDS, ({ type }) => type === 'repin'),
    );
    await this.#refreshHealth(positions);
    fold.seedMinutes(
      joinMinutes(history, fold.repinsPerMinute(now()), this.#following.firstStoredAt, now()),
      now(),
    );
    this.#following.settle();
    this.#timers.push(setInterval(() => this.#tick(), this.#options.tickMs));
    this.#timers.push(setInterval(() => void this.#refreshHealth(), HEALTH_EVERY_MS));
    this.#waiting = null;
  }

  /** The log's bounds may name offsets that hold no message (markers, a pruned tail): a pause means the end as well. */
  async #reachHead(): Promise<void> {
    const following = this.#following;
    let [seen, quiet] = [-1, 0];
    const begun = this.#options.now();
    while (following && following.next < this.#caughtUpTo && quiet < 20) {
      await new Promise((done) => setTimeout(done, 25));
      quiet = following.next === seen && following.head.index >= 0 ? quiet + 1 : 0;
      seen = following.next;
      if (following.head.index < 0 && this.#options.now() - begun > NOTHING_READ_MS) return;
    }
  }

  waitingFor(): string | null {
    return this.#waiting ?? this.#options.liveLog.waitingFor();
  }

  /** Called with each frame, once per tick; the text goes to every viewer that stands at the frame's beginning. */
  onFrame(listener: (frame: string, to: LiveCursor) => void): void {
    this.#frameListener = listener;
  }

  onHealth(listener: (health: Health) => void): void {
    this.#healthListener = listener;
  }

  get health(): Health | null {
    return this.#health;
  }

  /** The end of the last frame: where the live room stands. null before the start. */
  get sentTo(): LiveCursor | null {
    return this.#following?.sent ?? null;
  }

  /** What a viewer at `cursor` needs to stand where the live room stands. */
  resume(cursor: LiveCursor | null): ResumeAnswer {
    const following = this.#following;
    if (!cursor) return { kind: 'reset', reason: 'malformed' };
    if (!following) return { kind: 'hold' };
    if (cursor.epoch !== following.sent.epoch) return { kind: 'reset', reason: 'other_epoch' };
    if (compareCursors(cursor, following.ring.floor) < 0) return { kind: 'reset', reason: 'too_old' };
    const order = compareCursors(cursor, following.sent);
    if (order > 0) return { kind: 'hold' };
    if (order === 0) return { kind: 'frame', frame: null, at: following.sent };
    const frame = following.frame(cursor, following.sent, following.sentTotals, [], this.#catchingUp());
    return { kind: 'frame', frame: encodeFrame(frame), at: following.sent };
  }

  #catchingUp(): boolean {
    return this.#following?.fold.catchingUp(this.#options.now()) ?? true;
  }

  #tick(): void {
    const following = this.#following;
    if (!following) return;
    const now = this.#options.now();
    const quiet = compareCursors(following.head, following.sent) === 0;
    if (quiet && now - following.sentAt < HEARTBEAT_MS) return;
    const events = following.takePending();
    following.cards.offer(events, now);
    const [from, to] = [following.sent, following.head];
    const totals = following.fold.totals;
    const frame = following.frame(from, to, totals, following.cards.take(), this.#catchingUp(), events);
    following.sent = to;
    following.sentTotals = totals;
    following.sentAt = now;
    this.#frameListener(encodeFrame(frame), to);
  }

  async #refreshHealth(known?: readonly Position[]): Promise<void> {
    let positions = known;
    try {
      positions ??= await this.#options.store.positions();
    } catch {
      // The database is away: the last counts stand, and the page is told.
    }
    const sum = (of: (position: Position) => number) =>
      positions?.reduce((total, position) => total + of(position), 0);
    const next: Health = {
      duplicates: sum((position) => position.duplicates) ?? this.#health?.duplicates ?? 0,
      filtered: sum((position) => position.filtered) ?? this.#health?.filtered ?? 0,
      deadLetters: sum((position) => position.deadLetters) ?? this.#health?.deadLetters ?? 0,
      lostBeforeRead: sum((position) => position.lostBeforeRead) ?? this.#health?.lostBeforeRead ?? 0,
      database: positions ? 'up' : 'down',
      liveLog: this.#options.liveLog.waitingFor() === null ? 'up' : 'down',
      catchingUp: this.#catchingUp(),
    };
    if (JSON.stringify(next) === JSON.stringify(this.#health)) return;
    this.#health = next;
    this.#healthListener(next);
  }

  /** The picture to start from; null before the start. */
  snapshot(): Snapshot | null {
    const following = this.#following;
    const health = this.#health;
    if (!following || !health || this.#waiting !== null) return null;
    // The fold holds what the next frame brings; sent now, it belongs to the picture and comes only once.
    if (compareCursors(following.head, following.sent) !== 0) this.#tick();
    const now = this.#options.now();
    const { fold } = following;
    return {
      v: LIVE_VERSION,
      cursor: formatCursor(following.sent),
      serverTime: now,
      newestTs: fold.newestTs,
      totals: following.sentTotals,
      repinsPerMinute: fold.repinsPerMinute(now),
      repinsPerSecond: fold.repinsPerSecond(now),
      heat: fold.heat(now),
      heatHalfLifeMs: this.#options.heatHalfLifeMs,
      topPlaces: fold.topPlaces(now),
      latest: following.cards.latest,
      running: this.#options.running,
      imageHosts: this.#options.imageHosts,
      health,
    };
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
    await this.#tail?.close();
    this.#tail = null;
    this.#waiting = 'the end';
  }
}

/** Repins per minute, oldest first: from the store for the minutes before the log was read, from the log since. */
function joinMinutes(
  history: Awaited<ReturnType<Store['engagement']>>,
  fromLog: readonly number[],
  firstStoredAt: number | null,
  now: number,
): readonly number[] {
  const running = Math.floor(now / 60_000);
  const logBegins = Math.floor((firstStoredAt ?? now) / 60_000);
  const counts = fromLog.map((count, index) => (running - 59 + index < logBegins ? 0 : count));
  for (const { start, repin } of history) {
    const minute = Math.floor(start / 60_000);
    const index = 59 - (running - minute);
    if (minute < logBegins && index >= 0 && index < 60) counts[index] = repin;
  }
  return counts;
}
