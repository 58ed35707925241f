import { BufferGeometry } from 'three';

/** Geometries of polygons, graticules, text and fat lines. The library makes one while it starts and hides it. */
export class EmptyGeometry extends BufferGeometry {}
export default EmptyGeometry;
export { EmptyGeometry as LineGeometry, EmptyGeometry as TextGeometry };
