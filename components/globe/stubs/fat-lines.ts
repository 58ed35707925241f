import { BufferGeometry, Mesh, ShaderMaterial } from 'three';

/** In place of three's fat lines: only react-globe.gl's paths need them. */
export class Line2 extends Mesh {}
export class LineGeometry extends BufferGeometry {}
export class LineMaterial extends ShaderMaterial {}
