import { compareCursors, formatCursor, type LiveCursor } from '../../lib/live/cursor';
import { NOTHING_KNOWN } from '../../lib/live/frame-codec';
import type { BookMark } from '../../lib/live/place-book';
import type { Snapshot } from '../../lib/live/protocol';
import type { RoomFilter } from '../../lib/live/room-filter';
import { type PinWords, roomMatcher } from '../../lib/live/room-match';
import { NO_TOTALS } from '../../lib/live/totals';
import { Broadcast } from './broadcast';
import { CardDesk } from './card-desk';
import type { FrameSource, ResumeAnswer } from './frame-source';
import { Gate } from './gate';
import { Hearers } from './hearers';
import { LiveDetails } from './live-details';
import { LiveFold } from './live-fold';
import type { LiveHub } from './live-hub';
import type { RingEvent } from './live-ring';
import type { PinShelf } from './pin-shelf';

export type LiveRoomOptions = {
  readonly filter: RoomFilter;
  readonly hub: Pick<
    LiveHub,
    'standing' | 'reader' | 'catchingUp' | 'surroundings' | 'onFrame' | 'onStartOver'
  >;
  readonly shelf: PinShelf;
  readonly heatHalfLifeMs: number;
  readonly now: () => number;
};

/** A room begins with so many events of the hub's ring, looked through for what is its own. */
const BEGIN_EVENTS = 65_536;
const RING_EVENTS = 32_768;
/** Less than a megabyte. */
const MAX_PLACES = 1_000;
/** Looked through at a stretch: a millisecond or two. */
const SLICE_EVENTS = 2_048;
const LATEST_CARDS = 30;
const HEARTBEAT_MS = 1_000;
const RETRY_MS = 1_000;

type Slice = { readonly events: readonly RingEvent[]; readonly to: LiveCursor };

/**
 * What is sent to those who look through the same filter. It reads no log: it looks through what the hub sends to
 * everybody, right after it was sent, for what passes. So an event is here where it is there, with the same cursor, the
 * same seed and the same place, repeats are dropped already, and many rooms read the log once. Its numbers begin with the
 * events that the hub still had when it was opened. Pins that are not known here yet are looked up first, and the room
 * is that much later; the order stays.
 */
export class LiveRoom implements FrameSource {
  readonly details: LiveDetails;
  readonly #options: LiveRoomOptions;
  readonly #passes: ReturnType<typeof roomMatcher>;
  readonly #frames = new Hearers<[frame: string, to: LiveCursor]>();
  readonly #startOvers = new Hearers<[]>();
  readonly #leave: readonly (() => void)[];
  #broadcast: Broadcast | null = null;
  /** `reading`: back, from the beginning. `filling`: the cards to begin with are drawn. */
  #state: 'reading' | 'filling' | 'following' = 'reading';
  #waiting = false;
  #closed = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** Opens when it follows; another one each time that it starts over. */
  #gate = new Gate();

  constructor(options: LiveRoomOptions) {
    this.#options = options;
    this.#passes = roomMatcher(options.filter);
    const { hub, now } = options;
    this.details = new LiveDetails({ standing: () => this.#standing, reader: hub.reader, now });
    this.#leave = [hub.onFrame(() => this.#onHubFrame()), hub.onStartOver(() => this.#startOver())];
    this.#read();
  }

  /** False when it has not read back what it begins with in so long. */
  async ready(withinMs: number): Promise<boolean> {
    if (this.#standing) return true;
    await this.#gate.within(withinMs);
    return this.#standing !== null;
  }

  get sentTo(): LiveCursor | null {
    return this.#standing?.sent ?? null;
  }

  get told(): BookMark {
    return this.#standing?.told ?? { id: 0, ...NOTHING_KNOWN };
  }

  onFrame(listener: (frame: string, to: LiveCursor) => void): () => void {
    return this.#frames.add(listener);
  }

  onStartOver(listener: () => void): () => void {
    return this.#startOvers.add(listener);
  }

  resume(cursor: LiveCursor | null, known: BookMark | null): ResumeAnswer {
    if (!cursor) return { kind: 'reset', reason: 'malformed' };
    return this.#standing?.resume(cursor, known, this.#options.hub.catchingUp) ?? { kind: 'hold' };
  }

  /** The picture to start from; null before it is there. */
  snapshot(): Snapshot | null {
    const [standing, around] = [this.#standing, this.#options.hub.surroundings];
    if (!standing || !around) return null;
    // The fold holds what the next frame brings; sent now, it belongs to the picture and comes only once.
    if (!standing.isQuiet) this.#send(standing);
    return {
      ...around,
      ...standing.picture(),
      cursor: formatCursor(standing.sent),
      room: { ...this.#options.filter, since: standing.beganAt },
    };
  }

  close(): void {
    this.#closed = true;
    this.#gate.open();
    if (this.#timer) clearTimeout(this.#timer);
    for (const leave of this.#leave) leave();
  }

  get #standing(): Broadcast | null {
    return this.#state === 'following' ? this.#broadcast : null;
  }

  #onHubFrame(): void {
    this.#read();
    // While pins are waited for, it still says how late it is.
    const standing = this.#standing;
    if (standing && this.#options.now() - standing.sentAt >= HEARTBEAT_MS) this.#send(standing);
  }

  #startOver(): void {
    if (this.#state === 'following') this.#gate = new Gate();
    this.#broadcast = null;
    this.#state = 'reading';
    this.#startOvers.tell();
  }

  /** Looks through what the hub has sent since the last time; at once, where all pins are known. */
  #read(): void {
    const all = this.#options.hub.standing;
    if (this.#waiting || this.#closed || !all) return;
    this.#broadcast ??= this.#begin(all);
    const own = this.#broadcast;
    if (compareCursors(own.head, all.ring.floor) < 0) {
      // What it has not looked through is gone from the ring.
      this.#startOver();
      this.#later(0);
      return;
    }
    const { events, to } = sliceOf(all, own.head);
    const { words, unknown } = this.#wordsOf(events);
    if (unknown.length > 0) {
      this.#waitFor(this.#options.shelf.lookUp(unknown));
      return;
    }
    for (const event of events)
      if (this.#passes(event.boardId, words.get(event.pinId ?? '') ?? null))
        own.add(event, all.times.of(event.offset) ?? event.ts, false);
    own.moveTo(to);
    if (compareCursors(to, all.sent) < 0) this.#later(0);
    else if (this.#state === 'reading') this.#fill(own);
    else if (this.#state === 'following' && !own.isQuiet) this.#send(own);
  }

  #begin(all: Broadcast): Broadcast {
    const { heatHalfLifeMs, now } = this.#options;
    const { ring, times, cards } = all;
    const start = ring.before(BEGIN_EVENTS);
    // Of the message in which it begins it may have a part only.
    const beganAt = start.index < 0 ? all.beganAt : (times.of(start.offset + 1) ?? now());
    const fold = new LiveFold(NO_TOTALS, heatHalfLifeMs, MAX_PLACES);
    fold.beginAt(beganAt);
    return new Broadcast({
      start,
      ringEvents: RING_EVENTS,
      fold,
      cards: new CardDesk(cards.maker),
      now,
      beganAt,
      totals: 'added',
      newestTs: () => all.fold.newestTs,
    });
  }

  /** Each pin is taken from the shelf once: what is there now may be too old in a moment, and would pass for not known. */
  #wordsOf(events: readonly RingEvent[]): {
    words: Map<string, PinWords | null>;
    unknown: readonly string[];
  } {
    const words = new Map<string, PinWords | null>();
    const unknown: string[] = [];
    for (const pinId of new Set(events.map((event) => event.pinId))) {
      if (pinId === null) continue;
      const found = this.#options.shelf.get(pinId);
      if (found === undefined) unknown.push(pinId);
      else words.set(pinId, found);
    }
    return { words, unknown };
  }

  /** The cards of what it begins with; without them, where the store is away. */
  #fill(own: Broadcast): void {
    this.#state = 'filling';
    const newest = own.ring.newest(LATEST_CARDS, ({ type }) => type === 'repin');
    void own.cards
      .fill(newest)
      .catch(() => {})
      .then(() => {
        if (own !== this.#broadcast) return;
        own.settle();
        this.#state = 'following';
        this.#gate.open();
        this.#read();
      });
  }

  #waitFor(answer: Promise<void>): void {
    this.#waiting = true;
    answer.then(
      () => this.#goOn(),
      () => this.#later(RETRY_MS),
    );
  }

  #later(ms: number): void {
    this.#waiting = true;
    this.#timer = setTimeout(() => this.#goOn(), ms);
  }

  #goOn(): void {
    this.#waiting = false;
    this.#read();
  }

  #send(own: Broadcast): void {
    const frame = own.nextFrame(this.#options.hub.catchingUp);
    this.#frames.tell(frame, own.sent);
  }
}

/** The next events behind the cursor that the hub has sent, and up to where these are all. */
function sliceOf({ ring, sent }: Broadcast, from: LiveCursor): Slice {
  const events: RingEvent[] = [];
  const more = ring.visit(from, sent, SLICE_EVENTS, (event) => void events.push(event));
  return { events, to: more ?? sent };
}
