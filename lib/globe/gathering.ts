import { ARC_CELLS } from './arc-cells';
import type { RingBuffer } from './ring-buffer';

/** From this share of the budget on, events join rings. */
const RELAXED = 0.5;
/** A ring can be joined for so long after it has begun, when the budget is spent. */
const LONGEST_MS = 600;
const KINDS = 8;

/**
 * Keeps the number of rings within a budget, but for the first moment of a sudden stream. Where more would be alive, an
 * event joins the last ring of its kind that has just begun in the same cell, which grows by its weight, as a fold does; the
 * nearer the budget is, the longer a ring can be joined. Below half of it every event has a ring of its own.
 */
export class Gathering {
  /** Live rings. */
  budget: number;
  /** Events that came one by one and have joined a ring so far; what came folded is counted elsewhere. */
  joined = 0;
  readonly #buffer: RingBuffer;
  /** By cell and kind: the last ring, and when it began (ms). */
  readonly #rings = new Int32Array(ARC_CELLS * KINDS).fill(-1);
  readonly #births = new Float64Array(ARC_CELLS * KINDS);

  constructor(buffer: RingBuffer, budget: number) {
    this.#buffer = buffer;
    this.budget = budget;
  }

  /** True when `count` events of this kind (below 8) have joined a ring in this cell (`arcCell`). */
  join(cell: number, kind: number, birthMs: number, count: number): boolean {
    const pressure = this.#buffer.live / this.budget;
    if (pressure <= RELAXED) return false;
    const windowMs = Math.min((pressure - RELAXED) / (1 - RELAXED), 1) * LONGEST_MS;
    const at = cell * KINDS + kind;
    const ring = this.#rings[at] ?? -1;
    if (ring < 0 || birthMs - (this.#births[at] ?? 0) > windowMs) return false;
    if (!this.#buffer.addWeight(ring, count)) return false;
    if (count === 1) this.joined++;
    return true;
  }

  /** The ring that is pushed next can be joined. */
  begin(cell: number, kind: number, birthMs: number): void {
    const at = cell * KINDS + kind;
    this.#rings[at] = this.#buffer.next;
    this.#births[at] = birthMs;
  }
}
