import type { Random } from './random';

/** Draws an index by weight in constant time (Vose's alias method). Weights are ≥ 0 and not all zero. */
export class AliasTable {
  readonly #share: Float64Array;
  readonly #alias: Int32Array;

  constructor(weights: ArrayLike<number>) {
    const count = weights.length;
    let sum = 0;
    for (let index = 0; index < count; index++) sum += weights[index] ?? 0;
    if (!(sum > 0)) throw new RangeError('no weight to draw by');
    const share = Float64Array.from(weights, (weight) => (weight * count) / sum);
    const alias = Int32Array.from({ length: count }, (_, index) => index);
    const small: number[] = [];
    const large: number[] = [];
    for (let index = 0; index < count; index++) ((share[index] ?? 0) < 1 ? small : large).push(index);
    for (;;) {
      const less = small.pop();
      const more = large.at(-1);
      if (less === undefined || more === undefined) break;
      alias[less] = more;
      const rest = (share[more] ?? 0) - (1 - (share[less] ?? 0));
      share[more] = rest;
      if (rest < 1) {
        large.pop();
        small.push(more);
      }
    }
    this.#share = share;
    this.#alias = alias;
  }

  draw(random: Random): number {
    const at = random.next() * this.#share.length;
    const index = Math.floor(at);
    return at - index < (this.#share[index] ?? 1) ? index : (this.#alias[index] ?? index);
  }
}
