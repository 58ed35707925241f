import { leftOut } from './left-out';

/** In place of h3-js: only react-globe.gl's hexagon layers need it, and we never use them. */
export const latLngToCell = leftOut;
export const cellToLatLng = leftOut;
export const cellToBoundary = leftOut;
export const polygonToCells = leftOut;
