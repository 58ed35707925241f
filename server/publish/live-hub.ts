import { compareCursors, formatCursor, type LiveCursor } from '../../lib/live/cursor';
import { encodeFrame, NOTHING_KNOWN } from '../../lib/live/frame-codec';
import { type BookMark, markOf } from '../../lib/live/place-book';
import {
  type Health,
  LIVE_VERSION,
  type ResetReason,
  type Running,
  type Snapshot,
} from '../../lib/live/protocol';
import type { Store } from '../store/store';
import { CardDesk } from './card-desk';
import { type CatchUp, CatchUps } from './catch-ups';
import { Following } from './following';
import { FrameBudget } from './frame-budget';
import { HealthWatch } from './health-watch';
import { LiveFold } from './live-fold';
import type { LiveLog, LiveMessage, LiveTail } from './live-log';
import { LiveMarks } from './live-marks';
import { joinMinutes, readBackFrom } from './read-back';
import { Tick } from './tick';

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
  /** `missed` null: it misses nothing. */
  | { readonly kind: 'frame'; readonly missed: CatchUp | null; readonly at: LiveCursor }
  | { readonly kind: 'hold' }
  | { readonly kind: 'reset'; readonly reason: ResetReason };

export type HubFigures = {
  readonly ringEvents: number;
  readonly ringCapacity: number;
  readonly newestTs: number;
  readonly next: number;
};

/** A quiet hub sends an empty frame this often, so that the age of the data is seen to be true. */
const HEARTBEAT_MS = 1_000;
const HEALTH_EVERY_MS = 2_000;
const HISTORY_MS = 3_600_000;
const LATEST_CARDS = 30;
/** A log whose messages are all gone by the time they are read has nothing to wait for. */
const NOTHING_READ_MS = 30_000;
const RESTART_FIRST_MS = 250;
const RESTART_MAX_MS = 5_000;

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
  #waiting: string | null = 'the start';
  #stopped = false;
  readonly #health: HealthWatch;
  readonly #catchUps = new CatchUps();
  readonly #budget: FrameBudget;
  readonly #ticking: Tick;
  /** What everybody in the live room knows of the book. */
  #told: BookMark = { id: 0, ...NOTHING_KNOWN };
  readonly #frameListeners: ((frame: string, to: LiveCursor) => void)[] = [];
  readonly #healthListeners: ((health: Health) => void)[] = [];
  readonly #startOverListeners: (() => void)[] = [];

  constructor(options: LiveHubOptions) {
    this.#options = options;
    this.#budget = new FrameBudget(options.now);
    this.#ticking = new Tick(options.tickMs, () => this.#tick());
    this.#health = new HealthWatch({
      store: options.store,
      liveLogIsUp: () => options.liveLog.waitingFor() === null,
      catchingUp: () => this.#catchingUp(),
      onChange: (health) => {
        for (const listener of this.#healthListeners) listener(health);
      },
    });
  }

  /** Resolves once the log has been read up to its head as it was at the call. Rejects when a part is away: call again. */
  async start(): Promise<void> {
    const { liveLog, store, now, heatHalfLifeMs } = this.#options;
    this.#waiting = 'the live log to be read';
    // In this order: whatever these positions say is published lies before the bounds.
    const { totals, positions } = await store.totals();
    const history = await store.engagement(now() - HISTORY_MS, now(), 60_000);
    const bounds = await liveLog.bounds();
    const cursor = { epoch: bounds.epoch, offset: readBackFrom(bounds, totals), index: -1 };
    const following = new Following({
      cursor,
      end: bounds.next,
      fold: new LiveFold(totals, heatHalfLifeMs),
      cards: new CardDesk(bounds.epoch, store),
      counted: LiveMarks.at(positions),
      published: LiveMarks.published(positions),
      now,
    });
    this.#following = following;
    const tail = await liveLog.tail(cursor.offset, (message) => this.#take(following, message));
    try {
      await this.#reachHead(following);
      await following.cards.fill(following.ring.newest(LATEST_CARDS, ({ type }) => type === 'repin'));
      await this.#health.refresh(positions);
    } catch (error) {
      await tail.close();
      throw error;
    }
    if (this.#stopped || following !== this.#following) return tail.close();
    this.#tail = tail;
    const { fold } = following;
    const minutes = joinMinutes(history, fold.repinsPerMinute(now()), following.firstStoredAt, now());
    fold.seedMinutes(minutes, now());
    following.settle();
    this.#catchUps.forget();
    this.#ticking.start();
    this.#timers.push(setInterval(() => void this.#health.refresh(), HEALTH_EVERY_MS));
    this.#waiting = null;
  }

  /** The log's bounds may name offsets that hold no message (markers, a pruned tail): a pause means the end as well. */
  async #reachHead(following: Following): Promise<void> {
    let [seen, quiet] = [-1, 0];
    const begun = this.#options.now();
    while (!this.#stopped && !following.isAtEnd && quiet < 20) {
      await new Promise((done) => setTimeout(done, 25));
      quiet = following.next === seen && following.head.index >= 0 ? quiet + 1 : 0;
      seen = following.next;
      if (following.head.index < 0 && this.#options.now() - begun > NOTHING_READ_MS) return;
    }
  }

  #take(following: Following, message: LiveMessage): void {
    if (following !== this.#following) return;
    const sameLog = (message.epoch ?? following.head.epoch) === following.head.epoch;
    if (sameLog && following.apply(message)) return;
    const why = sameLog ? `goes on at ${message.offset} and not at ${following.next}` : 'was made anew';
    this.#options.log.warn(`hub: the live log ${why}; starting over from the database`);
    void this.#startOver();
  }

  /** Events are missing that nothing will bring any more: totals come from the store anew, viewers from a snapshot. */
  async #startOver(): Promise<void> {
    this.#following = null;
    this.#waiting = 'the live log to be read again';
    for (const listener of this.#startOverListeners) listener();
    await this.#end();
    for (let pause = RESTART_FIRST_MS; !this.#stopped; pause = Math.min(pause * 2, RESTART_MAX_MS)) {
      await new Promise((done) => setTimeout(done, pause));
      try {
        return await this.start();
      } catch (error) {
        this.#waiting = `the live log to be read again: ${(error as Error).message}`;
      }
    }
  }

  waitingFor(): string | null {
    return this.#waiting ?? this.#options.liveLog.waitingFor();
  }

  /** Each listener is called with each frame, once per tick; the text goes to every viewer that stands at the frame's beginning. */
  onFrame(listener: (frame: string, to: LiveCursor) => void): void {
    this.#frameListeners.push(listener);
  }

  onHealth(listener: (health: Health) => void): void {
    this.#healthListeners.push(listener);
  }

  /** Called when the hub starts over: what it has sent so far leads nowhere. */
  onStartOver(listener: () => void): void {
    this.#startOverListeners.push(listener);
  }

  get health(): Health | null {
    return this.#health.health;
  }

  /** The end of the last frame: where the live room stands. null before the start. */
  get sentTo(): LiveCursor | null {
    return this.#standing()?.sent ?? null;
  }

  /** For metrics: the ring from which viewers resume, `ts` of the newest event, the log's next offset. null before the start. */
  get figures(): HubFigures | null {
    const following = this.#standing();
    if (!following) return null;
    const { ring, fold, next } = following;
    return { ringEvents: ring.size, ringCapacity: ring.capacity, newestTs: fold.newestTs, next };
  }

  /** What a viewer at `cursor`, who knows so much of a book, needs to stand where the live room stands. */
  resume(cursor: LiveCursor | null, known: BookMark | null): ResumeAnswer {
    const following = this.#standing();
    if (!cursor) return { kind: 'reset', reason: 'malformed' };
    if (!following) return { kind: 'hold' };
    const at = following.sent;
    if (cursor.epoch !== at.epoch) return { kind: 'reset', reason: 'other_epoch' };
    if (compareCursors(cursor, following.ring.floor) < 0) return { kind: 'reset', reason: 'too_old' };
    const order = compareCursors(cursor, at);
    if (order > 0) return { kind: 'hold' };
    if (order === 0 && this.#knowsEnough(known)) return { kind: 'frame', missed: null, at };
    const now = this.#options.now();
    return {
      kind: 'frame',
      missed: this.#catchUps.from(following, cursor, known, now, this.#catchingUp()),
      at,
    };
  }

  /** Whether the frames that come next can be read by somebody who knows this. */
  #knowsEnough(known: BookMark | null): boolean {
    const told = this.#told;
    if (told.places === 0 && told.categories === 0) return true;
    return known?.id === told.id && known.places >= told.places && known.categories >= told.categories;
  }

  /** What the live room knows of the book. */
  get told(): BookMark {
    return this.#told;
  }

  /** What is known of the log, once it has been read back. */
  #standing(): Following | null {
    return this.#waiting === null ? this.#following : null;
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
    following.turnBook();
    const known = following.book.id === this.#told.id ? this.#told : NOTHING_KNOWN;
    const [cards, catchingUp] = [following.cards.take(), this.#catchingUp()];
    const span = { from, to, totals, cards, catchingUp, away: false };
    const frame = following.frame(span, events, this.#budget.forRecords());
    const text = encodeFrame(frame, known);
    this.#budget.spend(text.length);
    this.#told = markOf(following.book);
    following.sent = to;
    following.sentTotals = totals;
    following.sentAt = now;
    this.#catchUps.forget();
    for (const listener of this.#frameListeners) listener(text, to);
  }

  /** The picture to start from; null before the start. */
  snapshot(): Snapshot | null {
    const following = this.#standing();
    const { health } = this.#health;
    if (!following || !health) return null;
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
      ...fold.tops(now),
      latest: following.cards.latest,
      running: this.#options.running,
      book: following.book,
      imageHosts: this.#options.imageHosts,
      health,
    };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#end();
    this.#waiting = 'the end';
  }

  async #end(): Promise<void> {
    this.#ticking.stop();
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    const tail = this.#tail;
    this.#tail = null;
    await tail?.close();
  }
}
