/** Borders between countries, baked by `scripts/globe-data.mjs`. Little endian. */
export type BorderFile = {
  /** Points of each line; lines are open. */
  readonly lengths: Uint16Array;
  /** lng, lat of all lines' points one after the other, in the baked Earth's unit (`COAST_UNIT`). */
  readonly points: Int16Array;
};

const MAGIC = 0x31425052;
const HEADER_WORDS = 3;

/** The file's bytes: magic, number of lines, number of points, then both arrays. */
export function encodeBorders({ lengths, points }: BorderFile): Uint8Array {
  const header = Uint32Array.of(MAGIC, lengths.length, points.length / 2);
  const bytes = new Uint8Array(header.byteLength + lengths.byteLength + points.byteLength);
  let at = 0;
  for (const part of [header, lengths, points]) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += part.byteLength;
  }
  return bytes;
}

/** Views on the file's bytes; throws on another file, a cut one, and one whose lines have other points than it has. */
export function decodeBorders(buffer: ArrayBuffer): BorderFile {
  const start = HEADER_WORDS * 4;
  if (buffer.byteLength < start) throw new Error('the baked borders are cut short');
  const [magic = 0, lines = 0, count = 0] = new Uint32Array(buffer, 0, HEADER_WORDS);
  if (magic !== MAGIC) throw new Error('these are no baked borders');
  if (start + lines * 2 + count * 4 !== buffer.byteLength) throw new Error('the baked borders are cut short');
  const lengths = new Uint16Array(buffer, start, lines);
  if (lengths.reduce((sum, length) => sum + length, 0) !== count || lengths.includes(0))
    throw new Error('the baked borders do not add up');
  return { lengths, points: new Int16Array(buffer, start + lines * 2, count * 2) };
}
