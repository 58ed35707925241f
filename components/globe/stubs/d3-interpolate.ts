import { leftOut } from './left-out';

/** In place of d3-interpolate: only react-globe.gl's paths move their points. */
export const interpolateArray = leftOut;
