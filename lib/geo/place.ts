/** How exactly we know where something happened. The order is part of the wire format: append only. */
export const PRECISIONS = ['city', 'region', 'country'] as const;
export type Precision = (typeof PRECISIONS)[number];

/** A located point together with how far to trust it. An event without a place has `null`, never 0,0. */
export type Place = {
  /** Degrees. */
  readonly lat: number;
  readonly lng: number;
  /** ISO 3166-1 alpha-2, or '' when unknown. */
  readonly country: string;
  /** Subdivision code or name, or ''. */
  readonly region: string;
  readonly city: string;
  /** Radius in km. Never draw a precise dot where this is large. */
  readonly accuracyKm: number;
  readonly precision: Precision;
};

/** Keys by place: whoever counts keeps one object per place, and asks for its key at every event. */
const placeKeys = new WeakMap<Place, string>();
const nameKeys = new WeakMap<Place, string>();

/** The key under which places count as the same one: used by heat, top places and folding. */
export function placeKey(place: Place): string {
  const known = placeKeys.get(place);
  if (known !== undefined) return known;
  const key = `${place.country}|${place.region}|${place.city}|${place.lat.toFixed(2)},${place.lng.toFixed(2)}`;
  placeKeys.set(place, key);
  return key;
}

/**
 * The key under which places count as the same one in a list of names: geo data put one city at many points. A place
 * without a name is told by its point.
 */
export function nameKey(place: Place): string {
  const known = nameKeys.get(place);
  if (known !== undefined) return known;
  const key = nameOf(place);
  nameKeys.set(place, key);
  return key;
}

function nameOf(place: Place): string {
  const { country, region, city, precision } = place;
  if (country === '' && city === '') return placeKey(place);
  return precision === 'city'
    ? `${country}|${region}|${city}`
    : precision === 'region'
      ? `${country}|${region}`
      : country;
}
