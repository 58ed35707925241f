import type { GivenLocation } from '../events/event';
import type { Place, Precision } from './place';

/** Above this radius a city's name says more than is known (half of all look-ups have 500 km or more). */
const CITY_RADIUS_KM = 100;
const REGION_RADIUS_KM = 500;
/** Radius where a source gives none. */
const DEFAULT_RADIUS_KM: Readonly<Record<Precision, number>> = { city: 25, region: 200, country: 500 };
/** A radius below this would claim to know a street. */
const MIN_RADIUS_KM = 1;

export type RawPlace = {
  readonly lat: number;
  readonly lng: number;
  readonly country: string;
  readonly region: string;
  readonly city: string;
  /** km; null when the source does not say. */
  readonly radiusKm: number | null;
};

/**
 * Judges how exact an answer is by its accuracy radius, not by the names it carries, and drops the names that it
 * cannot stand for: an address "in Kansas" with a radius of 1,000 km is somewhere in the United States.
 */
export function judgePlace(raw: RawPlace): Place {
  const radius = raw.radiusKm;
  const precision: Precision =
    raw.city !== '' && (radius ?? 0) <= CITY_RADIUS_KM
      ? 'city'
      : raw.region !== '' && (radius ?? 0) <= REGION_RADIUS_KM
        ? 'region'
        : 'country';
  return {
    lat: raw.lat,
    lng: raw.lng,
    country: raw.country,
    region: precision === 'country' ? '' : raw.region,
    city: precision === 'city' ? raw.city : '',
    accuracyKm: Math.max(radius ?? DEFAULT_RADIUS_KM[precision], MIN_RADIUS_KM),
    precision,
  };
}

/** To about a kilometre: a producer's exact position is nobody's business on a screen. */
const toKilometre = (degrees: number) => Math.round(degrees * 100) / 100;

/** A location that the producer gave. Without a radius, coordinates are taken to mean a city. */
export function givenPlace(location: GivenLocation): Place {
  const radiusKm = location.accuracyKm ?? DEFAULT_RADIUS_KM.city;
  return {
    lat: toKilometre(location.lat),
    lng: toKilometre(location.lng),
    country: location.country ?? '',
    region: location.region ?? '',
    city: location.city ?? '',
    accuracyKm: Math.max(radiusKm, MIN_RADIUS_KM),
    precision: radiusKm <= CITY_RADIUS_KM ? 'city' : radiusKm <= REGION_RADIUS_KM ? 'region' : 'country',
  };
}
