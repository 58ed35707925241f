import { formatCursor } from './cursor';
import type { CardsQuestion } from './details';
import type { Frame, FrameRecord } from './protocol';

/** What to ask about a record of a frame; null when the frame's book does not know its place. */
export function ringQuestion(
  { from, to, cellDegrees, book }: Pick<Frame, 'from' | 'to' | 'cellDegrees' | 'book'>,
  { type, place: index, category, count, seed }: FrameRecord,
): CardsQuestion | null {
  const place = book.places[index];
  if (!place) return null;
  return {
    from: formatCursor(from),
    to: formatCursor(to),
    type,
    lat: place.lat,
    lng: place.lng,
    category: book.categories[category] ?? null,
    cellDegrees,
    seed: count === 1 ? seed : null,
  };
}
