import type { AbortedTransaction } from './aborted-transactions';
import { isRecordBatch, readRecordBatches } from './record-batches';

/** The part of kafkajs' byte reader that a fetch response comes in. */
export type Decoder = {
  readonly buffer: Buffer;
  offset: number;
  readInt16(): number;
  readInt32(): number;
  readInt64(): { toString(): string };
  readString(): string;
  canReadBytes(length: number): boolean;
  readBytes(length: number): Buffer;
};
/** kafkajs' own, for formats older than Kafka 0.11. */
export type DecodeMessages = (decoder: Decoder) => Promise<unknown[]>;

/**
 * A fetch response of version 4 to 11, in the shape that kafkajs makes of it. What was aborted is left out here, where
 * whole batches can be told apart, and the list of it is not handed on: kafkajs reads that wrongly.
 * https://kafka.apache.org/protocol.html#The_Messages_Fetch
 */
export async function decodeFetchResponse(version: number, decoder: Decoder, older: DecodeMessages) {
  const throttleTime = decoder.readInt32();
  const head = version >= 7 ? { errorCode: decoder.readInt16(), sessionId: decoder.readInt32() } : {};
  const responses = [];
  for (let topics = decoder.readInt32(); topics > 0; topics--) {
    const topicName = decoder.readString();
    const partitions = [];
    for (let count = decoder.readInt32(); count > 0; count--)
      partitions.push(await decodePartition(version, decoder, older));
    responses.push({ topicName, partitions });
  }
  // Since version 8 the broker leaves the waiting to us.
  if (version >= 8) return { throttleTime: 0, clientSideThrottleTime: throttleTime, ...head, responses };
  return { throttleTime, ...head, responses };
}

async function decodePartition(version: number, decoder: Decoder, older: DecodeMessages) {
  const partition = decoder.readInt32();
  const errorCode = decoder.readInt16();
  const highWatermark = decoder.readInt64().toString();
  const lastStableOffset = decoder.readInt64().toString();
  if (version >= 5) decoder.readInt64();
  const aborted: AbortedTransaction[] = [];
  for (let count = decoder.readInt32(); count > 0; count--)
    aborted.push({
      producerId: decoder.readInt64().toString(),
      firstOffset: Number(decoder.readInt64().toString()),
    });
  const preferredReadReplica = version >= 11 ? decoder.readInt32() : -1;
  return {
    partition,
    errorCode,
    highWatermark,
    lastStableOffset,
    abortedTransactions: [],
    preferredReadReplica,
    messages: await decodeMessages(decoder, aborted, Number(lastStableOffset), older),
  };
}

async function decodeMessages(
  decoder: Decoder,
  aborted: readonly AbortedTransaction[],
  lastStableOffset: number,
  older: DecodeMessages,
): Promise<readonly unknown[]> {
  const start = decoder.offset;
  const length = decoder.readInt32();
  if (length <= 0 || !decoder.canReadBytes(length)) return [];
  const bytes = decoder.readBytes(length);
  if (isRecordBatch(bytes)) return await readRecordBatches(bytes, aborted, lastStableOffset);
  const end = decoder.offset;
  decoder.offset = start;
  const messages = await older(decoder);
  decoder.offset = end;
  return messages;
}
