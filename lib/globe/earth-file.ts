/** The baked Earth: `scripts/globe-data.mjs` writes it, the scene and the flat map read it. Little endian. */
export type EarthFile = {
  /** Degrees between land dots: see `eachLatticePoint`. */
  readonly dotStep: number;
  /** One bit per lattice point, lowest first; set on land. */
  readonly dots: Uint8Array;
  /** Points of each coast ring; a ring is closed, its first point is not repeated. */
  readonly ringLengths: Uint16Array;
  /** lng, lat of all rings' points one after the other, ±180° and ±90° as ±32767. */
  readonly coast: Int16Array;
  /** lng, lat of populated places, in the same unit, most people first. */
  readonly cities: Int16Array;
  /** log10 of their people × 32. */
  readonly people: Uint8Array;
};

const MAGIC = 0x31475052;
const HEADER_WORDS = 6;
export const COAST_UNIT = 32_767;

/** The file's bytes. Sections are in the order of the type, 16-bit ones first, so that all are aligned. */
export function encodeEarth(earth: EarthFile): Uint8Array {
  const header = Uint32Array.of(
    MAGIC,
    Math.round(earth.dotStep * 1000),
    earth.ringLengths.length,
    earth.coast.length,
    earth.cities.length,
    earth.dots.length,
  );
  const parts = [header, earth.ringLengths, earth.coast, earth.cities, earth.people, earth.dots];
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += part.byteLength;
  }
  return bytes;
}

/** Views on the file's bytes; throws on another file or a cut one. */
export function decodeEarth(buffer: ArrayBuffer): EarthFile {
  if (buffer.byteLength < HEADER_WORDS * 4) throw new Error('the baked Earth is cut short');
  const [magic = 0, step = 0, rings = 0, coast = 0, cities = 0, dots = 0] = new Uint32Array(
    buffer,
    0,
    HEADER_WORDS,
  );
  if (magic !== MAGIC) throw new Error('this is no baked Earth');
  if (HEADER_WORDS * 4 + (rings + coast + cities) * 2 + cities / 2 + dots !== buffer.byteLength)
    throw new Error('the baked Earth is cut short');
  let at = HEADER_WORDS * 4;
  const skip = (bytes: number) => {
    at += bytes;
    return at - bytes;
  };
  return {
    dotStep: step / 1000,
    ringLengths: new Uint16Array(buffer, skip(rings * 2), rings),
    coast: new Int16Array(buffer, skip(coast * 2), coast),
    cities: new Int16Array(buffer, skip(cities * 2), cities),
    people: new Uint8Array(buffer, skip(cities / 2), cities / 2),
    dots: new Uint8Array(buffer, skip(dots), dots),
  };
}
