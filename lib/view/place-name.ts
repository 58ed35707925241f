import type { Place } from '../geo/place';

const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

/** `France` for `FR`; unknown or malformed codes as they are. */
export function countryName(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return countries.of(code) ?? code;
}

/**
 * What to call a place without claiming more than is known: a guess at the country's level is named as the country,
 * and `rest` says how vague it is.
 */
export function placeName(place: Place): { readonly name: string; readonly rest: string } {
  const country = countryName(place.country);
  if (place.precision === 'city' && place.city !== '') return { name: place.city, rest: country };
  // Subdivision codes such as `07` mean nothing to a reader.
  if (place.precision !== 'country' && place.region !== '' && !/^[A-Z0-9]{1,3}$/.test(place.region))
    return { name: place.region, rest: country };
  if (country !== '')
    return { name: country, rest: place.precision === 'country' ? 'country only' : 'region' };
  const lat = `${Math.abs(place.lat).toFixed(0)}°${place.lat < 0 ? 'S' : 'N'}`;
  const lng = `${Math.abs(place.lng).toFixed(0)}°${place.lng < 0 ? 'W' : 'E'}`;
  return { name: `${lat} ${lng}`, rest: '' };
}

/** `Lyon, France`, for a sentence. */
export function placeSentence(place: Place): string {
  const { name, rest } = placeName(place);
  return place.precision === 'city' && rest !== '' ? `${name}, ${rest}` : name;
}
