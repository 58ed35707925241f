import { BufferGeometry } from 'three';

/** In place of three-geojson-geometry: react-globe.gl makes one for its graticules while it starts, and hides it. */
export default class NoLines extends BufferGeometry {}
