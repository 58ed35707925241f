import type { Place } from '../../lib/geo/place';
import { compareCursors, type LiveCursor, parseCursor } from '../../lib/live/cursor';
import type {
  CardsAnswer,
  CardsQuestion,
  PinsAnswer,
  PinsQuestion,
  PlaceAnswer,
  PlaceQuestion,
} from '../../lib/live/details';
import { wireNameKey } from '../../lib/live/wire-point';
import { NO_FILTER, passes } from '../../lib/view/filter';
import { BehindRing } from './behind-ring';
import type { Broadcast } from './broadcast';
import type { RingEvent } from './live-ring';
import { PinTally } from './pin-tally';
import { MINUTE_MS, MINUTES } from './place-minutes';
import type { Asker, RingReader, Unread } from './ring-reader';

/**
 * gone: no longer in the ring, or of another log. ahead: this process has not got there yet. wide: more than stands behind
 * any ring.
 */
export type Untold = 'not ready' | 'gone' | 'ahead' | 'wide' | Unread;

const CARDS = 12;
/** A frame has a few thousand events at most; those of a whole absence have no rings. */
export const MAX_SPAN_EVENTS = 65_536;
const PLACE_ITEMS = 8;
const PLACE_CARDS = 6;
const PINS = 20;
const PINS_MS = 5 * MINUTE_MS;

export type LiveDetailsOptions = {
  /** What its viewers are sent; null while there is nothing. */
  readonly standing: () => Broadcast | null;
  /** One for all of the process: questions share its time. */
  readonly reader: RingReader;
  /** Epoch ms. */
  readonly now: () => number;
};

/**
 * What lies behind what viewers see: worked out from what is in memory, up to what they have been sent. The
 * database is asked for pins alone, by their ids. Rejects while it is away.
 */
export class LiveDetails {
  readonly #options: LiveDetailsOptions;

  constructor(options: LiveDetailsOptions) {
    this.#options = options;
  }

  async cards(question: CardsQuestion, asker: Asker): Promise<CardsAnswer | Untold> {
    const standing = this.#options.standing();
    if (!standing) return 'not ready';
    const { ring, sent, book, cards } = standing;
    const [from, to] = [parseCursor(question.from), parseCursor(question.to)];
    if (!from || !to || to.epoch !== sent.epoch || compareCursors(to, ring.floor) <= 0) return 'gone';
    if (compareCursors(to, sent) > 0) return 'ahead';
    if (ring.count(from, to) > MAX_SPAN_EVENTS) return 'wide';
    const behind = new BehindRing(question, book, CARDS);
    const unread = await this.#options.reader.read(ring, from, to, (event) => behind.see(event), asker);
    if (unread) return unread;
    return { count: behind.count, cards: await cards.maker.cards(behind.newest) };
  }

  async place(question: PlaceQuestion, asker: Asker): Promise<PlaceAnswer | Untold> {
    const standing = this.#options.standing();
    if (!standing) return 'not ready';
    const now = this.#options.now();
    const key = wireNameKey({ ...question, accuracyKm: 0 });
    const { since: countedSince, perMinute } = standing.fold.places.of(key, now);
    const oldest = (Math.floor(now / MINUTE_MS) - MINUTES + 1) * MINUTE_MS;
    const since = Math.max(oldest, countedSince, standing.beganAt);
    const shown = Math.floor(now / MINUTE_MS) - Math.floor(since / MINUTE_MS) + 1;
    const minutes = perMinute.slice(-Math.max(shown, 1));

    const span = spanSince(standing, since, now);
    const pins = new PinTally();
    const categories = new Map<string, number>();
    const newest: RingEvent[] = [];
    const here = new Map<Place, boolean>();
    const isHere = (place: Place) => {
      const known = here.get(place) ?? wireNameKey(place) === key;
      here.set(place, known);
      return known;
    };
    const see = (event: RingEvent) => {
      const { type, place, category } = event;
      if (type !== 'repin' || place === null || !isHere(place)) return;
      pins.add(event);
      if (category !== null) categories.set(category, (categories.get(category) ?? 0) + 1);
      newest.push(event);
      if (newest.length > PLACE_CARDS) newest.shift();
    };
    const unread = await this.#options.reader.read(standing.ring, span.from, standing.sent, see, asker);
    if (unread) return unread;
    const { maker } = standing.cards;
    return {
      since,
      serverTime: now,
      perMinute: minutes,
      repins: minutes.reduce((sum, count) => sum + count, 0),
      pinsSince: span.since,
      topPins: await pins.top(PLACE_ITEMS, maker),
      topCategories: [...categories]
        .map(([name, count]) => ({ key: name, count }))
        .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
        .slice(0, PLACE_ITEMS),
      latest: await maker.cards(newest.reverse()),
    };
  }

  async pins(question: PinsQuestion, asker: Asker): Promise<PinsAnswer | Untold> {
    const standing = this.#options.standing();
    if (!standing) return 'not ready';
    const now = this.#options.now();
    const span = spanSince(standing, now - PINS_MS, now);
    const filter = { ...NO_FILTER, ...question };
    const pins = new PinTally();
    const see = (event: RingEvent) => {
      if (event.type === 'repin' && passes(filter, event.category, event.place?.country ?? ''))
        pins.add(event);
    };
    const unread = await this.#options.reader.read(standing.ring, span.from, standing.sent, see, asker);
    if (unread) return unread;
    return { since: span.since, serverTime: now, pins: await pins.top(PINS, standing.cards.maker) };
  }
}

/** From where to read for what was stored since `wanted`, and since when the ring really has all of it. */
function spanSince(
  { ring, times, beganAt, sent }: Broadcast,
  wanted: number,
  now: number,
): { readonly from: LiveCursor; readonly since: number } {
  const { epoch, offset, index } = ring.floor;
  // The message in which the floor lies has lost its beginning, or never had it.
  const whole = index < 0 ? offset : offset + 1;
  const hasLost = ring.size === ring.capacity;
  const wholeSince = hasLost ? (times.of(whole) ?? now) : beganAt;
  const first = times.since(wanted);
  return {
    from: first === null ? sent : { epoch, offset: Math.max(first, whole), index: -1 },
    since: Math.max(wanted, wholeSince),
  };
}
