import { DataTexture, HalfFloatType, LinearFilter, RedFormat, RepeatWrapping } from 'three';
import { toOctaves } from '../../lib/globe/half-float';
import type { HeatGrid } from '../../lib/globe/heat-grid';

/** The grid changes with every frame of the stream; the eye does not see it more often than this. */
const UPLOAD_EVERY_MS = 400;

/** The heat as the GPU reads it: log2(1 + repins), anew two or three times a second, whatever the stream brings. */
export class HeatTexture {
  readonly texture: DataTexture;
  readonly #grid: HeatGrid;
  readonly #halves: Uint16Array;
  readonly #scratch: Float32Array;
  #uploadedAt = Number.NEGATIVE_INFINITY;

  constructor(grid: HeatGrid) {
    this.#grid = grid;
    this.#halves = new Uint16Array(grid.width * grid.height);
    this.#scratch = new Float32Array(grid.width * grid.height);
    this.texture = new DataTexture(this.#halves, grid.width, grid.height, RedFormat, HalfFloatType);
    this.texture.magFilter = LinearFilter;
    this.texture.minFilter = LinearFilter;
    this.texture.wrapS = RepeatWrapping;
  }

  /** Brings the texture up to date when it is time. */
  refresh(nowMs: number): void {
    if (nowMs - this.#uploadedAt < UPLOAD_EVERY_MS) return;
    this.#uploadedAt = nowMs;
    toOctaves(this.#grid.stored, this.#grid.scaleAt(nowMs), this.#scratch, this.#halves);
    this.texture.needsUpdate = true;
  }

  dispose(): void {
    this.texture.dispose();
  }
}
