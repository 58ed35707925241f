/** In place of three-conic-polygon-geometry (triangulation, Voronoi, turf): only polygon and hexagon layers need it. */
export { LeftOut as default } from './left-out';
