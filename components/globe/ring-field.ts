import {
  BufferAttribute,
  BufferGeometry,
  DynamicDrawUsage,
  type IUniform,
  Mesh,
  type ShaderMaterial,
  Vector4,
} from 'three';
import type { RingBuffer } from '../../lib/globe/ring-buffer';
import { asLayer, layerMaterial, setBlend } from './layer-material';
import { RING_FRAGMENT, RING_VERTEX } from './ring-shader';
import type { SceneUniforms } from './scene-uniforms';

type RingUniforms = {
  readonly uTime: IUniform<number>;
  readonly uLife: IUniform<number>;
  /** 1: circles appear and fade without growth. */
  readonly uStill: IUniform<number>;
  /** Shown (1) or not, of pin, repin, comment, login. */
  readonly uShown: IUniform<Vector4>;
};

const VERTICES = 4;
const INDICES = 6;

/**
 * All rings in one mesh of plain merged quads (instancing is many times slower without a GPU). A frame costs one
 * uniform, the upload of what came new, and at most two draw calls over the live window of the buffer.
 */
export class RingField {
  readonly mesh: Mesh<BufferGeometry, ShaderMaterial[]>;
  readonly buffer: RingBuffer;
  readonly uniforms: RingUniforms;
  readonly #attributes: readonly BufferAttribute[];
  #calls = 0;
  #callsOfFrame = 0;

  constructor(buffer: RingBuffer, shared: SceneUniforms) {
    this.buffer = buffer;
    this.uniforms = {
      uTime: { value: 0 },
      uLife: { value: buffer.lifeMs / 1000 },
      uStill: { value: 0 },
      uShown: { value: new Vector4(1, 1, 1, 1) },
    };
    const placed = new BufferAttribute(buffer.placed, 4, true);
    const born = new BufferAttribute(buffer.born, 2);
    const kind = new BufferAttribute(buffer.kind, 4);
    this.#attributes = [placed, born, kind];
    for (const attribute of this.#attributes) attribute.setUsage(DynamicDrawUsage);
    const geometry = new BufferGeometry();
    geometry.setAttribute('placed', placed);
    geometry.setAttribute('born', born);
    geometry.setAttribute('kind', kind);
    geometry.setIndex(new BufferAttribute(quadIndices(buffer.capacity), 1));
    const uniforms = { ...shared, ...this.uniforms };
    const material = layerMaterial(RING_VERTEX, RING_FRAGMENT, uniforms, 'light');
    this.mesh = asLayer(new Mesh(geometry, [material]), 5);
    this.mesh.onBeforeRender = () => {
      this.#calls++;
    };
  }

  /** Light that adds up (and never quite clips), or ink laid over paper. */
  setInk(ink: boolean): void {
    for (const material of this.mesh.material) {
      material.defines = ink ? { INK: 1 } : {};
      material.needsUpdate = true;
      setBlend(material, ink ? 'paint' : 'light');
    }
  }

  /** Before a frame is drawn. `nowMs`: the buffer's clock. */
  flush(nowMs: number): void {
    this.#callsOfFrame = this.#calls;
    this.#calls = 0;
    this.buffer.expire(nowMs);
    this.uniforms.uTime.value = this.buffer.seconds(nowMs);
    for (const { start, count } of this.buffer.takeDirty())
      for (const attribute of this.#attributes) {
        const perSlot = VERTICES * attribute.itemSize;
        attribute.addUpdateRange(start * perSlot, count * perSlot);
        attribute.needsUpdate = true;
      }
    const { geometry } = this.mesh;
    geometry.clearGroups();
    for (const { start, count } of this.buffer.window())
      geometry.addGroup(start * INDICES, count * INDICES, 0);
    this.mesh.visible = geometry.groups.length > 0;
  }

  /** Draw calls that the renderer really made for rings in the last whole frame. */
  get drawCalls(): number {
    return this.#callsOfFrame;
  }

  dispose(): void {
    this.mesh.geometry.dispose();
    for (const material of this.mesh.material) material.dispose();
  }
}

function quadIndices(capacity: number): Uint32Array {
  const indices = new Uint32Array(capacity * INDICES);
  for (let quad = 0; quad < capacity; quad++) {
    const vertex = quad * VERTICES;
    indices.set([vertex, vertex + 1, vertex + 2, vertex + 2, vertex + 1, vertex + 3], quad * INDICES);
  }
  return indices;
}
