import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CodecName, compress } from './codecs';
import { crc32c } from './crc32c';
import { isRecordBatch, readRecordBatches } from './record-batches';

const require = createRequire(import.meta.url);
/** kafkajs' own encoder: written by others, so that we do not only agree with ourselves. */
const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0');
const Record = require('kafkajs/src/protocol/recordBatch/record/v0');
const Long = require('kafkajs/src/utils/long');

type Given = {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<{ [name: string]: Buffer }>;
};
const plain = (value: string): Given => ({ key: null, value: Buffer.from(value), headers: {} });

/** A batch as a broker hands it out, from `firstOffset` on. */
async function encode(codec: CodecName, firstOffset: number, given: readonly Given[]): Promise<Buffer> {
  const records = given.map((record, offsetDelta) =>
    Record({ offsetDelta, timestampDelta: offsetDelta, ...record }),
  );
  const encoded = await RecordBatch({
    firstOffset: Long.fromValue(firstOffset),
    firstTimestamp: 1_700_000_000_000,
    maxTimestamp: 1_700_000_000_000 + given.length,
    lastOffsetDelta: given.length - 1,
    records,
  });
  const bytes: Buffer = encoded.buffer;
  if (codec === 'none' || codec === 'zstd') return bytes;
  return reseal(await pack(bytes, codec));
}

/** Packs the records of an unpacked batch, and sets codec and length. */
async function pack(bytes: Buffer, codec: Exclude<CodecName, 'zstd'>): Promise<Buffer> {
  const packed = Buffer.concat([bytes.subarray(0, 61), await compress(codec, bytes.subarray(61))]);
  packed.writeInt16BE(['none', 'gzip', 'snappy', 'lz4'].indexOf(codec), 21);
  packed.writeInt32BE(packed.length - 12, 8);
  return packed;
}

/** Makes the checksum right again after a change. */
function reseal(batch: Buffer): Buffer {
  batch.writeUInt32BE(crc32c(batch, 21), 17);
  return batch;
}

const offsets = async (...batches: readonly Buffer[]) =>
  (await readRecordBatches(Buffer.concat(batches))).map(({ offset }) => offset);

describe('readRecordBatches', () => {
  it.each(['none', 'gzip', 'snappy', 'lz4'] as const)('reads what is packed with %s', async (codec) => {
    const bytes = await encode(codec, 1000, [
      { key: Buffer.from('k'), value: Buffer.from('v'), headers: { CE_Type: Buffer.from('repin') } },
      { key: null, value: null, headers: {} },
    ]);
    expect(isRecordBatch(bytes)).toBe(true);
    const records = await readRecordBatches(bytes);
    expect(
      records.map(({ offset, timestamp, key, value }) => [offset, timestamp, String(key), String(value)]),
    ).toEqual([
      [1000, 1_700_000_000_000, 'k', 'v'],
      [1001, 1_700_000_000_001, 'null', 'null'],
    ]);
    expect(String(records[0]?.headers.ce_type)).toBe('repin');
    expect(Object.keys(records[1]?.headers ?? {})).toEqual([]);
  });

  it('keeps a header that is called __proto__ a header', async () => {
    const bytes = await encode('none', 0, [
      { key: null, value: null, headers: Object.fromEntries([['__proto__', Buffer.from('x')]]) },
    ]);
    const headers = (await readRecordBatches(bytes))[0]?.headers ?? {};
    expect(Object.getPrototypeOf(headers)).toBeNull();
    expect(Object.keys(headers)).toEqual(['__proto__']);
  });

  it('leaves a batch that the fetch has cut short for the next fetch', async () => {
    const whole = await encode('lz4', 0, [plain('a')]);
    const cut = await encode('lz4', 1, [plain('b')]);
    for (const length of [1, 11, 40, 61, cut.length - 1])
      expect(await offsets(whole, cut.subarray(0, length))).toEqual([0]);
  });

  it('reads a batch of more records than a function takes arguments', async () => {
    const many = Array.from({ length: 130_000 }, () => plain('x'));
    expect(await offsets(await encode('lz4', 0, many))).toHaveLength(130_000);
  });

  const damages: readonly (readonly [string, RegExp, (batch: Buffer) => Promise<Buffer> | Buffer])[] = [
    ['a flipped bit in the records', /checksum/, (batch) => flip(batch, batch.length - 3)],
    ['a flipped bit in the header', /checksum/, (batch) => flip(batch, 30)],
    ['a codec that nobody knows', /compression 6 is not known/, (batch) => withCodec(batch, 6)],
    ['snappy that is none', /snappy: /, (batch) => withCodec(batch, 2)],
    ['lz4 that is none', /lz4: /, (batch) => withCodec(batch, 3)],
    ['zstd that is none', /zstd: /, (batch) => withCodec(batch, 4)],
    ['more records said than there are', /cut short/, (batch) => withCount(batch, 2_000_000_000)],
    ['a negative number of records', /negative/, (batch) => withCount(batch, -5)],
  ];
  it.each(damages)('turns a batch with %s into one unreadable range', async (_, detail, damage) => {
    const [before, damaged, after] = [
      await encode('gzip', 0, [plain('a')]),
      await damage(await encode('gzip', 1, [plain('b'), plain('c'), plain('d')])),
      await encode('gzip', 4, [plain('e')]),
    ];
    const records = await readRecordBatches(Buffer.concat([before, damaged, after]));
    expect(records.map(({ offset, unreadable }) => [offset, unreadable !== null])).toEqual([
      [0, false],
      [3, true],
      [4, false],
    ]);
    expect(records[1]?.unreadable).toMatchObject({ firstOffset: 1, lastOffset: 3 });
    expect(records[1]?.unreadable?.detail).toMatch(detail);
  });

  it('refuses a batch that unpacks to more than the worker can bear', async () => {
    const bomb = await encode('none', 7, [plain('a')]);
    const packed = Buffer.concat([
      bomb.subarray(0, 61),
      await compress('gzip', Buffer.alloc(200 * 1024 * 1024)),
    ]);
    packed.writeInt16BE(1, 21);
    packed.writeInt32BE(packed.length - 12, 8);
    const [record] = await readRecordBatches(reseal(packed));
    expect(record?.unreadable).toMatchObject({ firstOffset: 7, lastOffset: 7 });
  });

  it('moves on behind a batch that compaction has emptied or shortened', async () => {
    const emptied = await encode('none', 0, [plain('a'), plain('b')]);
    const bare = Buffer.from(emptied.subarray(0, 61));
    bare.writeInt32BE(61 - 12, 8);
    bare.writeInt32BE(0, 57);
    expect((await readRecordBatches(reseal(bare))).map((r) => [r.offset, r.isControlRecord])).toEqual([
      [1, true],
    ]);
    const shortened = await encode('none', 0, [plain('a')]);
    shortened.writeInt32BE(4, 23);
    expect((await readRecordBatches(reseal(shortened))).map((r) => [r.offset, r.isControlRecord])).toEqual([
      [0, false],
      [4, true],
    ]);
  });

  it('accounts for every offset whatever is damaged within the batch', async () => {
    const batch = await encode('snappy', 100, [plain('first'), plain('second'), plain('third')]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 17, max: batch.length - 1 }), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 20,
        }),
        fc.boolean(),
        async (changes, sealed) => {
          const damaged = Buffer.from(batch);
          for (const [at, byte] of changes) damaged[at] = byte;
          // The last offset is taken at its word, so it stays; a damaged one has a test above.
          damaged.writeInt32BE(2, 23);
          const records = await readRecordBatches(sealed ? reseal(damaged) : damaged);
          expect(records.at(-1)?.offset).toBeGreaterThanOrEqual(102);
          const lost = records.filter(({ unreadable }) => unreadable !== null);
          if (!sealed && !damaged.equals(batch)) expect(lost).toHaveLength(1);
          for (const { unreadable } of lost)
            expect(unreadable).toMatchObject({ firstOffset: 100, lastOffset: 102 });
        },
      ),
      { numRuns: 500 },
    );
  });
});

function flip(batch: Buffer, at: number): Buffer {
  batch.writeUInt8(batch.readUInt8(at) ^ 1, at);
  return batch;
}

function withCodec(batch: Buffer, codec: number): Buffer {
  batch.writeInt16BE(codec, 21);
  return reseal(batch);
}

function withCount(batch: Buffer, count: number): Buffer {
  batch.writeInt32BE(count, 57);
  return reseal(batch);
}
