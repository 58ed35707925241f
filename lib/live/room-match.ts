import type { FullPin } from '../events/event';
import { LIMITS } from '../events/limits';
import type { RoomFilter } from './room-filter';

/** A pin as rooms look at it. */
export type PinWords = {
  /** Title and name of the board, folded: what its card shows. */
  readonly text: string;
  /** Id and name of its board, folded. */
  readonly boards: readonly string[];
};

/** Without case, accents and blanks at the ends: `Café ` and `CAFE` are the same. */
export const fold = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();

/** NFKD makes at most three of a character in the scripts that people write in; 18 of U+FDFA, which is cut here. */
const foldAtMost = (text: string, maxChars: number) => fold(text).slice(0, maxChars * 3);

export function pinWords({ title, boardId, boardName }: FullPin): PinWords {
  const board = foldAtMost(boardName ?? '', LIMITS.boardNameChars);
  return {
    text: `${foldAtMost(title ?? '', LIMITS.titleChars)} ${board}`.trim(),
    boards: [
      ...(boardId === null ? [] : [foldAtMost(boardId, LIMITS.boardIdBytes)]),
      ...(boardName === null ? [] : [board]),
    ],
  };
}

/** The same for filters that let the same through, however they are written. */
export function roomKey({ board, keywords }: RoomFilter): string {
  return JSON.stringify([fold(board), wordsOf(keywords)]);
}

const wordsOf = (keywords: string) =>
  [...new Set(fold(keywords).split(' '))].filter((word) => word !== '').sort();

/**
 * Whether an event passes: the board is its own or its pin's, the pin's card has all of the words. `pin` null: not known in
 * full, or there is none.
 */
export function roomMatcher({
  board,
  keywords,
}: RoomFilter): (boardId: string | null, pin: PinWords | null) => boolean {
  const [wanted, words] = [fold(board), wordsOf(keywords)];
  return (boardId, pin) => {
    if (wanted !== '' && !pin?.boards.includes(wanted) && (boardId === null || fold(boardId) !== wanted))
      return false;
    return words.length === 0 || (pin !== null && words.every((word) => pin.text.includes(word)));
  };
}
