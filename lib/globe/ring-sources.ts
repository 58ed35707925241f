import type { RingBuffer } from './ring-buffer';

type Batch<Source> = { readonly first: number; readonly at: number; readonly source: Source };

/** Where a ring came from: which entry of which source. */
export type RingSource<Source> = { readonly source: Source; readonly entry: number };

/**
 * Beside a ring buffer: what each ring stands for. Rings come in batches of one source, so that one number per ring is
 * kept and one object per batch; batches are let go by age, and with them all that they hold.
 */
export class RingSources<Source> {
  readonly #buffer: RingBuffer;
  readonly #entries: Int32Array;
  #batches: Batch<Source>[] = [];

  constructor(buffer: RingBuffer) {
    this.#buffer = buffer;
    this.#entries = new Int32Array(buffer.capacity);
  }

  /** The rings from now on are of `source`. Lets go of what came before `keptSinceMs`. */
  begin(source: Source, nowMs: number, keptSinceMs: number): void {
    while (this.#batches[0] && this.#batches[0].at < keptSinceMs) this.#batches.shift();
    this.#batches.push({ first: this.#buffer.next, at: nowMs, source });
  }

  /** The next ring of the buffer stands for this entry of the source; say it before the ring is pushed. */
  note(entry: number): void {
    this.#entries[this.#buffer.next & (this.#buffer.capacity - 1)] = entry;
  }

  /** Lets go of everything. */
  clear(): void {
    this.#batches = [];
  }

  /** The oldest ring that may be asked for. */
  get oldest(): number {
    const { next, capacity } = this.#buffer;
    return Math.max(this.#batches[0]?.first ?? next, next - capacity);
  }

  /** null for a ring that has been let go. */
  of(ring: number): RingSource<Source> | null {
    if (ring < this.oldest || ring >= this.#buffer.next) return null;
    // Not `findLast`: browsers that run everything else lack it.
    let at = this.#batches.length - 1;
    while (at > 0 && (this.#batches[at]?.first ?? 0) > ring) at--;
    const batch = this.#batches[at];
    return batch
      ? { source: batch.source, entry: this.#entries[ring & (this.#buffer.capacity - 1)] ?? 0 }
      : null;
  }
}
