import { DEGREE } from './frame-codec';

/** Degrees as a frame carries them: the same number on both sides of the wire. Never -0. */
export const wireDegrees = (degrees: number): number => Math.round(degrees * DEGREE) / DEGREE + 0;
