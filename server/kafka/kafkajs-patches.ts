import { createRequire } from 'node:module';
import { isRecordBatch, readRecordBatches } from './record-batches';

/**
 * kafkajs 2.2.4, the last one, mended in five places from outside. Each is a replacement on a module or class of
 * its own, and a test next to this file fails when it does not take.
 */
const require = createRequire(import.meta.url);

/** The part of kafkajs' byte reader that a fetch response comes in. */
type Decoder = {
  readonly buffer: Buffer;
  offset: number;
  readInt32(): number;
  canReadBytes(length: number): boolean;
  readBytes(length: number): Buffer;
};
type DecodeMessages = (decoder: Decoder) => Promise<unknown[]>;

/**
 * 1. Its record decoder knows gzip alone, checks no checksum, and fails the whole fetch, and so the consumer, for
 * one batch that it cannot read: ours takes its place.
 */
function replaceRecordDecoder(): void {
  const path = require.resolve('kafkajs/src/protocol/requests/fetch/v4/decodeMessages');
  const original: DecodeMessages = require(path);
  const patched: DecodeMessages = async (decoder) => {
    const start = decoder.offset;
    const length = decoder.readInt32();
    if (length <= 0 || !decoder.canReadBytes(length)) return [];
    const bytes = decoder.readBytes(length);
    if (isRecordBatch(bytes)) return await readRecordBatches(bytes);
    // Formats older than Kafka 0.11.
    decoder.offset = start;
    return await original(decoder);
  };
  const module = require.cache[path];
  if (!module) throw new Error('kafkajs is not laid out as version 2.2.4 is');
  module.exports = patched;
  // Fetch responses are loaded when first needed; those that were loaded earlier hold the old decoder.
  for (const loaded of Object.keys(require.cache))
    if (/kafkajs[\\/]src[\\/]protocol[\\/]requests[\\/]fetch[\\/]v\d+[\\/]response\.js$/.test(loaded))
      delete require.cache[loaded];
}

type RequestQueue = {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  scheduleCheckPendingRequests(): void;
};

/**
 * 2. Each request queue arms a timer of 1 ms again and again, for ever, although nothing waits in it: 4 to 5 % of a
 * core. Ours arms it only when something does; whatever is put in later arms it itself.
 */
function stopIdleTimer(): void {
  const { prototype } = require('kafkajs/src/network/requestQueue') as { prototype: RequestQueue };
  const original = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) original.call(this);
  };
}

/** Raised in place of kafkajs' silent reset. It ends the consumer; its owner decides and makes a new one. */
export class OffsetOutOfRangeError extends Error {
  override readonly name = 'OffsetOutOfRangeError';
  /** kafkajs asks for it: do not try again. */
  readonly retriable = false;
}

/** 3. Where the offset to read from is gone, kafkajs starts at the earliest one and tells nobody. */
function refuseSilentReset(): void {
  const { prototype } = require('kafkajs/src/consumer/offsetManager') as {
    prototype: { setDefaultOffset(of: { topic: string; partition: number }): Promise<void> };
  };
  prototype.setDefaultOffset = async ({ topic, partition }) => {
    throw new OffsetOutOfRangeError(
      `${topic}/${partition}: the broker does not have the offset to read from`,
    );
  };
}

/** Raised where kafkajs would ask for ever. It ends the consumer; its owner looks after the topic and makes a new one. */
export class TopicGoneError extends Error {
  override readonly name = 'TopicGoneError';
  readonly retriable = false;
}

/**
 * 4. Where a topic is gone, kafkajs asks for it again and again and tells nobody; and where it comes back, filled, it
 * goes on at the old offset as if it were the same.
 */
function noticeTopicsThatGo(): void {
  const { prototype } = require('kafkajs/src/consumer/consumerGroup') as {
    prototype: { recoverFromFetch(error: { readonly type?: string }): Promise<void> };
  };
  const original = prototype.recoverFromFetch;
  prototype.recoverFromFetch = async function (error) {
    if (error.type === 'UNKNOWN_TOPIC_OR_PARTITION')
      throw new TopicGoneError('a topic that is read is not there any more');
    await original.call(this, error);
  };
}

type FetchedOf = {
  readonly rawMessages: readonly unknown[];
  isEmpty(): boolean;
  isEmptyDueToFiltering(): boolean;
};

/**
 * 5. It goes past what holds markers of transactions or aborted records alone, and tells nobody: whoever looks after
 * the offsets would take the next batch for one behind a hole. Ours hands it on, without messages.
 */
function handOnEmptyBatches(): void {
  const { prototype } = require('kafkajs/src/consumer/batch') as { prototype: FetchedOf };
  prototype.isEmpty = function (this: FetchedOf) {
    return this.rawMessages.length === 0;
  };
  prototype.isEmptyDueToFiltering = () => false;
}

let patched = false;

/** Mends the kafkajs of this process; to be called before a client is made. Again does nothing. */
export function patchKafkajs(): void {
  if (patched) return;
  patched = true;
  replaceRecordDecoder();
  stopIdleTimer();
  refuseSilentReset();
  noticeTopicsThatGo();
  handOnEmptyBatches();
}
