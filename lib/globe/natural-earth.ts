import { DEGREE } from './sphere';

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
