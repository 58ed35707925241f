import { createHook } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KafkaConfigError } from '../../server/kafka/config-errors';
import { KafkaConnection } from '../../server/kafka/connection';
import { DeadLetterMirror } from '../../server/kafka/dead-letter-mirror';
import { GroupReader } from '../../server/kafka/group-reader';
import { KafkaEventSink } from '../../server/kafka/kafka-event-sink';
import { createTopics, describeTopics } from '../../server/kafka/topics';
import { type KafkaBroker, startKafka } from '../support/kafka-broker';
import { KafkaReading } from '../support/kafka-reading';
import { KeptLog } from '../support/log';
import { requirePart } from '../support/parts';
import { waitFor } from '../support/processes';

describe.skipIf(!requirePart('kafka'))('Kafka', () => {
  let broker: KafkaBroker;
  let connection: KafkaConnection;
  /** It takes its 10 s while the other tests run. */
  let nowhere: Promise<string>;
  beforeAll(async () => {
    broker = await startKafka();
    connection = new KafkaConnection({ brokers: [broker.brokers], clientId: 'test' }, new KeptLog());
    const sink = new KafkaEventSink({ connection, topic: 'nowhere' });
    nowhere = sink.append([{ key: null, value: Buffer.from('x') }]).then(
      () => 'written',
      (error: Error) => error.message,
    );
  });
  afterAll(async () => {
    await broker.stop();
  });

  const readAll = async (topic: string, count: number) => {
    const reading = await new KafkaReading(broker.brokers, topic, { connection }).start();
    await reading.untilReceived(count);
    await reading.source.stop();
    return reading;
  };

  describe('the event sink', () => {
    it.each(['none', 'gzip', 'snappy', 'lz4'] as const)(
      'writes events packed with %s, those of one key in order',
      async (compression) => {
        const topic = `sink-${compression}`;
        await broker.createTopic(topic, 4);
        const sink = new KafkaEventSink({ connection, topic, compression });
        const events = Array.from({ length: 12_000 }, (_, index) => ({
          key: index % 10 === 0 ? null : `key ${index % 7}`,
          value: Buffer.from(`${index} ${'x'.repeat(100)}`),
        }));
        await sink.append(events);
        await sink.close();
        const { received } = await readAll(topic, events.length);
        const written = received.map(({ value }) => Number.parseInt(String(value), 10));
        expect(new Set(written).size).toBe(12_000);
        for (const key of ['key 0', 'key 3']) {
          const own = received.filter((message) => message.key !== null && String(message.key) === key);
          expect(new Set(own.map(({ partition }) => partition)).size).toBe(1);
          const order = own.map(({ value }) => Number.parseInt(String(value), 10));
          expect(order).toEqual(order.toSorted((a, b) => a - b));
        }
      },
    );
  });

  it('creates topics once, with what was asked for, and leaves those that are there', async () => {
    const spec = { topic: 'created', partitions: 3, replication: 1, retentionMs: 1_800_000 };
    expect(await createTopics(connection, [spec])).toEqual([spec]);
    expect(await createTopics(connection, [{ ...spec, partitions: 5 }])).toEqual([]);
    expect(await describeTopics(connection, ['created', 'absent'])).toEqual([
      { topic: 'created', partitions: 3, replication: 1 },
      { topic: 'absent', partitions: 0, replication: 0 },
    ]);
    expect(await broker.topicConfig('created', 'retention.ms')).toBe('1800000');
  });

  it.each([
    ['more replicas than brokers', { replication: 3 }, /^KAFKA_REPLICATION: 3 replicas/],
    ['a name that cannot be', { topic: 'a b' }, /^KAFKA_TOPIC: "a b"/],
  ])('refuses a topic with %s in one line', async (_, change, line) => {
    const making = createTopics(connection, [
      { topic: 'bad', partitions: 1, replication: 1, retentionMs: 1000, ...change },
    ]);
    await expect(making).rejects.toThrow(KafkaConfigError);
    await expect(making).rejects.toThrow(line);
  });

  const payload = Buffer.from([0xff, 0, 0x7b]);
  const sha = createHash('sha256').update(payload).digest('hex');
  const letter = {
    offset: 5,
    lastOffset: 5,
    reason: 'not_utf8',
    detail: 'the value is not valid UTF-8',
    field: null,
    payload,
    payloadBytes: 3,
    payloadSha256: sha,
    at: 1_700_000_000_000,
    recordTime: 1,
    headers: '{}',
  } as const;

  it('mirrors dead letters with all that is known of them', async () => {
    await broker.createTopic('letters');
    const mirror = new DeadLetterMirror(connection, 'letters', {
      now: () => 0,
      warn: expect.unreachable,
    });
    await mirror.publish([letter], { topic: 'engagement', partition: 2 });
    await mirror.close();
    const [mirrored] = (await readAll('letters', 1)).received;
    expect(mirrored?.value).toEqual(payload);
    expect(String(mirrored?.key)).toBe('engagement/2/5');
    const headers = Object.fromEntries(
      Object.entries(mirrored?.headers ?? {}).map(([name, value]) => [name, String(value)]),
    );
    expect(headers).toEqual({
      'dead-letter-topic': 'engagement',
      'dead-letter-partition': '2',
      'dead-letter-offset': '5',
      'dead-letter-last-offset': '5',
      'dead-letter-reason': 'not_utf8',
      'dead-letter-detail': 'the value is not valid UTF-8',
      'dead-letter-field': '',
      'dead-letter-payload-bytes': '3',
      'dead-letter-payload-sha256': sha,
      'dead-letter-at': '1700000000000',
    });
  });

  it('leaves a topic alone that is not there, and says once what is missing when it is', async () => {
    const from = { topic: 'engagement', partition: 2 };
    const said: string[] = [];
    let clock = 0;
    const mirror = new DeadLetterMirror(connection, 'letters-later', {
      now: () => clock,
      warn: (text) => said.push(text),
    });
    await mirror.publish([letter], from);
    expect(said).toEqual([
      expect.stringMatching(/^dead letters are not mirrored to letters-later: .*they are in the database$/),
    ]);
    await broker.createTopic('letters-later');
    clock = 29_999;
    await mirror.publish([letter, letter], from);
    expect(said).toHaveLength(1);
    clock = 30_000;
    await mirror.publish([letter], from);
    expect(said[1]).toBe('dead letters are mirrored to letters-later again; 3 are not there');
    await mirror.close();
    expect((await readAll('letters-later', 1)).received).toHaveLength(1);
  });

  it('is given up when one consumer after the other dies', async () => {
    await broker.createTopic('fatal');
    const fatal: Error[] = [];
    const starts: number[] = [];
    const reader = new GroupReader({
      connection,
      groupId: 'fatal',
      topics: ['fatal'],
      concurrency: 1,
      commits: false,
      maxCrashes: 2,
      prepare: async () => {},
      // An offset that no broker has: each consumer dies of it.
      startOffsets: async (assigned) => {
        starts.push(assigned.length);
        return assigned.map((partition) => ({ ...partition, offset: 1_000 }));
      },
      onBatch: async () => {},
      onFatal: (error) => fatal.push(error),
    });
    await reader.start();
    await waitFor(() => fatal.length > 0, 'the reader to give up');
    expect(fatal.map(({ message }) => message)).toEqual([
      expect.stringMatching(/fatal\/0.*does not have the offset/),
    ]);
    expect(starts).toEqual([1, 1, 1]);
    await reader.stop();
  });

  it('costs an idle reader a few timers for each fetch, not one each millisecond', async () => {
    await broker.createTopic('idle');
    let fetches = 0;
    const makeConsumer = connection.kafka.consumer.bind(connection.kafka);
    connection.kafka.consumer = (config) => {
      const consumer = makeConsumer(config);
      consumer.on(consumer.events.FETCH, () => fetches++);
      return consumer;
    };
    const reading = await new KafkaReading(broker.brokers, 'idle', { connection }).start();
    // The first fetches come with connecting and joining.
    await waitFor(() => fetches >= 4, 'the reader to be idle');
    const before = fetches;
    let timers = 0;
    const hook = createHook({
      init(_, type) {
        if (type === 'Timeout') timers++;
      },
    }).enable();
    await waitFor(() => fetches - before >= 8, 'eight idle fetches', { intervalMs: 500 });
    hook.disable();
    // With the timer of 1 ms it is more than a hundred: a fetch waits for 250 ms.
    expect(timers / (fetches - before)).toBeLessThan(20);
    await reading.source.stop();
  });

  it('rejects an append after a while where there is no such topic', async () => {
    expect(await nowhere).toMatch(/topic-partition/);
  });
});
