const word = new Float32Array(1);
const bits = new Uint32Array(word.buffer);
const MAX = 65_504;
/** Smallest number with a full mantissa; below it is 0 for us. */
const MIN = 2 ** -14;

/** A number ≥ 0 as IEEE binary16, rounded to nearest; what is too large becomes 65504, what is tiny 0. */
export function toHalf(value: number): number {
  if (!(value >= MIN)) return 0;
  word[0] = Math.min(value, MAX);
  // The exponent's bias goes from 127 to 15, 13 bits of the mantissa go; half of the last one is added for rounding.
  return Math.min(((bits[0] ?? 0) - 0x38000000 + 0x1000) >>> 13, 0x7bff);
}

/** Writes log2(1 + `source` × `scale`) as halves. Cells that hold next to nothing become 0. */
export function toOctaves(source: Float32Array, scale: number, target: Uint16Array): void {
  for (let index = 0; index < source.length; index++) {
    const weight = (source[index] ?? 0) * scale;
    target[index] = weight < 0.01 ? 0 : toHalf(Math.log2(1 + weight));
  }
}
