import { oncePer } from '../memo';

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

/**
 * The key under which places count as the same one: used by heat, top places and folding. Whoever counts keeps one object
 * per place, and asks for its key at every event.
 */
export const placeKey = oncePer(
  ({ country, region, city, lat, lng }: Place) =>
    `${country}|${region}|${city}|${lat.toFixed(2)},${lng.toFixed(2)}`,
);

/**
 * The key under which places count as the same one in a list of names: geo data put one city at many points. A place
 * without a name is told by its point.
 */
export const nameKey = oncePer((place: Place) => {
  const { country, region, city, precision } = place;
  if (country === '' && city === '') return placeKey(place);
  return precision === 'city'
    ? `${country}|${region}|${city}`
    : precision === 'region'
      ? `${country}|${region}`
      : country;
});
