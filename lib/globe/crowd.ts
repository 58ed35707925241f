import { DEGREE } from './sphere';

const CELL_DEGREES = 2;
const ROWS = 180 / CELL_DEGREES;
const COLUMNS = 360 / CELL_DEGREES;

/**
 * How many rings have lately begun near a place: counts in cells of 2° of arc that fade with a time constant. The
 * more there are, the less light each one adds, so that a crowd glows and never burns out into a flat disc.
 */
export class Crowd {
  readonly #fadeMs: number;
  readonly #counts = new Float32Array(ROWS * COLUMNS);
  /** Per cell: when it was last counted. */
  readonly #at = new Float64Array(ROWS * COLUMNS);

  /** `fadeMs`: time in which a count falls to 1/e. */
  constructor(fadeMs: number) {
    this.#fadeMs = fadeMs;
  }

  /** Counts one at a place (degrees) and a moment, and answers how many there were before it. */
  join(lat: number, lng: number, atMs: number): number {
    const row = Math.min(Math.floor((lat + 90) / CELL_DEGREES), ROWS - 1);
    // Cells keep their width toward the poles: a row there has fewer of them.
    const inRow = Math.max(1, Math.round(COLUMNS * Math.cos((row * CELL_DEGREES - 89) * DEGREE)));
    const column = Math.min(Math.floor(((lng + 180) / 360) * inRow), inRow - 1);
    const cell = row * COLUMNS + column;
    const passedMs = Math.max(atMs - (this.#at[cell] ?? 0), 0);
    const before = (this.#counts[cell] ?? 0) * Math.exp(-passedMs / this.#fadeMs);
    this.#counts[cell] = before + 1;
    this.#at[cell] = Math.max(atMs, this.#at[cell] ?? 0);
    return before;
  }
}
