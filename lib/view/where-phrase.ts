import type { Place } from '../geo/place';
import { isVague, placeWords } from './place-name';

/** The words for a place within a sentence: `in Lyon, France`, `somewhere in Brazil`, `at an unknown place`. */
export function wherePhrase(place: Place | null): string {
  if (!place) return 'at an unknown place';
  const words = placeWords(place);
  return isVague(place) ? `s${words.slice(1)}` : `in ${words}`;
}
