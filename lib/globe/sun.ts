import { DEGREE, type LatLng, wrapLng } from './sphere';

/** Days from the Unix epoch to J2000.0 (2000-01-01 12:00). */
const J2000_DAYS = 10_957.5;

/**
 * The place where the sun stands in the zenith at `at` (epoch ms), degrees. Low-precision formulae of the Astronomical
 * Almanac: better than 0.05° from 1950 to 2050, which is a fiftieth of a pixel of our terminator.
 */
export function subsolarPoint(at: number): LatLng {
  const days = at / 86_400_000 - J2000_DAYS;
  const anomaly = (357.529 + 0.98560028 * days) * DEGREE;
  const longitude =
    (280.459 + 0.98564736 * days + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly)) * DEGREE;
  const obliquity = (23.439 - 0.00000036 * days) * DEGREE;
  const rightAscension = Math.atan2(Math.cos(obliquity) * Math.sin(longitude), Math.cos(longitude)) / DEGREE;
  const declination = Math.asin(Math.sin(obliquity) * Math.sin(longitude)) / DEGREE;
  const siderealDegrees = (18.697374558 + 24.06570982441908 * days) * 15;
  return { lat: declination, lng: wrapLng(rightAscension - siderealDegrees) };
}
