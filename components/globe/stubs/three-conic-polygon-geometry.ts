/** In place of three-conic-polygon-geometry (triangulation, Voronoi, turf): only polygon and hexagon layers need it. */
export default class ConicPolygonGeometry {
  constructor() {
    throw new Error('polygon layers are left out of this build');
  }
}
