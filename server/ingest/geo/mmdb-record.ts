import { LIMITS } from '../../../lib/events/limits';
import type { Place } from '../../../lib/geo/place';
import { judgePlace } from '../../../lib/geo/precision';

/** A key of a record; undefined where the record, or what lies on the way, is of another type. */
function at(value: unknown, ...keys: readonly string[]): unknown {
  let found = value;
  for (const key of keys) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}

/** The first of the candidates that is a text, cut to what the store takes; '' for none. */
function text(maxChars: number, ...candidates: readonly unknown[]): string {
  const found = candidates.find((value) => typeof value === 'string' && value !== '');
  return typeof found === 'string' ? found.slice(0, maxChars).replace(/[\ud800-\udbff]$/, '') : '';
}

function degrees(value: unknown, most: number): number | null {
  return typeof value === 'number' && Math.abs(value) <= most ? value : null;
}

/**
 * The place in a record, whatever is in it: files come with fields left out, of other types, flat (ip-location-db), with
 * subdivisions that have a name but no code (DB-IP), or damaged. null without a point on Earth.
 */
export function placeOfRecord(record: unknown): Place | null {
  const lat = degrees(at(record, 'location', 'latitude') ?? at(record, 'latitude'), 90);
  const lng = degrees(at(record, 'location', 'longitude') ?? at(record, 'longitude'), 180);
  if (lat === null || lng === null) return null;
  const country = text(2, at(record, 'country', 'iso_code'), at(record, 'country_code'));
  const subdivision = at(record, 'subdivisions', '0');
  const radius = at(record, 'location', 'accuracy_radius');
  return judgePlace({
    lat,
    lng,
    country: /^[A-Z]{2}$/.test(country) ? country : '',
    region: text(
      LIMITS.regionChars,
      at(subdivision, 'iso_code'),
      at(subdivision, 'names', 'en'),
      at(record, 'state1'),
    ),
    city: text(LIMITS.cityChars, at(record, 'city', 'names', 'en'), at(record, 'city')),
    radiusKm: typeof radius === 'number' && radius >= 0 && radius <= 20_100 ? radius : null,
  });
}
