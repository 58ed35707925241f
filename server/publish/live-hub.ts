import { formatCursor, type LiveCursor } from '../../lib/live/cursor';
import { NOTHING_KNOWN } from '../../lib/live/frame-codec';
import type { BookMark } from '../../lib/live/place-book';
import { type Health, LIVE_VERSION, type Running, type Snapshot } from '../../lib/live/protocol';
import type { Store } from '../store/store';
import type { Broadcast } from './broadcast';
import { CardDesk } from './card-desk';
import { CardMaker } from './card-maker';
import { CountriesSeen } from './countries-seen';
import { Following } from './following';
import type { FrameSource, ResumeAnswer } from './frame-source';
import { HealthWatch } from './health-watch';
import { Hearers } from './hearers';
import { LiveDetails } from './live-details';
import { LiveFold } from './live-fold';
import type { LiveLog, LiveMessage, LiveTail } from './live-log';
import { LiveMarks } from './live-marks';
import { readBackFrom } from './read-back';
import { RepinHistory } from './repin-history';
import { RingReader } from './ring-reader';
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

export type HubFigures = {
  readonly ringEvents: number;
  readonly ringCapacity: number;
  readonly newestTs: number;
  readonly next: number;
};

export type HubSurroundings = Pick<Snapshot, 'v' | 'heatHalfLifeMs' | 'running' | 'imageHosts' | 'health'>;

/** A quiet hub sends an empty frame this often, so that the age of the data is seen to be true. */
const HEARTBEAT_MS = 1_000;
const HEALTH_EVERY_MS = 2_000;
/** A start waits so long for the last hour, and for the day, to be read back; the rest of it comes by and by. */
const HOUR_WITHIN_MS = 20_000;
const DAY_WITHIN_MS = 2_000;
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
 * log) and counted once (it is in the totals already). Minutes and quarters of an hour come from the store up to the same
 * positions, whenever they are asked for, and from the log above them. A cursor names an event of the log and not a frame, so resumes
 * slice between events, and on every hub alike.
 */
export class LiveHub implements FrameSource {
  readonly #options: LiveHubOptions;
  #following: Following | null = null;
  #tail: LiveTail | null = null;
  #history: RepinHistory | null = null;
  #countries: CountriesSeen;
  #timers: ReturnType<typeof setInterval>[] = [];
  #waiting: string | null = 'the start';
  #stopped = false;
  readonly #health: HealthWatch;
  readonly #ticking: Tick;
  /** For all questions of this process about what lies in rings, those of rooms too. */
  readonly reader = new RingReader();
  /** What lies behind what its viewers see. */
  readonly details: LiveDetails;
  readonly #frames = new Hearers<[frame: string, to: LiveCursor]>();
  readonly #healths = new Hearers<[health: Health]>();
  readonly #startOvers = new Hearers<[]>();

  constructor(options: LiveHubOptions) {
    this.#options = options;
    this.#countries = new CountriesSeen(options.store);
    this.details = new LiveDetails({ standing: () => this.standing, reader: this.reader, now: options.now });
    this.#ticking = new Tick(options.tickMs, () => this.#tick());
    this.#health = new HealthWatch({
      store: options.store,
      liveLogIsUp: () => options.liveLog.waitingFor() === null,
      catchingUp: () => this.catchingUp,
      onChange: (health) => this.#healths.tell(health),
    });
  }

  /** Resolves once the log has been read up to its head as it was at the call. Rejects when a part is away: call again. */
  async start(): Promise<void> {
    const { liveLog, store, now, heatHalfLifeMs } = this.#options;
    this.#waiting = 'the live log to be read';
    // In this order: whatever these positions say is published lies before the bounds.
    const { totals, positions } = await store.totals();
    const at = now();
    this.#countries = new CountriesSeen(store);
    await this.#countries.ask();
    const bounds = await liveLog.bounds();
    const cursor = { epoch: bounds.epoch, offset: readBackFrom(bounds, totals), index: -1 };
    const following = new Following({
      cursor,
      end: bounds.next,
      fold: new LiveFold(totals, heatHalfLifeMs),
      cards: new CardDesk(new CardMaker(bounds.epoch, store)),
      counted: LiveMarks.at(positions),
      published: LiveMarks.published(positions),
      now,
    });
    this.#following = following;
    const { fold } = following.broadcast;
    const history = new RepinHistory({
      store,
      upTo: positions,
      repins: totals.repin,
      at,
      take: (counts) => fold.learn(counts),
      onHour: () => fold.minutes.knowHour(),
      onDay: (since) => fold.quarters.knowSince(since),
    });
    this.#history?.stop();
    this.#history = history;
    const tail = await liveLog.tail(cursor.offset, (message) => this.#take(following, message));
    try {
      await this.#reachHead(following);
      const { cards, ring } = following.broadcast;
      await cards.fill(ring.newest(LATEST_CARDS, ({ type }) => type === 'repin'));
      await this.#health.refresh(positions);
      await history.hourWithin(HOUR_WITHIN_MS);
      await history.dayWithin(DAY_WITHIN_MS);
    } catch (error) {
      history.stop();
      await tail.close();
      throw error;
    }
    if (this.#stopped || following !== this.#following) return tail.close();
    this.#tail = tail;
    following.broadcast.settle();
    this.#ticking.start();
    this.#timers.push(setInterval(() => void this.#health.refresh(), HEALTH_EVERY_MS));
    this.#timers.push(setInterval(() => void this.#countries.ask(), HEALTH_EVERY_MS));
    this.#waiting = null;
  }

  /** The log's bounds may name offsets that hold no message (markers, a pruned tail): a pause means the end as well. */
  async #reachHead(following: Following): Promise<void> {
    let [seen, quiet] = [-1, 0];
    const begun = this.#options.now();
    while (!this.#stopped && !following.isAtEnd && quiet < 20) {
      await new Promise((done) => setTimeout(done, 25));
      const { head } = following.broadcast;
      quiet = following.next === seen && head.index >= 0 ? quiet + 1 : 0;
      seen = following.next;
      if (head.index < 0 && this.#options.now() - begun > NOTHING_READ_MS) return;
    }
  }

  #take(following: Following, message: LiveMessage): void {
    if (following !== this.#following) return;
    const { epoch } = following.broadcast.head;
    const sameLog = (message.epoch ?? epoch) === epoch;
    if (sameLog && following.apply(message)) return;
    const why = sameLog ? `goes on at ${message.offset} and not at ${following.next}` : 'was made anew';
    this.#options.log.warn(`hub: the live log ${why}; starting over from the database`);
    void this.#startOver();
  }

  /** Events are missing that nothing will bring any more: totals come from the store anew, viewers from a snapshot. */
  async #startOver(): Promise<void> {
    this.#following = null;
    this.#waiting = 'the live log to be read again';
    this.#startOvers.tell();
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

  onFrame(listener: (frame: string, to: LiveCursor) => void): () => void {
    return this.#frames.add(listener);
  }

  onHealth(listener: (health: Health) => void): () => void {
    return this.#healths.add(listener);
  }

  onStartOver(listener: () => void): () => void {
    return this.#startOvers.add(listener);
  }

  get health(): Health | null {
    return this.#health.health;
  }

  get sentTo(): LiveCursor | null {
    return this.standing?.sent ?? null;
  }

  /** For metrics: the ring from which viewers resume, `ts` of the newest event, the log's next offset. null before the start. */
  get figures(): HubFigures | null {
    const [standing, following] = [this.standing, this.#following];
    if (!standing || !following) return null;
    const { ring, fold } = standing;
    return {
      ringEvents: ring.size,
      ringCapacity: ring.capacity,
      newestTs: fold.newestTs,
      next: following.next,
    };
  }

  resume(cursor: LiveCursor | null, known: BookMark | null): ResumeAnswer {
    const standing = this.standing;
    if (!cursor) return { kind: 'reset', reason: 'malformed' };
    if (!standing) return { kind: 'hold' };
    return standing.resume(cursor, known, this.catchingUp);
  }

  get told(): BookMark {
    return this.standing?.told ?? { id: 0, ...NOTHING_KNOWN };
  }

  /** What is sent of the log, once it has been read back; null before. */
  get standing(): Broadcast | null {
    return this.#waiting === null ? (this.#following?.broadcast ?? null) : null;
  }

  /** Whether most of what comes is late, or nothing is known yet. */
  get catchingUp(): boolean {
    return this.#following?.broadcast.fold.catchingUp(this.#options.now()) ?? true;
  }

  #tick(): void {
    const broadcast = this.#following?.broadcast;
    if (!broadcast) return;
    if (broadcast.isAtHead && this.#options.now() - broadcast.sentAt < HEARTBEAT_MS) return;
    const frame = broadcast.nextFrame(this.catchingUp);
    this.#frames.tell(frame, broadcast.sent);
  }

  /** What a picture says of this web process, whatever is seen through it; null before the start. */
  get surroundings(): HubSurroundings | null {
    const { heatHalfLifeMs, running, imageHosts } = this.#options;
    const { health } = this.#health;
    return health && { v: LIVE_VERSION, heatHalfLifeMs, running, imageHosts, health };
  }

  /** The picture to start from; null before the start. */
  snapshot(): Snapshot | null {
    const { standing, surroundings } = this;
    if (!standing || !surroundings) return null;
    // The fold holds what the next frame brings; sent now, it belongs to the picture and comes only once.
    if (!standing.isAtHead) this.#tick();
    return {
      ...surroundings,
      ...standing.picture(),
      ...this.#countries.with(standing.fold.countries),
      cursor: formatCursor(standing.sent),
    };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#end();
    this.#waiting = 'the end';
  }

  async #end(): Promise<void> {
    this.#ticking.stop();
    this.#history?.stop();
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    const tail = this.#tail;
    this.#tail = null;
    await tail?.close();
  }
}
