import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import * as fzstd from 'fzstd';
// As a whole: Node does not see `CompressionCodecs` among the names of this CommonJS package.
import kafkajs from 'kafkajs';
import { compressFrame, decompressFrame, snappy } from './native-codecs';

/** By the low three bits of a record batch's attributes. */
export const CODEC_NAMES = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
export type CodecName = (typeof CODEC_NAMES)[number];

/** What one batch may unpack to. Brokers take a megabyte packed; this keeps a bomb from taking the worker along. */
const MAX_UNPACKED_BYTES = 128 * 1024 * 1024;

const gunzip = promisify(zlib.gunzip);
const gzip = promisify(zlib.gzip);

/** Unpacks the records of one batch. Rejects for what it cannot read, with a reason in words. */
export async function decompress(codec: CodecName, packed: Buffer): Promise<Buffer> {
  switch (codec) {
    case 'none':
      return packed;
    case 'gzip':
      return await gunzip(packed, { maxOutputLength: MAX_UNPACKED_BYTES });
    case 'snappy':
      return await unsnappy(packed);
    case 'lz4':
      if (lz4Bytes(packed) > MAX_UNPACKED_BYTES) throw tooLarge();
      return await decompressFrame(packed);
    case 'zstd':
      return await unzstd(packed);
  }
}

/** Java's clients wrap snappy blocks: a magic, two version numbers, then length and block, repeated. */
const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0]);
const XERIAL_HEADER_BYTES = 16;
const XERIAL_BLOCK_BYTES = 32 * 1024;

async function unsnappy(packed: Buffer): Promise<Buffer> {
  if (!packed.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC)) return await unsnappyBlock(packed);
  const blocks: Buffer[] = [];
  let at = XERIAL_HEADER_BYTES;
  let unpacked = 0;
  while (at < packed.length) {
    const length = packed.readInt32BE(at);
    at += 4;
    if (length < 0 || at + length > packed.length) throw new Error('a snappy block is cut short');
    const block = await unsnappyBlock(packed.subarray(at, at + length));
    unpacked += block.length;
    if (unpacked > MAX_UNPACKED_BYTES) throw tooLarge();
    blocks.push(block);
    at += length;
  }
  return Buffer.concat(blocks, unpacked);
}

async function unsnappyBlock(block: Buffer): Promise<Buffer> {
  // A raw block begins with its unpacked length, a varint of 32 bits.
  let length = 0;
  for (let at = 0; at < 5 && at < block.length; at++) {
    const byte = block[at] ?? 0;
    length += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) break;
  }
  if (length > MAX_UNPACKED_BYTES) throw tooLarge();
  const unpacked = await snappy.uncompress(block, { asBuffer: true });
  return Buffer.isBuffer(unpacked) ? unpacked : Buffer.from(unpacked);
}

/** What an lz4 frame unpacks to, less its last block: all but that one are full. lz4_Frame_format.md. */
function lz4Bytes(frame: Buffer): number {
  if (frame.length < 7) return 0;
  const [flags, sizes] = [frame.readUInt8(4), frame.readUInt8(5)];
  const blockBytes = 2 ** (8 + 2 * ((sizes >> 4) & 7));
  const checksumBytes = flags & 0x10 ? 4 : 0;
  let at = 7 + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0);
  let blocks = 0;
  while (at + 4 <= frame.length) {
    const packedBytes = frame.readUInt32LE(at) & 0x7fffffff;
    if (packedBytes === 0) break;
    blocks++;
    at += 4 + packedBytes + checksumBytes;
  }
  return Math.max(0, blocks - 1) * blockBytes;
}

/** zlib of Node 22.15 and later, absent from the types that we build against. */
type ZstdOfNode = {
  zstdDecompress?: (
    packed: Buffer,
    options: { maxOutputLength: number },
    done: (error: Error | null, unpacked: Buffer) => void,
  ) => void;
};

async function unzstd(packed: Buffer): Promise<Buffer> {
  const { zstdDecompress } = zlib as ZstdOfNode;
  if (zstdDecompress) {
    return await new Promise((resolve, reject) => {
      zstdDecompress(packed, { maxOutputLength: MAX_UNPACKED_BYTES }, (error, unpacked) =>
        error ? reject(error) : resolve(unpacked),
      );
    });
  }
  return unzstdInJavaScript(packed);
}

/** For Node 20: streamed, so that the limit is kept whatever the frame says of its size. */
export function unzstdInJavaScript(packed: Buffer): Buffer {
  const chunks: Uint8Array[] = [];
  let unpacked = 0;
  let ended = false;
  const stream = new fzstd.Decompress((chunk, final) => {
    unpacked += chunk.length;
    if (unpacked > MAX_UNPACKED_BYTES) throw tooLarge();
    // The stream uses its window again: a chunk is only ours until the next one.
    chunks.push(chunk.slice());
    ended = final ?? false;
  });
  stream.push(packed, true);
  if (!ended) throw new Error('a zstd frame is cut short');
  return Buffer.concat(chunks, unpacked);
}

const tooLarge = () => new Error(`unpacks to more than ${MAX_UNPACKED_BYTES} bytes`);

/** Packs as Java's and librdkafka's readers want it. zstd cannot be written on every Node that we run on. */
export async function compress(codec: Exclude<CodecName, 'zstd'>, plain: Buffer): Promise<Buffer> {
  switch (codec) {
    case 'none':
      return plain;
    case 'gzip':
      return await gzip(plain);
    case 'snappy':
      return await wrapSnappy(plain);
    case 'lz4':
      return await compressFrame(plain);
  }
}

async function wrapSnappy(plain: Buffer): Promise<Buffer> {
  const header = Buffer.alloc(XERIAL_HEADER_BYTES);
  XERIAL_MAGIC.copy(header);
  header.writeInt32BE(1, 8);
  header.writeInt32BE(1, 12);
  const parts: Buffer[] = [header];
  for (let at = 0; at < plain.length; at += XERIAL_BLOCK_BYTES) {
    const block = await snappy.compress(plain.subarray(at, at + XERIAL_BLOCK_BYTES));
    const length = Buffer.alloc(4);
    length.writeInt32BE(block.length);
    parts.push(length, block);
  }
  return Buffer.concat(parts);
}

/** Gives kafkajs, which has gzip alone, the other codecs for its producers. Reading goes by `record-batches.ts`. */
export function registerCodecs(): void {
  const codecs: Record<number, () => unknown> = kafkajs.CompressionCodecs;
  for (const name of ['snappy', 'lz4'] as const) {
    codecs[CODEC_NAMES.indexOf(name)] = () => ({
      compress: (encoder: { readonly buffer: Buffer }) => compress(name, encoder.buffer),
      decompress: (packed: Buffer) => decompress(name, packed),
    });
  }
}
