import { leftOut } from './left-out';

/** In place of d3-color: only the opacity of react-globe.gl's own layers is read with it. */
export const color = leftOut;
