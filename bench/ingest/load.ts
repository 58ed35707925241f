import kafkajs from 'kafkajs';
import { registerCodecs } from '../../server/kafka/codecs';
import { EventStream, type StreamCounts, type StreamOptions } from './stream';

const PER_SEND = 4_000;
const LZ4 = 3;

/** Writes the stream to a topic, in lz4; events of one key go to one partition. */
export async function loadTopic(
  brokers: string,
  topic: string,
  partitions: number,
  options: StreamOptions,
): Promise<StreamCounts & { readonly bytes: number }> {
  registerCodecs();
  const producer = new kafkajs.Kafka({ brokers: [brokers], logLevel: kafkajs.logLevel.NOTHING }).producer({
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  const stream = new EventStream(options, Date.now() - 60_000);
  let bytes = 0;
  let pending: { key: string; value: string; partition: number }[] = [];
  let sending: Promise<unknown> = Promise.resolve();
  const send = async () => {
    const messages = pending;
    pending = [];
    await sending;
    sending = producer.send({ topic, acks: -1, compression: LZ4, messages });
  };
  for (let event = stream.next(); event !== null; event = stream.next()) {
    bytes += event.json.length;
    // The last characters of a key are digits.
    const partition = Number(event.key.slice(-4)) % partitions;
    pending.push({ key: event.key, value: event.json, partition });
    if (pending.length === PER_SEND) await send();
  }
  await send();
  await sending;
  await producer.disconnect();
  return { ...stream.counts, bytes };
}
