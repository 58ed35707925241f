import type {
  CardsAnswer,
  CardsQuestion,
  PinsAnswer,
  PinsQuestion,
  PlaceAnswer,
  PlaceQuestion,
} from '../details';
import { cardsQuery, pinsQuery, placeQuery } from '../details-query';
import { CARDS_PATH, PINS_PATH, PLACE_PATH } from '../protocol';
import { EVERYTHING, type RoomFilter, roomQuery } from '../room-filter';
import { withDeadline } from './deadline';
import { fetchLive } from './live-http';

/** gone: further back than the server remembers. busy: asked again it may answer. unreachable: nothing came. */
export type DetailsFailure = 'gone' | 'busy' | 'unreachable';
export type Told<Answer> =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly reason: DetailsFailure };

const TIMEOUT_MS = 10_000;

/**
 * What stands behind a ring. Like the others it never rejects; `url` is the globe's origin, '' the page's own; in a `room`
 * that is open, of its events.
 */
export function fetchCards(url: string, question: CardsQuestion, signal: AbortSignal, room = EVERYTHING) {
  return ask<CardsAnswer>(url, address(CARDS_PATH, cardsQuery(question), room), signal);
}

export function fetchPlace(url: string, question: PlaceQuestion, signal: AbortSignal, room = EVERYTHING) {
  return ask<PlaceAnswer>(url, address(PLACE_PATH, placeQuery(question), room), signal);
}

export function fetchPins(url: string, question: PinsQuestion, signal: AbortSignal, room = EVERYTHING) {
  return ask<PinsAnswer>(url, address(PINS_PATH, pinsQuery(question), room), signal);
}

const address = (path: string, question: string, room: RoomFilter) =>
  `${path}?${[question, roomQuery(room)].filter((part) => part !== '').join('&')}`;

async function ask<Answer>(url: string, path: string, aborted: AbortSignal): Promise<Told<Answer>> {
  try {
    return await withDeadline(aborted, TIMEOUT_MS, async (signal): Promise<Told<Answer>> => {
      const response = await fetchLive(url, path, signal, 'application/json');
      // Our own server of our own version wrote it.
      if (response.ok) return { ok: true, answer: (await response.json()) as Answer };
      return { ok: false, reason: REASONS[response.status] ?? 'unreachable' };
    });
  } catch {
    return { ok: false, reason: 'unreachable' };
  }
}

const REASONS: Readonly<Record<number, DetailsFailure>> = { 410: 'gone', 429: 'busy', 503: 'busy' };
