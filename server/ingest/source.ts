/** One record as it came from a source, before decoding. */
export type RawMessage = {
  readonly offset: number;
  /** Epoch ms that the source gives the record (Kafka's record timestamp); the bound for an event's `ts`. */
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  /** null is a Kafka tombstone. */
  readonly value: Uint8Array | null;
  /** Lower-cased names. Empty when there are none. */
  readonly headers: Readonly<Record<string, Uint8Array>>;
};

/** A range of offsets that could not be read at all (a corrupt compressed batch): one dead letter. */
export type UnreadableRange = {
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly detail: string;
};

export type SourceBatch = {
  readonly topic: string;
  readonly partition: number;
  /** Ascending by offset; offsets may have holes (transaction markers, compaction). Never empty, unless `unreadable`. */
  readonly messages: readonly RawMessage[];
  readonly unreadable?: readonly UnreadableRange[];
  /** The offset behind the last one that was handed over, or that was begun at: up to `messages` there is none. */
  readonly readFrom?: number;
  /** The newest offset that the source knows of in this partition: lag = highWatermark - last offset - 1. */
  readonly highWatermark: number;
  /** To be called while waiting (database away); throws or flips `isStale` when the partition was taken away. */
  heartbeat(): Promise<void>;
  /** True once the partition belongs to somebody else: abandon the batch at the next step. */
  isStale(): boolean;
};

/**
 * The batch does not follow on what is stored: it is not to come again. `readFrom` is the offset to read on from; null:
 * the offsets have begun again since, and whoever reads has to ask the ledger where.
 */
export class MisplacedBatchError extends Error {
  override readonly name = 'MisplacedBatchError';
  readonly readFrom: number | null;

  constructor(message: string, readFrom: number | null) {
    super(message);
    this.readFrom = readFrom;
  }
}

/** Resolves when the batch is stored and published; a rejection makes the same batch come again, if it is not misplaced. */
export type BatchHandler = (batch: SourceBatch) => Promise<void>;

/** Where a partition stands in the store; the source starts from it. */
export type StoredPosition = {
  readonly epoch: number;
  readonly storedTo: number;
  readonly publishedTo: number;
  /** Of the record at `storedTo`: a source compares it, to tell a topic that was made anew. */
  readonly fingerprint?: { readonly timestamp: number; readonly crc: number } | null;
};

/** What a source asks of the pipeline around a partition's life. */
export interface PartitionLedger {
  /** The stored position, or null for a partition never seen. */
  position(topic: string, partition: number): Promise<StoredPosition | null>;
  /** Begins a new run of offsets (a simulated run, a file loop, a topic made anew) and returns the new epoch. */
  raiseEpoch(topic: string, partition: number, from: number | null): Promise<number>;
  /** Offsets that were gone before they could be read: recorded with their count, ERROR in the log. */
  recordGap(topic: string, partition: number, firstMissing: number, nextOffset: number): Promise<void>;
}

/**
 * A place where events come from. The contract:
 * - Within a partition, batches come in order, one at a time; the next is handed over only after the handler
 *   resolved. Different partitions may be handled at the same time.
 * - A batch is acknowledged (committed) only after its handling resolved. A batch whose handler rejects comes again.
 * - `stop()` lets the running handlers finish and acknowledges them before it resolves.
 * - Delivery is at least once, but for standard input, which is at most once and says so.
 */
export interface Source {
  readonly kind: 'simulated' | 'kafka' | 'file' | 'collector';
  /** Resolves once reading has begun. `onFatal` is called when the source has stopped for good. */
  start(handler: BatchHandler, onFatal: (error: Error) => void): Promise<void>;
  stop(): Promise<void>;
  /** One line for the banner: what it is and where from; no secrets. */
  describe(): string;
  /** For `/readyz`: null when reading goes on, else what it waits for. */
  waitingFor(): string | null;
}
