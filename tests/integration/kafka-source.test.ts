import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type KafkaBroker, startKafka } from '../support/kafka-broker';
import { KafkaReading } from '../support/kafka-reading';
import { requirePart } from '../support/parts';
import { waitFor } from '../support/processes';

const sequence = (count: number, name = 'event') =>
  Array.from({ length: count }, (_, index) => `${name} ${index}`);

describe.skipIf(!requirePart('kafka', 'kcat'))('the Kafka source', () => {
  let broker: KafkaBroker;
  const open: KafkaReading[] = [];
  beforeAll(async () => {
    broker = await startKafka();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map(({ source }) => source.stop()));
  });
  afterAll(async () => {
    await broker.stop();
  });

  type Options = ConstructorParameters<typeof KafkaReading>[2];
  const reading = (topic: string, options: Options = {}) => {
    const made = new KafkaReading(broker.brokers, topic, options);
    open.push(made);
    return made;
  };

  it('reads what librdkafka and kafkajs wrote, with every compression, headers and nulls', async () => {
    await broker.createTopic('formats');
    const lines = sequence(300);
    for (const compression of ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const)
      await broker.kcatProduce({ topic: 'formats', lines, compression, headers: { CE_Type: 'repin' } });
    await broker.produce(
      'formats',
      lines.map((value) => ({ value })),
      'gzip',
    );
    await broker.produce('formats', [{ key: 'k', value: null, timestamp: 1_700_000_000_123 }]);
    const { received, values, untilReceived } = await startedReading('formats');
    await untilReceived(1801);
    expect(values()).toEqual([...Array.from({ length: 6 }, () => lines).flat(), 'null']);
    expect(received.map(({ offset }) => offset)).toEqual(Array.from({ length: 1801 }, (_, offset) => offset));
    expect(Buffer.from(received[0]?.headers.ce_type ?? []).toString()).toBe('repin');
    expect(received[1800]).toMatchObject({
      key: Buffer.from('k'),
      value: null,
      timestamp: 1_700_000_000_123,
    });
  });

  async function startedReading(topic: string, options: Options = {}) {
    const made = await reading(topic, options).start();
    return {
      made,
      received: made.received,
      values: () => made.values,
      untilReceived: (count: number) => made.untilReceived(count),
    };
  }

  it('hands over at most 5,000 records or 2 MiB at a time, and commits behind each', async () => {
    await broker.createTopic('chunks');
    await broker.produce(
      'chunks',
      sequence(12_000).map((value) => ({ value })),
    );
    for (let large = 0; large < 4; large++) await broker.produce('chunks', [{ value: 'x'.repeat(700_000) }]);
    const { made, untilReceived } = await startedReading('chunks');
    await untilReceived(12_004);
    for (const { messages } of made.batches) {
      const bytes = messages.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
      expect(messages.length).toBeLessThanOrEqual(5_000);
      expect(messages.length === 1 || bytes <= 2 * 1024 * 1024).toBe(true);
    }
    expect(made.batches.at(-1)?.highWatermark).toBe(12_004);
    await waitFor(
      async () => (await broker.committed('group-of-chunks', 'chunks'))[0] === 12_004,
      'all to be committed',
    );
  });

  it('gives the same batch again when its handler rejects, and does not lose its place in the group', async () => {
    await broker.createTopic('again');
    await broker.produce(
      'again',
      sequence(10).map((value) => ({ value })),
    );
    const made = reading('again');
    const tries: number[][] = [];
    let waiting: string | null = null;
    made.before = async ({ messages }) => {
      tries.push(messages.map(({ offset }) => offset));
      waiting = made.source.waitingFor();
      if (tries.length < 4) throw new Error('the database is away');
    };
    await made.start();
    await made.untilReceived(10);
    expect(tries).toHaveLength(4);
    expect(new Set(tries.map(String)).size).toBe(1);
    expect(made.offsets()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(waiting).toMatch(/again\/0.*try 3: the database is away/);
    await waitFor(() => made.source.waitingFor() === null, 'the source to wait no more');
  });

  it('goes on behind what was committed, and has finished its batch when it stops', async () => {
    await broker.createTopic('resume');
    await broker.produce(
      'resume',
      sequence(5).map((value) => ({ value })),
    );
    const first = reading('resume');
    const hold = new Hold();
    first.before = () => hold.wait();
    await first.start();
    await waitFor(() => hold.reached, 'the handler to be called');
    const stopped = first.source.stop();
    hold.release();
    await stopped;
    expect(await broker.committed('group-of-resume', 'resume')).toEqual([5]);
    await broker.produce('resume', [{ value: 'later' }]);
    const { values, untilReceived } = await startedReading('resume', { ledger: first.ledger });
    await untilReceived(1);
    expect(values()).toEqual(['later']);
  });

  it('shares partitions with a second worker, and takes them back when that leaves', async () => {
    await broker.createTopic('shared', 4);
    const [one, two] = [reading('shared'), reading('shared')];
    await one.start();
    await two.start();
    const sent = new Set<string>();
    const seen = () => new Set([...one.values, ...two.values]);
    const send = async (name: string) => {
      for (const partition of [0, 1, 2, 3]) {
        sent.add(`${name} ${partition}`);
        await broker.produce('shared', [{ value: `${name} ${partition}`, partition }]);
      }
    };
    // Each has work once the group has settled; until then, more is sent.
    await waitFor(async () => {
      await send(`round ${sent.size}`);
      return one.received.length > 0 && two.received.length > 0;
    }, 'both workers to read');
    await two.source.stop();
    await send('after');
    await waitFor(() => [...sent].every((value) => seen().has(value)), 'all to be read');
    const after = [0, 1, 2, 3].map((partition) => `after ${partition}`);
    expect(one.values).toEqual(expect.arrayContaining(after));
    for (const partition of [0, 1, 2, 3])
      for (const worker of [one, two]) {
        const offsets = worker.offsets(partition);
        // Each has them in order; what came again after a rebalance is a repeat.
        expect([...new Set(offsets)]).toEqual([...new Set(offsets)].sort((a, b) => a - b));
      }
  });

  it('goes on after the broker was killed and has come back', async () => {
    await broker.createTopic('killed');
    await broker.produce('killed', [{ value: 'before' }]);
    const { made, values, untilReceived } = await startedReading('killed');
    await untilReceived(1);
    await broker.kill9();
    await waitFor(() => made.source.waitingFor(), 'the source to say that it waits');
    expect(made.source.waitingFor()).toMatch(/Kafka at 127\.0\.0\.1:\d+, try \d+/);
    await broker.restart();
    await broker.produce('killed', [{ value: 'after' }]);
    await untilReceived(2);
    expect(values()).toEqual(['before', 'after']);
    await waitFor(() => made.source.waitingFor() === null, 'the source to wait no more');
    expect(made.fatal).toEqual([]);
  });

  it('waits for a topic that is not there, and reads it as soon as it is', async () => {
    const made = reading('late');
    const started = made.start();
    await waitFor(
      () => made.source.waitingFor()?.includes('no such topic'),
      'the source to say what it waits for',
    );
    await broker.createTopic('late');
    await broker.produce('late', [{ value: 'here' }]);
    await started;
    await made.untilReceived(1);
  });

  it.each([
    ['for brokers', '127.0.0.1:1', /try/],
    ['for a topic', null, /no such topic/],
  ])('stops at once while it waits %s', async (_, brokers, line) => {
    const made = new KafkaReading(brokers ?? broker.brokers, 'never');
    const started = made.start();
    await waitFor(() => line.test(made.source.waitingFor() ?? ''), 'the source to say what it waits for');
    await made.source.stop();
    await started;
    expect(made.fatal).toEqual([]);
  });

  it('creates its topic where it may', async () => {
    const create = { topic: 'made', partitions: 3, replication: 1, retentionMs: 3_600_000 };
    await startedReading('made', { create });
    expect(await broker.offsets('made')).toHaveLength(3);
  });

  it('waits for the ledger before it reads anything', async () => {
    await broker.createTopic('patient');
    await broker.produce('patient', [{ value: 'x' }]);
    const made = reading('patient');
    made.ledger.failure = new Error('the database is away');
    const started = made.start();
    await waitFor(
      () => made.source.waitingFor()?.includes('the database is away'),
      'the source to say why it waits',
    );
    expect(made.received).toEqual([]);
    made.ledger.failure = null;
    await started;
    await made.untilReceived(1);
  });

  it('records what retention took before it was read', async () => {
    await broker.createTopic('gone');
    await broker.produce(
      'gone',
      sequence(10).map((value) => ({ value })),
    );
    const { made, untilReceived } = await startedReading('gone');
    await untilReceived(10);
    await made.source.stop();
    await broker.produce(
      'gone',
      sequence(10, 'lost').map((value) => ({ value })),
    );
    await broker.produce('gone', [{ value: 'kept' }]);
    await broker.deleteRecords('gone', 0, 20);
    const later = await startedReading('gone', { ledger: made.ledger });
    await later.untilReceived(1);
    expect(later.values()).toEqual(['kept']);
    expect(made.ledger.gaps).toEqual([{ partition: 0, first: 10, next: 20 }]);
  });

  it('records a gap too when what it would read next goes away', async () => {
    await broker.createTopic('pulled');
    // So large that a fetch brings one of them and no more.
    const large = (name: string) => `${name} ${randomBytes(200 * 1024).toString('base64')}`;
    for (const value of [large('first'), large('ahead'), ...sequence(5, 'lost'), 'kept'])
      await broker.produce('pulled', [{ value }]);
    const made = reading('pulled');
    const hold = new Hold();
    made.before = () => hold.wait();
    await made.start();
    await waitFor(() => hold.reached, 'the first to be handled');
    await broker.deleteRecords('pulled', 0, 7);
    hold.release();
    await waitFor(() => made.values.at(-1) === 'kept', 'the last to be read');
    // One may have been fetched ahead while the first was being handled; never more, and none is both read and missed.
    const [gap] = made.ledger.gaps;
    expect(made.ledger.gaps).toEqual([{ partition: 0, first: gap?.first, next: 7 }]);
    expect([1, 2]).toContain(gap?.first);
    expect(made.offsets()).toEqual([...Array(gap?.first).keys(), 7]);
    expect(made.fatal).toEqual([]);
  });

  it.each([
    ['shorter than it was', 'anew-shorter', 10, 3],
    ['longer than it was', 'anew-longer', 3, 10],
  ])('begins a new epoch for a topic that was made anew, %s', async (_, topic, oldCount, newCount) => {
    await broker.createTopic(topic);
    await broker.produce(
      topic,
      sequence(oldCount, 'old').map((value) => ({ value })),
    );
    const { made, untilReceived } = await startedReading(topic);
    await untilReceived(oldCount);
    await made.source.stop();
    await broker.deleteTopic(topic);
    await broker.createTopic(topic);
    await broker.produce(
      topic,
      sequence(newCount, 'new').map((value) => ({ value })),
    );
    const later = await startedReading(topic, { ledger: made.ledger });
    await later.untilReceived(newCount);
    expect(later.values()).toEqual(sequence(newCount, 'new'));
    expect(made.ledger.positions.get(`${topic}/0`)).toMatchObject({ epoch: 2, storedTo: newCount - 1 });
    expect(made.ledger.gaps).toEqual([]);
  });

  it('begins a new epoch for a topic that is made anew while it is read, and says so until it is there', async () => {
    await broker.createTopic('swapped');
    await broker.produce(
      'swapped',
      sequence(3, 'old').map((value) => ({ value })),
    );
    const { made, values, untilReceived } = await startedReading('swapped');
    await untilReceived(3);
    await broker.deleteTopic('swapped');
    await waitFor(
      () => made.source.waitingFor()?.includes('no such topic'),
      'the source to say what it waits for',
    );
    await broker.createTopic('swapped');
    // Beyond the old end at once: offset 3 is there, and is not the next one.
    await broker.produce(
      'swapped',
      sequence(10, 'new').map((value) => ({ value })),
    );
    await untilReceived(13);
    expect(values()).toEqual([...sequence(3, 'old'), ...sequence(10, 'new')]);
    expect(made.ledger.positions.get('swapped/0')).toMatchObject({ epoch: 2, storedTo: 9 });
    expect(made.fatal).toEqual([]);
    await waitFor(() => made.source.waitingFor() === null, 'the source to wait no more');
  });

  it("turns a batch that has gone bad on the broker's disk into one unreadable range, and reads on", async () => {
    await broker.createTopic('corrupt');
    for (const name of ['good', 'bad', 'fine'])
      await broker.kcatProduce({ topic: 'corrupt', lines: sequence(20, name), compression: 'lz4' });
    await broker.stop();
    const bytes = readFileSync(broker.logFile('corrupt'));
    const second = 12 + bytes.readInt32BE(8);
    const middle = second + 61 + ((bytes.readInt32BE(second + 8) - 49) >> 1);
    bytes.writeUInt8(bytes.readUInt8(middle) ^ 0x55, middle);
    writeFileSync(broker.logFile('corrupt'), bytes);
    await broker.start();
    const { made, values, untilReceived } = await startedReading('corrupt');
    await untilReceived(40);
    expect(values()).toEqual([...sequence(20, 'good'), ...sequence(20, 'fine')]);
    expect(made.batches.flatMap(({ unreadable }) => unreadable ?? [])).toEqual([
      { firstOffset: 20, lastOffset: 39, detail: expect.stringMatching(/checksum is wrong/) },
    ]);
    expect(made.fatal).toEqual([]);
  });
});

/** Keeps a handler where it is. */
class Hold {
  reached = false;
  release: () => void = () => {};
  readonly #held = new Promise<void>((resolve) => {
    this.release = resolve;
  });

  async wait(): Promise<void> {
    this.reached = true;
    await this.#held;
  }
}
