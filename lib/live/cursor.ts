/**
 * A position in the live log, the same on every web process: "everything up to and including event `index` of
 * message `offset` has been seen". It is exclusive for reading on (the next event follows it) and doubles as an
 * event's handle. `index` -1 means "nothing of message `offset` yet".
 */
export type LiveCursor = { readonly epoch: number; readonly offset: number; readonly index: number };

const PATTERN = /^(\d{1,15}):(-?\d{1,16}):(-?\d{1,9})$/;

export function formatCursor(cursor: LiveCursor): string {
  return `${cursor.epoch}:${cursor.offset}:${cursor.index}`;
}

/** Reads a cursor from a viewer; anything malformed is null. */
export function parseCursor(text: unknown): LiveCursor | null {
  if (typeof text !== 'string') return null;
  const match = PATTERN.exec(text);
  if (!match) return null;
  const [epoch, offset, index] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (offset < -1 || index < -1 || !Number.isSafeInteger(offset)) return null;
  return { epoch, offset, index };
}

/** Negative when `a` comes before `b`; only meaningful within one epoch. */
export function compareCursors(a: LiveCursor, b: LiveCursor): number {
  return a.epoch - b.epoch || a.offset - b.offset || a.index - b.index;
}
