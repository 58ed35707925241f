import { compareCursors, type LiveCursor } from '../../lib/live/cursor';
import { encodeFrame, NOTHING_KNOWN } from '../../lib/live/frame-codec';
import { type Book, type BookMark, markOf, PlaceBook } from '../../lib/live/place-book';
import type { Frame, Snapshot, Totals } from '../../lib/live/protocol';
import type { CardDesk } from './card-desk';
import { CatchUps } from './catch-ups';
import { FrameBudget } from './frame-budget';
import { buildFrame } from './frame-builder';
import type { ResumeAnswer } from './frame-source';
import type { LiveFold } from './live-fold';
import { LiveRing, type RingEvent } from './live-ring';
import { MessageTimes } from './message-times';
import { tally } from './tally';

/** What a snapshot says of the events; the rest is of the web process. */
export type BroadcastPicture = Omit<
  Snapshot,
  'v' | 'cursor' | 'heatHalfLifeMs' | 'running' | 'imageHosts' | 'health'
>;

export type BroadcastOptions = {
  /** The cursor after which everything is known. */
  readonly start: LiveCursor;
  readonly ringEvents: number;
  readonly fold: LiveFold;
  readonly cards: CardDesk;
  readonly now: () => number;
  /** From when on all that was stored is known here, epoch ms: as the events say, unless it is given. */
  readonly beganAt?: number;
  /** `added`: a frame tells what it adds, so that it means the same on every web process. */
  readonly totals: 'all' | 'added';
  /** `ts` of the newest event of all, whether it is for us or not; ours, unless it is given. */
  readonly newestTs?: () => number;
};

/**
 * What all who see the same events are sent: one frame a tick, encoded once; to those that were away what they missed. A
 * cursor names an event of the log and not a frame, so resumes slice between events, and on every web process alike.
 */
export class Broadcast {
  readonly ring: LiveRing;
  readonly fold: LiveFold;
  readonly cards: CardDesk;
  /** Of the messages that the ring has events of. */
  readonly times = new MessageTimes();
  /** From when on all that was stored is known here, epoch ms. */
  #beganAt: number;
  readonly #now: () => number;
  readonly #budget: FrameBudget;
  readonly #catchUps = new CatchUps();
  #book = new PlaceBook(newBookId());
  /** What everybody in the live room knows of the book. */
  #told: BookMark = { id: 0, ...NOTHING_KNOWN };
  #pending: RingEvent[] = [];
  #head: LiveCursor;
  #sent: LiveCursor;
  #sentTotals: Totals;
  #sentAt = 0;

  readonly #added: boolean;
  readonly #newestTs: () => number;

  constructor(options: BroadcastOptions) {
    const { start, ringEvents, fold, cards, now } = options;
    this.ring = new LiveRing(start, ringEvents);
    this.fold = fold;
    this.cards = cards;
    this.#now = now;
    this.#beganAt = options.beganAt ?? now();
    this.#added = options.totals === 'added';
    this.#newestTs = options.newestTs ?? (() => fold.newestTs);
    this.#budget = new FrameBudget(now);
    this.#head = start;
    this.#sent = start;
    this.#sentTotals = fold.totals;
  }

  /** Up to where the log has been looked through. */
  get head(): LiveCursor {
    return this.#head;
  }

  /** The end of the last frame: where the live room stands. */
  get sent(): LiveCursor {
    return this.#sent;
  }

  get sentAt(): number {
    return this.#sentAt;
  }

  get told(): BookMark {
    return this.#told;
  }

  get book(): Book {
    return this.#book;
  }

  get beganAt(): number {
    return this.#beganAt;
  }

  /** Nothing has been looked through since the last frame. */
  get isAtHead(): boolean {
    return compareCursors(this.#head, this.#sent) === 0;
  }

  /** Nothing was added since the last frame. */
  get isQuiet(): boolean {
    return this.#pending.length === 0;
  }

  /** `counted`: it is in the totals already. */
  add(event: RingEvent, storedAt: number, counted: boolean): void {
    this.ring.push(event);
    this.#pending.push(event);
    this.times.add(event.offset, storedAt);
    this.times.letGo(this.ring.floor.offset);
    if (storedAt < this.#beganAt) this.#beganAt = storedAt;
    this.fold.add(event, storedAt, counted);
  }

  /** The log has been looked through up to here: all that there was for us has been added. */
  moveTo(head: LiveCursor): void {
    this.#head = head;
  }

  /** The end of the reading back: from here on frames are sent. */
  settle(): void {
    this.#pending = [];
    this.#sent = this.#head;
    this.#sentTotals = this.fold.totals;
  }

  /** The frame of what was added since the last one, encoded. */
  nextFrame(catchingUp: boolean): string {
    const now = this.#now();
    const events = this.#pending;
    this.#pending = [];
    this.cards.offer(events, now);
    const [from, to] = [this.#sent, this.#head];
    // Between two frames a full book is replaced by an empty one.
    if (this.#book.isFull) this.#book = new PlaceBook(newBookId());
    const known = this.#book.id === this.#told.id ? this.#told : NOTHING_KNOWN;
    this.#sentTotals = this.fold.totals;
    const span = { from, to, cards: this.cards.take(), catchingUp, away: false };
    const text = encodeFrame(this.#frame(span, events, this.#budget.forRecords()), known);
    this.#budget.spend(text.length);
    this.#told = markOf(this.#book);
    this.#sent = to;
    this.#sentAt = now;
    this.#catchUps.forget();
    return text;
  }

  /** Where things stand as of the last frame. */
  picture(): BroadcastPicture {
    const [now, fold] = [this.#now(), this.fold];
    const repinsPerQuarter = fold.quarters.series(now);
    return {
      serverTime: now,
      newestTs: this.#newestTs(),
      totals: this.#sentTotals,
      repinsPerMinute: fold.repinsPerMinute(now),
      repinsPerSecond: fold.repinsPerSecond(now),
      ...(repinsPerQuarter ? { repinsPerQuarter } : {}),
      heat: fold.heat(now),
      ...fold.tops(now),
      latest: this.cards.latest,
      book: this.#book,
    };
  }

  /** What a viewer at `cursor`, who knows so much of a book, needs to stand where the live room stands. */
  resume(cursor: LiveCursor, known: BookMark | null, catchingUp: boolean): ResumeAnswer {
    const at = this.#sent;
    if (cursor.epoch !== at.epoch) return { kind: 'reset', reason: 'other_epoch' };
    if (compareCursors(cursor, this.ring.floor) < 0) return { kind: 'reset', reason: 'too_old' };
    const order = compareCursors(cursor, at);
    if (order > 0) return { kind: 'hold' };
    if (order === 0 && this.#knowsEnough(known)) return { kind: 'frame', missed: null, at };
    const missed = this.#catchUps.get({
      cursor,
      known,
      book: this.#book,
      now: this.#now(),
      events: () => this.ring.between(cursor, at),
      frame: (events, away, budgetBytes) => {
        const span = { from: cursor, to: at, cards: [], catchingUp, away };
        return this.#frame(span, events, budgetBytes);
      },
    });
    return { kind: 'frame', missed, at };
  }

  /** Whether the frames that come next can be read by somebody who knows this. */
  #knowsEnough(known: BookMark | null): boolean {
    const told = this.#told;
    if (told.places === 0 && told.categories === 0) return true;
    return known?.id === told.id && known.places >= told.places && known.categories >= told.categories;
  }

  /** The frame of these events, which builds on the book and adds to it. */
  #frame(
    span: Pick<Frame, 'from' | 'to' | 'cards' | 'catchingUp' | 'away'>,
    events: readonly RingEvent[],
    budgetBytes: number,
  ): Frame {
    const totals = this.#added ? tally(events) : this.#sentTotals;
    const header = { ...span, totals, serverTime: this.#now(), newestTs: this.#newestTs() };
    return buildFrame(header, events, this.#book, budgetBytes);
  }
}

/** Any number will do that no other web process is likely to have. */
const newBookId = () => Math.floor(Math.random() * 2 ** 32);
