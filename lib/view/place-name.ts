import type { Place } from '../geo/place';

const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

/** `France` for `FR`; unknown or malformed codes as they are. */
export function countryName(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return countries.of(code) ?? code;
}

/** Whether it is more than a city, and so is `somewhere in` it. */
export const isVague = ({ precision, city }: Place): boolean => precision !== 'city' || city === '';

/**
 * What to call a place without claiming more than is known, in large and in small print: `Lyon` and `France`, `Somewhere in
 * Bavaria` and `Germany`, `Somewhere in Brazil`, `Somewhere around 48°N 2°E`.
 */
export function placeName(place: Place): { readonly name: string; readonly rest: string } {
  const country = countryName(place.country);
  if (!isVague(place)) return { name: place.city, rest: country };
  // Subdivision codes such as `07` mean nothing to a reader.
  const region = place.precision === 'country' || /^[A-Z0-9]{1,3}$/.test(place.region) ? '' : place.region;
  if (region !== '' || country !== '')
    return { name: `Somewhere in ${region || country}`, rest: region && country };
  const lat = `${Math.abs(place.lat).toFixed(0)}°${place.lat < 0 ? 'S' : 'N'}`;
  const lng = `${Math.abs(place.lng).toFixed(0)}°${place.lng < 0 ? 'W' : 'E'}`;
  return { name: `Somewhere around ${lat} ${lng}`, rest: '' };
}

/** The same in one: `Lyon, France`, `Somewhere in Brazil`, `Unknown place`. */
export function placeWords(place: Place | null): string {
  if (!place) return 'Unknown place';
  const { name, rest } = placeName(place);
  return rest === '' ? name : `${name}, ${rest}`;
}
