import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type CodecName, compress, decompress, unzstdInJavaScript } from './codecs';

const pins = 'a pin is pinned again, '.repeat(40);

/** Written by others than ours: the format descriptions' own words, and Debian's `lz4` and `zstd`. */
const KNOWN: readonly (readonly [string, CodecName, string, string])[] = [
  ['raw snappy', 'snappy', '051068656c6c6f', 'hello'],
  [
    'snappy in the frame that Java writes',
    'snappy',
    '82534e4150505900000000010000000100000007051068656c6c6f',
    'hello',
  ],
  [
    'two snappy blocks in one frame',
    'snappy',
    '82534e41505059000000000100000001 00000007 051068656c6c6f 00000003 010021',
    'hello!',
  ],
  ['a stored lz4 block', 'lz4', '04224d186440a70500008068656c6c6f00000000f97700fb', 'hello'],
  [
    'a packed lz4 block',
    'lz4',
    '04224d186440a72300000080612070696e2069730700bf6e656420616761696e2c201700ffffff6c5061696e2c2000000000044f529d',
    pins,
  ],
  ['a stored zstd block', 'zstd', '28b52ffd045829000068656c6c6fa36d9f88', 'hello'],
  [
    'a packed zstd block',
    'zstd',
    '28b52ffd0468f50000b8612070696e2069732070696e6e656420616761696e2c200100fd6a359bef82fd2e',
    pins,
  ],
];

/** A zstd frame of so many blocks that each stand for 128 KiB of zeroes: four bytes for a block. */
function zstdBomb(blocks: number): Buffer {
  const block = (last: number) => {
    const header = 128 * 1024 * 8 + 2 + last;
    return [header & 0xff, (header >> 8) & 0xff, header >> 16, 0];
  };
  const body = Array.from({ length: blocks }, (_, index) => block(index === blocks - 1 ? 1 : 0)).flat();
  return Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38, ...body]);
}

/** A raw snappy block that says it unpacks to 2 GiB. */
const SNAPPY_BOMB = Buffer.from('808080800800 6c'.replace(' ', ''), 'hex');

describe('unpacking', () => {
  it.each(KNOWN)('reads %s', async (_, codec, hex, text) => {
    const packed = Buffer.from(hex.replaceAll(' ', ''), 'hex');
    expect((await decompress(codec, packed)).toString()).toBe(text);
    if (codec === 'zstd') expect(unzstdInJavaScript(packed).toString()).toBe(text);
  });

  it.each(['none', 'gzip', 'snappy', 'lz4'] as const)('gives back what was packed with %s', async (codec) => {
    for (const plain of [
      Buffer.alloc(0),
      Buffer.from('x'),
      Buffer.alloc(100_000, pins),
      randomBytes(100_000),
    ])
      expect((await decompress(codec, await compress(codec, plain))).equals(plain)).toBe(true);
  });

  it.each(['gzip', 'snappy', 'lz4'] as const)('rejects %s that is cut short', async (codec) => {
    const packed = await compress(codec, Buffer.alloc(100_000, pins));
    await expect(decompress(codec, packed.subarray(0, packed.length - 5))).rejects.toThrow();
  });

  it('rejects zstd that is cut short, on every Node', async () => {
    const bomb = zstdBomb(4);
    expect(unzstdInJavaScript(bomb)).toHaveLength(4 * 128 * 1024);
    await expect(decompress('zstd', bomb.subarray(0, -5))).rejects.toThrow();
    expect(() => unzstdInJavaScript(bomb.subarray(0, -5))).toThrow();
  });

  it('rejects what unpacks to more than a worker can bear', async () => {
    const bomb = zstdBomb(1100);
    await expect(decompress('zstd', bomb)).rejects.toThrow();
    expect(() => unzstdInJavaScript(bomb)).toThrow(/more than/);
    await expect(decompress('snappy', SNAPPY_BOMB)).rejects.toThrow(/more than/);
    for (const codec of ['gzip', 'lz4'] as const) {
      const packed = await compress(codec, Buffer.alloc(140 * 1024 * 1024));
      await expect(decompress(codec, packed)).rejects.toThrow(/more than|larger than/);
    }
  });
});
