import type { EventType } from '../events/event';
import type { Place } from '../geo/place';
import type { Card, KeyCount } from './protocol';

/**
 * What a viewer may ask about what it sees, beside the stream: `CARDS_PATH`, `PLACE_PATH`, `PINS_PATH`. No user and no
 * address in any of it. Each answer says what span of time it covers, since a web process remembers only so much.
 */

/** A pin that was repinned so often in the span. */
export type PinCount = {
  readonly pinId: string;
  readonly title: string | null;
  readonly imageUrl: string | null;
  readonly link: string | null;
  readonly color: string | null;
  readonly category: string | null;
  readonly boardName: string | null;
  readonly count: number;
};

/**
 * Which record of which frame is meant: the events of (from, to] of this type at this point. With `cellDegrees` above 0
 * the point is the middle of a cell of so many degrees that events were folded into.
 */
export type CardsQuestion = {
  /** Formatted cursors, as the frame has them. */
  readonly from: string;
  readonly to: string;
  readonly type: EventType;
  readonly lat: number;
  readonly lng: number;
  /** null: unknown. */
  readonly category: string | null;
  readonly cellDegrees: number;
  /** The record's own, when it stands for one event; null for a fold. */
  readonly seed: number | null;
};

/** `cards` newest first, at most 12; `count`: all events behind the ring that are still remembered. */
export type CardsAnswer = { readonly count: number; readonly cards: readonly Card[] };

/** A place by its name, as `nameKey` tells places apart. `city` and `region` may be ''. */
export type PlaceQuestion = Pick<Place, 'country' | 'region' | 'city' | 'precision'> & {
  /** Degrees: tells a place that has no name. */
  readonly lat: number;
  readonly lng: number;
};

export type PlaceAnswer = {
  /** Epoch ms: everything from then on is counted here. */
  readonly since: number;
  readonly serverTime: number;
  /** Repins per minute, oldest first, the last entry is the running minute; 60 at most. */
  readonly perMinute: readonly number[];
  readonly repins: number;
  /** Epoch ms: the pins, the categories and the latest are of the repins from then on. Never before `since`. */
  readonly pinsSince: number;
  /** At most 8 of each, most first. */
  readonly topPins: readonly PinCount[];
  readonly topCategories: readonly KeyCount[];
  /** Newest first, at most 6. */
  readonly latest: readonly Card[];
};

/** Repins that pass; an empty list lets all through. */
export type PinsQuestion = { readonly categories: readonly string[]; readonly countries: readonly string[] };

/** Most first, at most 20. */
export type PinsAnswer = {
  readonly since: number;
  readonly serverTime: number;
  readonly pins: readonly PinCount[];
};
