import { leftOut } from './left-out';

/** In place of d3-scale: only arcs, paths, rings and heatmaps of react-globe.gl grade their colours. */
export const scaleLinear = leftOut;
export const scaleQuantize = leftOut;
