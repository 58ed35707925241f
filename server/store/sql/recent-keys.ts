import { fnv, mix } from '../../../lib/hash';

/** 4 MiB: the last million keys or so, less those that fell on the same slot. */
const SLOTS = 1 << 20;

/**
 * A guess at which keys were written a short while ago: producers repeat themselves soon. It narrows a look-up down to a
 * few ids and is never believed: a wrong yes asks for one id more, a wrong no is found out by the count of rows.
 */
export class RecentKeys {
  readonly #prints = new Int32Array(SLOTS);

  /** Whether the key was probably noted before; notes it. */
  note(key: string): boolean {
    const mixed = mix(fnv(key));
    const slot = mixed & (SLOTS - 1);
    // 0 stands for an empty slot.
    const print = mixed | 1;
    const before = this.#prints[slot] === print;
    this.#prints[slot] = print;
    return before;
  }
}
