import { ARC_CELLS } from './arc-cells';

/**
 * How many rings have lately begun near a place: counts by cell that fade with a time constant. The more there are, the
 * less light each one adds, so that a crowd glows and never burns out into a flat disc.
 */
export class Crowd {
  readonly #fadeMs: number;
  readonly #counts = new Float32Array(ARC_CELLS);
  /** Per cell: when it was last counted. */
  readonly #at = new Float64Array(ARC_CELLS);

  /** `fadeMs`: time in which a count falls to 1/e. */
  constructor(fadeMs: number) {
    this.#fadeMs = fadeMs;
  }

  /** Counts one in a cell (`arcCell`) at a moment, and answers how many there were before it. */
  join(cell: number, atMs: number): number {
    const passedMs = Math.max(atMs - (this.#at[cell] ?? 0), 0);
    const before = (this.#counts[cell] ?? 0) * Math.exp(-passedMs / this.#fadeMs);
    this.#counts[cell] = before + 1;
    this.#at[cell] = Math.max(atMs, this.#at[cell] ?? 0);
    return before;
  }
}
