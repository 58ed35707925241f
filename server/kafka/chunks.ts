import type { UnreadableRange } from '../ingest/source';
import type { FetchedRecord } from './record-batches';

const CHUNK_RECORDS = 5_000;
/** A batch of a producer unpacks to a megabyte and a bit: cut at one, its rest would cost a transaction of its own. */
const CHUNK_BYTES = 2 * 1024 * 1024;

/** A part of a fetch that is handled in one go: one transaction in the store. */
export type Chunk = {
  readonly messages: readonly FetchedRecord[];
  readonly unreadable: readonly UnreadableRange[];
  /** Offset up to which it accounts for everything. */
  readonly lastOffset: number;
};

/**
 * Cuts what was fetched into chunks of at most 5,000 records or 2 MiB (a larger record stands alone), lazily.
 * `wanted` is the offset to read on from: no unreadable range reaches below it.
 */
export function* chunksOf(records: readonly FetchedRecord[], wanted: number): Generator<Chunk> {
  let from = 0;
  let bytes = 0;
  for (let at = 0; at < records.length; at++) {
    const { key, value } = records[at] as FetchedRecord;
    const size = (key?.length ?? 0) + (value?.length ?? 0);
    if (at > from && (at - from >= CHUNK_RECORDS || bytes + size > CHUNK_BYTES)) {
      yield chunkOf(records.slice(from, at), wanted);
      from = at;
      bytes = 0;
    }
    bytes += size;
  }
  if (from < records.length) yield chunkOf(records.slice(from), wanted);
}

function chunkOf(records: readonly FetchedRecord[], wanted: number): Chunk {
  const lastOffset = records.at(-1)?.offset ?? -1;
  if (records.every(({ unreadable }) => unreadable === null))
    return { messages: records, unreadable: [], lastOffset };
  return {
    messages: records.filter(({ unreadable }) => unreadable === null),
    unreadable: records.flatMap(({ unreadable }) =>
      unreadable ? [{ ...unreadable, firstOffset: Math.max(unreadable.firstOffset, wanted) }] : [],
    ),
    lastOffset,
  };
}
