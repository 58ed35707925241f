import type { Place } from '../geo/place';
import { countryName, placeName } from './place-name';

/**
 * Where something happened, with no more certainty than there is: `in Lyon, France`, `somewhere in Brazil`, `somewhere around
 * 48°N 2°E` (folded into a cell).
 */
export function wherePhrase(place: Place | null): string {
  if (!place) return 'at an unknown place';
  const { name, rest } = placeName(place);
  const country = countryName(place.country);
  if (country === '' && (place.precision !== 'city' || place.city === '')) return `somewhere around ${name}`;
  if (place.precision === 'city' && place.city !== '')
    return rest === '' ? `in ${name}` : `in ${name}, ${rest}`;
  return name === country || country === '' ? `somewhere in ${name}` : `somewhere in ${name}, ${country}`;
}
