/** In place of three's BufferGeometryUtils: only react-globe.gl's points and hexagons are merged. */
export { leftOut as mergeGeometries } from './left-out';
