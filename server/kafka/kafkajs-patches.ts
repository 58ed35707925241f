import { createRequire } from 'node:module';
import { type DecodeMessages, type Decoder, decodeFetchResponse } from './fetch-response';

/**
 * kafkajs 2.2.4, the last one, mended in five places from outside. Each is a replacement on a module or class of
 * its own, and a test next to this file fails when it does not take.
 */
const require = createRequire(import.meta.url);

/**
 * 1. Its record decoder knows gzip alone, checks no checksum, and fails the whole fetch, and so the consumer, for
 * one batch that it cannot read; and its filter of aborted transactions takes the broker's list for sorted by start,
 * and records for markers by their keys. Ours takes the place of the whole response's, which sees list and batches.
 */
function replaceFetchDecoder(): void {
  const folder = 'kafkajs/src/protocol/requests/fetch';
  const Decoder = require('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => Decoder;
  const older: DecodeMessages = require(`${folder}/v4/decodeMessages`);
  for (let version = 4; version <= 11; version++) {
    const path = require.resolve(`${folder}/v${version}/response`);
    const { parse } = require(path) as { parse: unknown };
    const module = require.cache[path];
    if (!module || !parse) throw new Error('kafkajs is not laid out as version 2.2.4 is');
    const decode = (bytes: Buffer) => decodeFetchResponse(version, new Decoder(bytes), older);
    module.exports = { decode, parse };
  }
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
  replaceFetchDecoder();
  stopIdleTimer();
  refuseSilentReset();
  noticeTopicsThatGo();
  handOnEmptyBatches();
}
