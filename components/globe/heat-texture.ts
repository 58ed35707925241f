import { DataTexture, HalfFloatType, LinearFilter, RedFormat, RepeatWrapping } from 'three';
import { toOctaves } from '../../lib/globe/half-float';
import type { HeatGrid } from '../../lib/globe/heat-grid';

/** Written in so many parts, one a frame, so that no frame takes longer than the others. */
const PARTS = 8;

/** The heat as the GPU reads it: log2(1 + repins), anew two or three times a second, whatever the stream brings. */
export class HeatTexture {
  readonly texture: DataTexture;
  /** The grid changes with every frame of the stream; the eye does not see it more often than this. */
  everyMs = 400;
  /** Repins where it is hottest, as of the last upload. */
  peak = 0;
  readonly #grid: HeatGrid;
  readonly #halves: Uint16Array;
  readonly #scratch: Float32Array;
  #begunAt = Number.NEGATIVE_INFINITY;
  #part = 0;
  #hottest = 0;

  constructor(grid: HeatGrid) {
    this.#grid = grid;
    const cells = grid.width * grid.height;
    if (cells % PARTS !== 0) throw new RangeError(`${cells} cells cannot be written in ${PARTS} parts`);
    this.#halves = new Uint16Array(cells);
    this.#scratch = new Float32Array(cells / PARTS);
    this.texture = new DataTexture(this.#halves, grid.width, grid.height, RedFormat, HalfFloatType);
    this.texture.magFilter = LinearFilter;
    this.texture.minFilter = LinearFilter;
    this.texture.wrapS = RepeatWrapping;
  }

  /** Brings the texture up to date when it is time. Once a frame. */
  refresh(nowMs: number): void {
    if (this.#part === 0) {
      if (nowMs - this.#begunAt < this.everyMs) return;
      this.#begunAt = nowMs;
      this.#hottest = 0;
    }
    const from = this.#part * this.#scratch.length;
    const to = from + this.#scratch.length;
    const { stored } = this.#grid;
    const most = toOctaves(
      stored.subarray(from, to),
      this.#grid.scaleAt(nowMs),
      this.#scratch,
      this.#halves.subarray(from, to),
    );
    this.#hottest = Math.max(this.#hottest, most);
    this.#part = (this.#part + 1) % PARTS;
    if (this.#part > 0) return;
    this.peak = this.#hottest;
    this.texture.needsUpdate = true;
  }

  dispose(): void {
    this.texture.dispose();
  }
}
