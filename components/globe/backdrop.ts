import {
  BufferGeometry,
  Float32BufferAttribute,
  type IUniform,
  Matrix4,
  Mesh,
  type ShaderMaterial,
  type Texture,
} from 'three';
import { AIR_FRAGMENT, BALL_FRAGMENT, ROUND_VERTEX, SKY_FRAGMENT, SKY_VERTEX } from './backdrop-shader';
import { asLayer, layerMaterial } from './layer-material';
import type { SceneUniforms } from './scene-uniforms';

export type BackdropUniforms = {
  readonly uRays: IUniform<Matrix4>;
  readonly uLand: IUniform<Texture | null>;
  /** Times `uHeatScale`: repins in a cell. */
  readonly uHeat: IUniform<Texture | null>;
  readonly uHeatScale: IUniform<number>;
  /** log2(1 + the number of repins that is shown at full strength). */
  readonly uHeatFull: IUniform<number>;
  readonly uHeatShown: IUniform<number>;
};

const CORNERS = 96;
/** A polygon around a circle of 1: its sides touch it. */
const AROUND = 1 / Math.cos(Math.PI / CORNERS);
/** Closest approach, in globe radii, at which the air has faded. */
const AIR_ENDS = 1.7;

/** What lies behind everything else: sky, air and the ball itself, in this order. */
export class Backdrop {
  readonly meshes: readonly Mesh<BufferGeometry, ShaderMaterial>[];
  readonly uniforms: BackdropUniforms = {
    uRays: { value: new Matrix4() },
    uLand: { value: null },
    uHeat: { value: null },
    uHeatScale: { value: 1 },
    uHeatFull: { value: 5 },
    uHeatShown: { value: 1 },
  };
  readonly #sky: Mesh<BufferGeometry, ShaderMaterial>;

  constructor(shared: SceneUniforms) {
    const uniforms = { ...shared, ...this.uniforms };
    this.#sky = shape(screenTriangle(), SKY_VERTEX, SKY_FRAGMENT, uniforms, 0);
    this.meshes = [
      this.#sky,
      shape(ring(0.985, AIR_ENDS * AROUND), ROUND_VERTEX, AIR_FRAGMENT, uniforms, 0.2),
      shape(ring(0, 1.02 * AROUND), ROUND_VERTEX, BALL_FRAGMENT, uniforms, 0.4),
    ];
  }

  /** `ink`: laid on paper. `clear`: nothing behind the limb but the halo. */
  setLook(ink: boolean, clear: boolean): void {
    this.#sky.visible = !clear;
    for (const { material } of this.meshes) {
      material.defines = ink ? { INK: 1 } : {};
      material.needsUpdate = true;
    }
  }

  dispose(): void {
    for (const { geometry, material } of this.meshes) {
      geometry.dispose();
      material.dispose();
    }
  }
}

function shape(
  geometry: BufferGeometry,
  vertexShader: string,
  fragmentShader: string,
  uniforms: Record<string, IUniform>,
  order: number,
): Mesh<BufferGeometry, ShaderMaterial> {
  const material = layerMaterial(vertexShader, fragmentShader, uniforms, 'paint');
  return asLayer(new Mesh(geometry, material), order);
}

function screenTriangle(): BufferGeometry {
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute([-1, -1, 0, 3, -1, 0, -1, 3, 0], 3));
  return geometry;
}

/** Between two closest approaches, as directions on screen. */
function ring(inner: number, outer: number): BufferGeometry {
  const corners: number[] = [];
  const indices: number[] = [];
  for (let corner = 0; corner < CORNERS; corner++) {
    const angle = (corner / CORNERS) * 2 * Math.PI;
    corners.push(Math.cos(angle), Math.sin(angle), inner, Math.cos(angle), Math.sin(angle), outer);
    const at = corner * 2;
    const next = ((corner + 1) % CORNERS) * 2;
    indices.push(at, at + 1, next + 1, at, next + 1, next);
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute(corners, 3));
  geometry.setIndex(indices);
  return geometry;
}
