import type { Unreadable } from '../unreadable';

/**
 * What a filtered room of the hub shows: events of one board, of pins whose title has all of the words, or both. '' asks
 * for nothing; with both '' there is no room.
 */
export type RoomFilter = {
  /** Name or id. */
  readonly board: string;
  readonly keywords: string;
};

export const EVERYTHING: RoomFilter = { board: '', keywords: '' };

const MAX_CHARS = 80;

export const isRoom = ({ board, keywords }: RoomFilter): boolean => board !== '' || keywords !== '';

/** Blanks as one, none at the ends; null for what is too long to be meant. */
export function tidy(text: string): string | null {
  const tidied = text.trim().replace(/\s+/g, ' ');
  return tidied.length <= MAX_CHARS ? tidied : null;
}

/** As it stands in an address: `board=…&q=…`; '' for everything. */
export function roomQuery({ board, keywords }: RoomFilter): string {
  return new URLSearchParams({
    ...(board === '' ? {} : { board }),
    ...(keywords === '' ? {} : { q: keywords }),
  }).toString();
}

export function readRoomFilter(search: URLSearchParams): RoomFilter | Unreadable {
  const [board, keywords] = [tidy(search.get('board') ?? ''), tidy(search.get('q') ?? '')];
  const reason = `is longer than ${MAX_CHARS} characters`;
  if (board === null) return { field: 'board', reason };
  if (keywords === null) return { field: 'q', reason };
  return { board, keywords };
}

/** What a handshake says of its room; null for everything. */
export function readHandshakeRoom(room: unknown): RoomFilter | 'malformed' | null {
  if (room === undefined || room === null) return null;
  if (typeof room !== 'object') return 'malformed';
  const { board, keywords } = room as Partial<Record<keyof RoomFilter, unknown>>;
  if (typeof board !== 'string' || typeof keywords !== 'string') return 'malformed';
  const filter = readRoomFilter(new URLSearchParams({ board, q: keywords }));
  if ('field' in filter) return 'malformed';
  return isRoom(filter) ? filter : null;
}
