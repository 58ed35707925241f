import { type AbortedTransaction, AbortedTransactions } from './aborted-transactions';
import { CODEC_NAMES, decompress } from './codecs';
import { crc32c } from './crc32c';
import { RecordReader } from './record-reader';

/** A range of offsets whose record batch cannot be read. */
export type Unreadable = {
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly detail: string;
};

/**
 * One record, in the shape that kafkajs expects of its own decoder and that our source hands on. An unreadable batch
 * is one of them, at the last offset of its range, so that it travels through kafkajs like a record.
 */
export type FetchedRecord = {
  readonly offset: number;
  /** Epoch ms. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Names in lower case; of two of one name the last. */
  readonly headers: Readonly<Record<string, Uint8Array>>;
  readonly unreadable: Unreadable | null;
  readonly isControlRecord: boolean;
  readonly batchContext: BatchContext;
};
type BatchContext = { readonly producerId: string; readonly inTransaction: boolean };

/** Layout of a record batch, version 2: https://kafka.apache.org/documentation/#recordbatch */
const FRAME_BYTES = 12;
const MAGIC_AT = 16;
const CRC_AT = 17;
const CHECKED_FROM = 21;
const HEADER_BYTES = 61;

const CODEC_MASK = 0x07;
const APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;
const NO_HEADERS: Readonly<Record<string, Uint8Array>> = Object.freeze(Object.create(null));

/** True when the first batch of a fetch is of the format that every broker since 0.11 writes. */
export function isRecordBatch(bytes: Buffer): boolean {
  return bytes.length > MAGIC_AT && bytes[MAGIC_AT] === 2;
}

/**
 * All records of the record batches in one partition of a fetch response, ascending by offset. The last batch may be
 * cut short by the fetch's limit: it is left for the next fetch. Every checksum is verified. A batch that cannot be
 * read becomes one `unreadable` record; the others are not touched by it. Throws only when the batches' frame itself
 * is broken, so that there is no next batch to be found.
 * What was `aborted` is not unpacked, and what lies at or above `lastStableOffset` is left for a later fetch.
 */
export async function readRecordBatches(
  bytes: Buffer,
  aborted: readonly AbortedTransaction[] = [],
  lastStableOffset = -1,
): Promise<FetchedRecord[]> {
  const records: FetchedRecord[] = [];
  const transactions = new AbortedTransactions(aborted);
  for (let at = 0; at + FRAME_BYTES <= bytes.length; ) {
    const end = at + FRAME_BYTES + bytes.readInt32BE(at + 8);
    if (end - at < HEADER_BYTES) throw new Error('a record batch has an impossible length');
    if (end > bytes.length) break;
    const batch = bytes.subarray(at, end);
    if (lastStableOffset >= 0 && batch.readBigInt64BE(0) >= lastStableOffset) break;
    await readBatch(batch, transactions, records);
    at = end;
  }
  return records;
}

async function readBatch(
  batch: Buffer,
  transactions: AbortedTransactions,
  records: FetchedRecord[],
): Promise<void> {
  const before = records.length;
  const firstOffset = Number(batch.readBigInt64BE(0));
  const context = {
    producerId: batch.readBigInt64BE(43).toString(),
    inTransaction: (batch.readInt16BE(21) & TRANSACTIONAL) !== 0,
  };
  const inLog = { ...context, firstOffset };
  const isControl = (batch.readInt16BE(21) & CONTROL) !== 0;
  try {
    if (crc32c(batch, CHECKED_FROM) !== batch.readUInt32BE(CRC_AT)) throw new Error('its checksum is wrong');
    if (!isControl && transactions.has(inLog)) {
      // Of no use to anybody, but offsets that are accounted for.
      records.push(placeholder(firstOffset + batch.readInt32BE(23), context, null));
      return;
    }
    const codec = CODEC_NAMES[batch.readInt16BE(21) & CODEC_MASK];
    if (!codec) throw new Error(`its compression ${batch.readInt16BE(21) & CODEC_MASK} is not known`);
    const unpacked = await decompress(codec, batch.subarray(HEADER_BYTES)).catch((error: Error) => {
      throw new Error(`${codec}: ${error.message}`);
    });
    readRecords(batch, unpacked, firstOffset, context, records);
    if (isControl && endsTransaction(records[before])) transactions.end(inLog);
  } catch (error) {
    records.length = before;
    // A marker that cannot be read ended something: rather a record too many than one that is lost.
    if (isControl) transactions.end(inLog);
    const lastOffset = firstOffset + plausibleDelta(batch);
    const detail = `a record batch cannot be read: ${(error as Error).message}`;
    records.push(placeholder(lastOffset, context, { firstOffset, lastOffset, detail }));
  }
}

/** A marker's key is its version and its type, 16 bits each: 0 aborts, 1 commits; the others are the brokers' own. */
function endsTransaction(marker: FetchedRecord | undefined): boolean {
  const key = marker?.key;
  return !!key && key.length >= 4 && [0, 1].includes(key.readInt16BE(2));
}

/** Stands for offsets without a record of their own: unreadable ones, or such as compaction has emptied. */
function placeholder(
  offset: number,
  batchContext: BatchContext,
  unreadable: Unreadable | null,
): FetchedRecord {
  return {
    offset,
    timestamp: 0,
    key: null,
    value: null,
    headers: NO_HEADERS,
    unreadable,
    // kafkajs hands control records to nobody, but moves on behind them.
    isControlRecord: unreadable === null,
    batchContext,
  };
}

/** The field may be what is damaged: then the batch counts for one offset, and the next fetch finds the next. */
function plausibleDelta(batch: Buffer): number {
  const delta = batch.readInt32BE(23);
  return delta >= 0 && delta < batch.length * 255 ? delta : 0;
}

function readRecords(
  batch: Buffer,
  unpacked: Buffer,
  firstOffset: number,
  batchContext: BatchContext,
  records: FetchedRecord[],
): void {
  const attributes = batch.readInt16BE(21);
  const firstTimestamp = Number(batch.readBigInt64BE(27));
  const appendTime = (attributes & APPEND_TIME) !== 0 ? Number(batch.readBigInt64BE(35)) : null;
  const isControlRecord = (attributes & CONTROL) !== 0;
  const count = batch.readInt32BE(57);
  if (count < 0) throw new Error('its number of records is negative');
  const lastOffset = firstOffset + batch.readInt32BE(23);
  const reader = new RecordReader(unpacked);
  let previous = firstOffset - 1;
  for (let index = 0; index < count; index++) {
    const length = reader.varint();
    const end = reader.at + length;
    reader.byte();
    const timestamp = firstTimestamp + reader.varint();
    const offset = firstOffset + reader.varint();
    const key = reader.bytesOrNull();
    const value = reader.bytesOrNull();
    const headers = readHeaders(reader);
    if (reader.at !== end) throw new Error('a record is not as long as it says');
    if (offset <= previous || offset > lastOffset) throw new Error('the offset of a record is out of order');
    previous = offset;
    records.push({
      offset,
      timestamp: appendTime ?? timestamp,
      key,
      value,
      headers,
      unreadable: null,
      isControlRecord,
      batchContext,
    });
  }
  // Compaction took records off the end, or all: without this kafkajs would ask for the same batch for ever.
  if (previous < lastOffset) records.push(placeholder(lastOffset, batchContext, null));
}

function readHeaders(reader: RecordReader): Readonly<Record<string, Uint8Array>> {
  const count = reader.varint();
  if (count === 0) return NO_HEADERS;
  // Without a prototype: a header may be called `__proto__`.
  const headers: Record<string, Uint8Array> = Object.create(null);
  for (let index = 0; index < count; index++) {
    const name = reader.bytesOrNull();
    const value = reader.bytesOrNull();
    if (name === null) throw new Error('a header has no name');
    if (value !== null) headers[name.toString().toLowerCase()] = value;
  }
  return headers;
}
