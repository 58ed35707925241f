import type { EventType } from '../events/event';
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

/** Of a repin's ring, by type: repins lead; pins and comments are smaller, logins are dots. */
export const SIZE_OF: Readonly<Record<EventType, number>> = {
  pin: 0.72,
  repin: 1,
  comment: 0.66,
  login: 0.3,
};
/** How a ring grows: from a share of its size, and how fast it slows down. With reduced motion it has one size. */
export const GROWTH = { from: 0.06, slowing: 3.2, still: 0.62 } as const;

/** Share of its size that a ring has reached at `age`, a share of its life. */
export function grownShare(age: number): number {
  return GROWTH.from + (1 - GROWTH.from) * (1 - (1 - age) ** GROWTH.slowing);
}

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
