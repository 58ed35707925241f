import { DataTexture, FloatType, NearestFilter, RedFormat } from 'three';
import type { HeatGrid } from '../../lib/globe/heat-grid';

/**
 * The heat as the GPU reads it: what the grid stores, as it stores it. Its decay is a number that all of it is multiplied
 * with, so that heat which nothing is added to costs nothing, and fades smoothly all the same.
 */
export class HeatTexture {
  readonly texture: DataTexture;
  /** The grid changes with every frame of the stream; the eye does not see it more often than this. */
  everyMs = 400;
  readonly #grid: HeatGrid;
  #sentAt = Number.NEGATIVE_INFINITY;
  #changes: number;
  #scales: number;

  constructor(grid: HeatGrid) {
    this.#grid = grid;
    this.#changes = grid.changes;
    this.#scales = grid.scales;
    // Floats are not blended between texels everywhere: the shader does that.
    this.texture = new DataTexture(grid.stored, grid.width, grid.height, RedFormat, FloatType);
    this.texture.magFilter = NearestFilter;
    this.texture.minFilter = NearestFilter;
    this.texture.needsUpdate = true;
  }

  /** Brings the texture up to date when it is time. Once a frame; `grid.scaleAt` holds for it after that. */
  refresh(nowMs: number): void {
    const { changes, scales } = this.#grid;
    if (changes === this.#changes) return;
    // With another scale what was sent would flare up or go out.
    if (scales === this.#scales && nowMs - this.#sentAt < this.everyMs) return;
    this.#changes = changes;
    this.#scales = scales;
    this.#sentAt = nowMs;
    this.texture.needsUpdate = true;
  }

  dispose(): void {
    this.texture.dispose();
  }
}
