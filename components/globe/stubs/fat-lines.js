import { Mesh, ShaderMaterial } from 'three';

/** three's fat lines: the library's paths. */
export class Line2 extends Mesh {}
export class LineMaterial extends ShaderMaterial {}
