import type { Place } from '../geo/place';
import { DEGREE, EARTH_RADIUS_KM } from './sphere';

/** Above this radius a place is an area. */
export const VAGUE_ABOVE_KM = 50;
/** An area is drawn neither smaller nor larger than this; beyond 700 km a flat quad would leave the sphere. */
const AREA_MIN_KM = 120;
const AREA_MAX_KM = 700;
/** Angular radius of the largest area: the unit in which areas are stored. */
export const MAX_SOFT_RADIANS = AREA_MAX_KM / EARTH_RADIUS_KM;
/** Angular radius of a repin's ring of weight 1 when it has grown, before the floor in pixels. */
export const RING_RADIANS = 2.7 * DEGREE;

/** Angular radius (radians) of the soft area of a vague place; 0 for a place that may be drawn as a point. */
export function softRadius({ accuracyKm, precision }: Pick<Place, 'accuracyKm' | 'precision'>): number {
  if (precision === 'city' && accuracyKm <= VAGUE_ABOVE_KM) return 0;
  return Math.min(Math.max(accuracyKm, AREA_MIN_KM), AREA_MAX_KM) / EARTH_RADIUS_KM;
}

/** How much wider the ring of a fold of `weight` is. */
export function radiusFactor(weight: number): number {
  return 1 + Math.log2(Math.max(weight, 1)) / 4;
}

/** How much thicker its line is. */
export function lineFactor(weight: number): number {
  return 1 + Math.log2(Math.max(weight, 1)) / 8;
}
