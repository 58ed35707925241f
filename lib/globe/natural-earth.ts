import { DEGREE, type LatLng } from './sphere';

/** Width over height of the Natural Earth projection's outline. */
export const NATURAL_EARTH_ASPECT = (2 * 0.8707 * Math.PI) / (2 * northing(Math.PI / 2));

function northing(phi: number): number {
  const p2 = phi * phi;
  const p4 = p2 * p2;
  return phi * (1.007226 + p2 * (0.015085 + p4 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4)));
}

/**
 * The Natural Earth projection (Patterson; polynomial by Šavrič, Jenny and others, 2011): degrees to a unit box,
 * x from 0 (180° west of `center`) to 1, y from 0 (north pole) to 1. `lng` within 180° of `center`.
 */
export function naturalEarth(lat: number, lng: number): { x: number; y: number } {
  const phi = lat * DEGREE;
  const p2 = phi * phi;
  const p4 = p2 * p2;
  const breadth = 0.8707 + p2 * (-0.131979 + p2 * (-0.013791 + p4 * (0.003971 * p2 - 0.001529 * p4)));
  return {
    x: 0.5 + (lng * DEGREE * breadth) / (2 * 0.8707 * Math.PI),
    y: 0.5 - northing(phi) / (2 * northing(Math.PI / 2)),
  };
}

/** The way back: degrees, `lng` from the centre; null beside the map's outline. */
export function fromNaturalEarth(x: number, y: number): LatLng | null {
  const top = northing(Math.PI / 2);
  const wanted = (0.5 - y) * 2 * top;
  if (Math.abs(wanted) > top) return null;
  // The northing only ever rises, and is nearly straight: a few steps of Newton's settle it.
  let phi = wanted;
  for (let step = 0; step < 8; step++) {
    const slope = (northing(phi + 1e-5) - northing(phi - 1e-5)) / 2e-5;
    phi -= (northing(phi) - wanted) / slope;
  }
  const lat = Math.min(Math.max(phi / DEGREE, -90), 90);
  const { x: half } = naturalEarth(lat, 180);
  const lng = ((x - 0.5) / (half - 0.5)) * 180;
  return Math.abs(lng) > 180 ? null : { lat, lng };
}
