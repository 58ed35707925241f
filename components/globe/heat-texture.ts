import { DataTexture, HalfFloatType, LinearFilter, RedFormat, RepeatWrapping } from 'three';
import { toHalves } from '../../lib/globe/half-float';
import type { HeatGrid } from '../../lib/globe/heat-grid';

/** The grid changes with every frame of the stream; the eye does not see it more often than this. */
const UPLOAD_EVERY_MS = 300;

/** The heat as the GPU reads it: copied three times a second at most, decaying smoothly in between by one uniform. */
export class HeatTexture {
  readonly texture: DataTexture;
  readonly #grid: HeatGrid;
  readonly #halves: Uint16Array;
  #version = -1;
  #scaleAtUpload = 1;
  #uploadedAt = Number.NEGATIVE_INFINITY;

  constructor(grid: HeatGrid) {
    this.#grid = grid;
    this.#halves = new Uint16Array(grid.width * grid.height);
    this.texture = new DataTexture(this.#halves, grid.width, grid.height, RedFormat, HalfFloatType);
    this.texture.magFilter = LinearFilter;
    this.texture.minFilter = LinearFilter;
    this.texture.wrapS = RepeatWrapping;
    this.texture.needsUpdate = true;
  }

  /** Brings the texture up to date when it is time; answers what its texels are to be multiplied with. */
  refresh(nowMs: number): number {
    if (this.#version !== this.#grid.version && nowMs - this.#uploadedAt >= UPLOAD_EVERY_MS) {
      this.#version = this.#grid.version;
      this.#uploadedAt = nowMs;
      this.#scaleAtUpload = this.#grid.scaleAt(nowMs);
      toHalves(this.#grid.stored, this.#scaleAtUpload, this.#halves);
      this.texture.needsUpdate = true;
    }
    return Math.min(this.#grid.scaleAt(nowMs) / this.#scaleAtUpload, 1);
  }

  dispose(): void {
    this.texture.dispose();
  }
}
