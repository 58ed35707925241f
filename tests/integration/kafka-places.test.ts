import { Kafka as KafkaOfKafkajs, logLevel, type Producer } from 'kafkajs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MisplacedBatchError } from '../../server/ingest/source';
import { KafkaConnection } from '../../server/kafka/connection';
import { type KafkaBroker, startKafka } from '../support/kafka-broker';
import { KafkaReading } from '../support/kafka-reading';
import { KeptLog } from '../support/log';
import { requirePart } from '../support/parts';
import { waitFor } from '../support/processes';

/** Whatever lies between two records, and whatever becomes of a partition's neighbours, it is read on from its place. */
describe.skipIf(!requirePart('kafka'))('the place in a partition', () => {
  let broker: KafkaBroker;
  let producer: Producer;
  const open: KafkaReading[] = [];
  beforeAll(async () => {
    broker = await startKafka();
    producer = new KafkaOfKafkajs({
      brokers: [broker.brokers],
      logLevel: logLevel.NOTHING,
      retry: { retries: 20 },
    }).producer({ transactionalId: 'orders', maxInFlightRequests: 1, idempotent: true });
    await producer.connect();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map(({ source }) => source.stop()));
  });
  afterAll(async () => {
    await producer?.disconnect();
    await broker?.stop();
  });

  const reading = (topic: string, options: ConstructorParameters<typeof KafkaReading>[2] = {}) => {
    const made = new KafkaReading(broker.brokers, topic, options);
    open.push(made);
    return made;
  };
  const transaction = async (topic: string, value: string, end: 'commit' | 'abort') => {
    const running = await producer.transaction();
    await running.send({ topic, messages: [{ value, partition: 0 }] });
    await running[end]();
  };

  it('goes past the markers of transactions and what was aborted, one by one and all at once, over a restart', async () => {
    await broker.createTopic('transactions');
    await transaction('transactions', 'before', 'commit');
    const first = reading('transactions');
    await first.start();
    await first.untilReceived(1);
    for (const [at, value] of ['one', 'two', 'three'].entries()) {
      await transaction('transactions', `${value} aborted`, 'abort');
      await transaction('transactions', value, 'commit');
      // Each comes by itself: a fetch that holds markers alone lies between.
      await first.untilReceived(at + 2);
    }
    await transaction('transactions', 'aborted too', 'abort');
    await waitFor(() => first.source.waitingFor() === null, 'the source to wait for nothing');
    expect(first.values).toEqual(['before', 'one', 'two', 'three']);
    await first.source.stop();
    for (const value of ['four', 'five']) await transaction('transactions', value, 'commit');
    const second = reading('transactions', { ledger: first.ledger });
    await second.start();
    await second.untilReceived(2);
    expect(second.values).toEqual(['four', 'five']);
    expect(first.ledger.gaps).toEqual([]);
  });

  it('reads partitions that are added while it reads, from their beginning', async () => {
    await broker.createTopic('growing');
    const growing = await reading('growing').start();
    const connection = new KafkaConnection({ brokers: [broker.brokers], clientId: 'test' }, new KeptLog());
    await connection.withAdmin((admin) =>
      admin.createPartitions({ topicPartitions: [{ topic: 'growing', count: 2 }] }),
    );
    const put = (value: string) => broker.produce('growing', [{ value, partition: 1 }]);
    await waitFor(
      () =>
        put('first').then(
          () => true,
          () => false,
        ),
      'the new partition to take records',
    );
    await waitFor(() => growing.values.includes('first'), 'the new partition to be read');
    expect(growing.offsets(1)[0]).toBe(0);
    expect(growing.ledger.gaps).toEqual([]);
  });

  it('joins the group again when a commit is told that the coordinator has moved, and reads on', async () => {
    await broker.createTopic('moved');
    const connection = new KafkaConnection({ brokers: [broker.brokers], clientId: 'test' }, new KeptLog());
    const makeConsumer = connection.kafka.consumer.bind(connection.kafka);
    let [joins, moves] = [0, 0];
    connection.kafka.consumer = (config) => {
      const consumer = makeConsumer(config);
      consumer.on(consumer.events.GROUP_JOIN, () => joins++);
      const { run } = consumer;
      consumer.run = (options) =>
        run({
          ...options,
          eachBatch: (payload) =>
            options?.eachBatch?.({
              ...payload,
              commitOffsetsIfNecessary: async (offsets) => {
                if (moves++ === 0)
                  throw Object.assign(new Error('not the coordinator'), {
                    type: 'NOT_COORDINATOR_FOR_GROUP',
                  });
                await payload.commitOffsetsIfNecessary(offsets);
              },
            }) ?? Promise.resolve(),
        });
      return consumer;
    };
    const made = await reading('moved', { connection }).start();
    for (let round = 0; round < 10; round++) {
      await broker.produce('moved', [{ value: `event ${round}` }]);
      await made.untilReceived(1);
    }
    await waitFor(() => new Set(made.values).size === 10, 'all to be read');
    expect(moves).toBeGreaterThan(1);
    expect(joins).toBe(2);
    expect([...new Set(made.offsets())]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('reads on from where it is told to when a batch does not follow on what is stored, and asks anew when it is not told', async () => {
    await broker.createTopic('misplaced');
    const send = (from: number, to: number) =>
      broker.produce(
        'misplaced',
        Array.from({ length: to - from }, (_, at) => ({ value: `${from + at}` })),
      );
    await send(0, 10);
    const made = reading('misplaced');
    const told: number[] = [];
    const misplaced = [3, null];
    made.before = async ({ messages, readFrom }) => {
      told.push(readFrom ?? -1);
      if ((messages[0]?.offset ?? 0) < 10) return;
      const next = misplaced.shift();
      if (next !== undefined) throw new MisplacedBatchError('it does not follow', next);
    };
    await made.start();
    await made.untilReceived(10);
    await send(10, 12);
    await waitFor(() => made.offsets().at(-1) === 11, 'what it was told to read again');
    await send(12, 14);
    await waitFor(() => made.offsets().at(-1) === 13, 'what comes behind what the ledger knows');
    const all = Array.from({ length: 14 }, (_, offset) => offset);
    expect(made.offsets()).toEqual([...all.slice(0, 10), ...all.slice(3)]);
    expect(told).toEqual([0, 10, 3, 12, 12]);
    expect(made.fatal).toEqual([]);
  });

  it('lets the other partitions go on while one is held up, and loses nothing of it', async () => {
    await broker.createTopic('held', 2);
    const made = reading('held');
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    made.before = (batch) => (batch.partition === 0 ? held : Promise.resolve());
    await made.start();
    const send = (round: number) =>
      broker.produce(
        'held',
        [0, 1].map((partition) => ({ value: `${round}`, partition })),
      );
    for (let round = 0; round < 20; round++) {
      await send(round);
      await waitFor(() => made.offsets(1).length === round + 1, 'the other partition to go on');
    }
    expect(made.offsets(0)).toEqual([]);
    release();
    await waitFor(() => made.offsets(0).length === 20, 'the held one to be read');
    const all = Array.from({ length: 20 }, (_, round) => round);
    for (const partition of [0, 1]) expect(made.offsets(partition)).toEqual(all);
  });
});
