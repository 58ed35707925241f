import { Kafka, logLevel, type Producer, type Transaction } from 'kafkajs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type KafkaBroker, startKafka } from '../support/kafka-broker';
import { KafkaReading } from '../support/kafka-reading';
import { partPath, requirePart } from '../support/parts';
import { runProcess } from '../support/processes';

const INT32_ZERO = Buffer.alloc(4);

/** Right is what librdkafka gives with read_committed. */
describe.skipIf(!requirePart('kafka', 'kcat'))('transactions that are aborted', () => {
  let broker: KafkaBroker;
  const producers: Producer[] = [];
  const open: KafkaReading[] = [];
  beforeAll(async () => {
    broker = await startKafka();
    const kafka = new Kafka({
      brokers: [broker.brokers],
      logLevel: logLevel.NOTHING,
      retry: { retries: 20 },
    });
    for (const transactionalId of ['a', 'b', 'c', 'd']) {
      const producer = kafka.producer({ transactionalId, maxInFlightRequests: 1, idempotent: true });
      await producer.connect();
      producers.push(producer);
    }
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map(({ source }) => source.stop()));
  });
  afterAll(async () => {
    await Promise.all(producers.map((producer) => producer.disconnect()));
    await broker?.stop();
  });

  const begin = (at: number): Promise<Transaction> => (producers[at] as Producer).transaction();
  const put = (to: Transaction, topic: string, value: string, key: Buffer | null = null) =>
    to.send({ topic, messages: [{ value, key, partition: 0 }] });
  const committed = async (topic: string): Promise<string[]> => {
    const args = ['-C', '-e', '-q', '-b', broker.brokers, '-t', topic, '-o', 'beginning'];
    const output = await runProcess(partPath('kcat'), [...args, '-X', 'isolation.level=read_committed'], {
      name: 'kcat',
    });
    return output.split('\n').filter((line) => line !== '');
  };
  const read = async (topic: string, count: number) => {
    const reading = await new KafkaReading(broker.brokers, topic).start();
    open.push(reading);
    await reading.untilReceived(count);
    return reading;
  };

  it('gives nothing of one that began first and ended last, nor behind a key of four zero bytes', async () => {
    await broker.createTopic('aborted');
    const [late, early] = [await begin(0), await begin(1)];
    for (let at = 0; at < 5; at++) await put(late, 'aborted', `late-${at}`);
    for (let at = 0; at < 5; at++) await put(early, 'aborted', `early-${at}`);
    await early.abort();
    await late.abort();
    await broker.produce('aborted', [{ value: 'ok-1' }]);
    const keyed = await begin(2);
    for (const key of [Buffer.from([0, 0, 0, 1]), INT32_ZERO, INT32_ZERO, Buffer.from([0, 0, 0, 1])])
      await put(keyed, 'aborted', 'key', key);
    await keyed.abort();
    await broker.produce('aborted', [{ value: 'ok-2' }]);
    const reading = await read('aborted', 2);
    expect(reading.values).toEqual(['ok-1', 'ok-2']);
    expect(reading.ledger.gaps).toEqual([]);
  });

  it.each([1, 2, 3])(
    'agrees with librdkafka on interleaved transactions over many fetches, %i',
    async (seed) => {
      const topic = `interleaved-${seed}`;
      await broker.createTopic(topic);
      let state = seed;
      const random = (below: number) => {
        state = (state * 48_271) % 2_147_483_647;
        return state % below;
      };
      const running = new Map<number, Transaction>();
      // Large ones, so that a transaction spans several fetches.
      const filler = 'x'.repeat(20_000);
      for (let at = 0; at < 150; at++) {
        const of = random(4);
        const transaction = running.get(of) ?? (await begin(of));
        running.set(of, transaction);
        await put(transaction, topic, `${at} ${filler}`, random(3) === 0 ? INT32_ZERO : null);
        if (random(6) > 0) continue;
        await (random(2) === 0 ? transaction.abort() : transaction.commit());
        running.delete(of);
      }
      // One stays open: it and what follows it is for nobody yet.
      const [stays, ...others] = [...running.values()];
      for (const transaction of others) await transaction.abort();
      const right = await committed(topic);
      const reading = await read(topic, right.length);
      expect(reading.values).toEqual(right);
      await stays?.commit();
      const all = await committed(topic);
      await reading.untilReceived(all.length);
      expect(reading.values).toEqual(all);
      expect(reading.ledger.gaps).toEqual([]);
    },
  );
});
