import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { OffsetOutOfRangeError, patchKafkajs, TopicGoneError } from './kafkajs-patches';

const require = createRequire(import.meta.url);
const log = { debug() {}, info() {}, warn() {}, error() {}, namespace: () => log };

patchKafkajs();

describe('kafkajs, mended', () => {
  const RequestQueue = require('kafkajs/src/network/requestQueue');
  const queueOf = (maxInFlightRequests: number | null) =>
    new RequestQueue({
      maxInFlightRequests,
      requestTimeout: 30_000,
      enforceRequestTimeout: false,
      clientId: 'c',
      broker: 'b',
      logger: log,
    });
  const request = (correlationId: number, sent: number[]) => ({
    entry: { correlationId, resolve() {}, reject() {} },
    expectResponse: true,
    sendRequest: () => sent.push(correlationId),
  });

  it('arms no timer while nothing waits to be sent', () => {
    const queue = queueOf(null);
    const sent: number[] = [];
    queue.push(request(1, sent));
    queue.fulfillRequest({ correlationId: 1, payload: Buffer.alloc(0), size: 0 });
    expect(sent).toEqual([1]);
    expect(queue.throttleCheckTimeoutId).toBeNull();
  });

  it('still sends what had to wait for the throttling to end', async () => {
    const queue = queueOf(null);
    const sent: number[] = [];
    queue.maybeThrottle(30);
    queue.push(request(1, sent));
    expect(sent).toEqual([]);
    expect(queue.throttleCheckTimeoutId).not.toBeNull();
    await expect.poll(() => sent).toEqual([1]);
    queue.destroy();
  });

  it('still sends what had to wait for a free place', () => {
    const queue = queueOf(1);
    const sent: number[] = [];
    queue.push(request(1, sent));
    queue.push(request(2, sent));
    expect(sent).toEqual([1]);
    queue.fulfillRequest({ correlationId: 1, payload: Buffer.alloc(0), size: 0 });
    expect(sent).toEqual([1, 2]);
    queue.destroy();
  });

  it('refuses to begin at another offset without being told', async () => {
    const OffsetManager = require('kafkajs/src/consumer/offsetManager');
    const reset = OffsetManager.prototype.setDefaultOffset({ topic: 't', partition: 3 });
    await expect(reset).rejects.toThrow(OffsetOutOfRangeError);
    await expect(reset).rejects.toThrow(/t\/3/);
  });

  it('says that a topic is gone, and leaves all else to kafkajs', async () => {
    const ConsumerGroup = require('kafkajs/src/consumer/consumerGroup');
    const recover = (type: string) =>
      ConsumerGroup.prototype.recoverFromFetch.call({ cluster: {} }, { type });
    await expect(recover('UNKNOWN_TOPIC_OR_PARTITION')).rejects.toThrow(TopicGoneError);
    await expect(recover('NOT_LEADER_FOR_PARTITION')).rejects.not.toThrow(TopicGoneError);
  });

  it.each([4, 5, 7, 8, 11])('decodes a fetch of version %i with our decoder', async (version) => {
    const Encoder = require('kafkajs/src/protocol/encoder');
    // One batch whose checksum is wrong: kafkajs itself would not notice.
    const batch = Buffer.alloc(61);
    batch.writeInt32BE(49, 8);
    batch.writeInt8(2, 16);
    const response = new Encoder();
    response.writeInt32(0);
    if (version >= 7) response.writeInt16(0).writeInt32(0);
    response.writeInt32(1).writeString('topic').writeInt32(1);
    response.writeInt32(0).writeInt16(0).writeInt64(1).writeInt64(1);
    if (version >= 5) response.writeInt64(0);
    response.writeInt32(0);
    if (version >= 11) response.writeInt32(-1);
    response.writeInt32(batch.length).writeBuffer(batch);
    const { decode } = require(`kafkajs/src/protocol/requests/fetch/v${version}/response`);
    const { responses } = await decode(response.buffer);
    expect(responses[0].partitions[0].messages).toMatchObject([
      { offset: 0, unreadable: { firstOffset: 0, lastOffset: 0 } },
    ]);
  });

  it('hands on a batch that holds the marker of a transaction alone', () => {
    const Batch = require('kafkajs/src/consumer/batch');
    const marker = { offset: '7', isControlRecord: true, batchContext: {} };
    const fetched = (messages: readonly unknown[]) =>
      new Batch('t', '7', { partition: 0, highWatermark: '8', abortedTransactions: [], messages });
    const batch = fetched([marker]);
    expect([batch.isEmpty(), batch.isEmptyDueToFiltering()]).toEqual([false, false]);
    expect([batch.messages, batch.lastOffset()]).toEqual([[], '7']);
    expect(fetched([]).isEmpty()).toBe(true);
  });
});
