/** Still WebP pictures in, one animated WebP out: the container alone, as Google's "WebP Container Specification" has it. */

const CHUNK_HEADER_BYTES = 8;
const ANIMATION_FLAG = 0x02;

function chunk(name: string, body: Uint8Array): Buffer {
  const header = Buffer.alloc(CHUNK_HEADER_BYTES);
  header.write(name, 0, 'latin1');
  header.writeUInt32LE(body.length, 4);
  // Chunks begin at even places.
  return Buffer.concat([header, body, Buffer.alloc(body.length % 2)]);
}

/** The picture's own chunks (VP8, VP8L, ALPH) without the file around them. Throws when it is no WebP. */
function bitstream(still: Buffer): Buffer {
  if (still.toString('latin1', 0, 4) !== 'RIFF' || still.toString('latin1', 8, 12) !== 'WEBP')
    throw new TypeError('a frame is not a WebP picture');
  const kept: Buffer[] = [];
  for (let at = 12; at + CHUNK_HEADER_BYTES <= still.length; ) {
    const length = still.readUInt32LE(at + 4);
    const end = at + CHUNK_HEADER_BYTES + length + (length % 2);
    if (['VP8 ', 'VP8L', 'ALPH'].includes(still.toString('latin1', at, at + 4)))
      kept.push(still.subarray(at, end));
    at = end;
  }
  if (kept.length === 0) throw new TypeError('a frame has no picture in it');
  return Buffer.concat(kept);
}

/** All frames have this size, in pixels, and are shown for `frameMs` each, over and over. */
export function animatedWebp(
  frames: readonly Buffer[],
  { width, height, frameMs }: { readonly width: number; readonly height: number; readonly frameMs: number },
): Buffer {
  const extended = Buffer.alloc(10);
  extended.writeUInt8(ANIMATION_FLAG, 0);
  extended.writeUIntLE(width - 1, 4, 3);
  extended.writeUIntLE(height - 1, 7, 3);
  // Background (unused by viewers), and 0 for an endless loop.
  const animation = Buffer.alloc(6);
  const shown = frames.map((still) => {
    const header = Buffer.alloc(16);
    header.writeUIntLE(width - 1, 6, 3);
    header.writeUIntLE(height - 1, 9, 3);
    header.writeUIntLE(frameMs, 12, 3);
    // Each frame replaces the one before: no blending.
    header.writeUInt8(0x02, 15);
    return chunk('ANMF', Buffer.concat([header, bitstream(still)]));
  });
  const body = Buffer.concat([
    Buffer.from('WEBP', 'latin1'),
    chunk('VP8X', extended),
    chunk('ANIM', animation),
    ...shown,
  ]);
  return chunk('RIFF', body);
}
