/** In place of d3-geo: graticules, arcs and polygons. The library asks for the graticule's lines while it starts. */
export const geoGraticule10 = () => ({ type: 'MultiLineString', coordinates: [] });
export const geoDistance = () => 0;
export const geoInterpolate = () => () => [0, 0];
