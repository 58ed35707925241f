import { nameKey, type Place } from '../geo/place';
import { oncePer } from '../memo';
import { DEGREE } from './frame-codec';

/** Edges of the cells that places are folded into, degrees, from fine to coarse. */
export const CELLS = [2, 4, 8, 16, 32, 90] as const;
export type CellDegrees = (typeof CELLS)[number];

/** Degrees as a frame carries them: the same number on both sides of the wire. Never -0. */
export const wireDegrees = (degrees: number): number => Math.round(degrees * DEGREE) / DEGREE + 0;

/** `nameKey` as both sides of the wire work it out, from the point that a frame carries. */
export const wireNameKey = oncePer((place: Place) =>
  nameKey({ ...place, lat: wireDegrees(place.lat), lng: wireDegrees(place.lng) }),
);
