import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LiveBatch } from '../../lib/live/batch';
import { KafkaConfigError } from '../../server/kafka/config-errors';
import { KafkaConnection } from '../../server/kafka/connection';
import { KafkaLiveLog } from '../../server/kafka/kafka-live-log';
import type { SharedText } from '../../server/kafka/live-epoch';
import type { LiveMessage } from '../../server/publish/live-log';
import { type KafkaBroker, startKafka } from '../support/kafka-broker';
import { KeptLog } from '../support/log';
import { requirePart } from '../support/parts';
import { waitFor } from '../support/processes';

const batchOf = (firstOffset: number, count: number, title = 'pin'): LiveBatch => ({
  topic: 'engagement',
  partition: 0,
  epoch: 1,
  storedAt: 1_700_000_000_000,
  events: Array.from({ length: count }, (_, index) => ({
    offset: firstOffset + index,
    type: 'repin' as const,
    ts: 1_700_000_000_000 - index,
    place: null,
    category: null,
    pinId: `${title} ${firstOffset + index}`,
    boardId: null,
  })),
});

describe.skipIf(!requirePart('kafka'))('the live log in Kafka', () => {
  let broker: KafkaBroker;
  const open: KafkaLiveLog[] = [];
  beforeAll(async () => {
    broker = await startKafka();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((log) => log.close()));
  });
  afterAll(async () => {
    await broker.stop();
  });

  const make = (topic: string, shared?: SharedText) => {
    const connection = new KafkaConnection({ brokers: [broker.brokers], clientId: 'test' }, new KeptLog());
    const log = new KafkaLiveLog({
      connection,
      topic,
      epoch: 7,
      ...(shared ? { shared } : {}),
      create: { replication: 1, retentionMs: 3_600_000 },
    });
    open.push(log);
    return log;
  };
  const opened = async (topic: string, shared?: SharedText) => {
    const log = make(topic, shared);
    await log.open();
    return log;
  };
  const tailOf = async (log: KafkaLiveLog, offset: number) => {
    const messages: LiveMessage[] = [];
    const tail = await log.tail(offset, (message) => messages.push(message));
    return {
      tail,
      messages,
      events: () => messages.flatMap(({ batch }) => batch.events.map((event) => event.offset)),
    };
  };

  it('makes its topic with one partition, and starts empty', async () => {
    const log = await opened('live');
    expect(await broker.offsets('live')).toEqual([{ first: 0, next: 0 }]);
    expect(await log.bounds()).toEqual({ epoch: 7, first: 0, next: 0 });
  });

  it('refuses a topic with two partitions in one line', async () => {
    await broker.createTopic('wide', 2);
    const opening = make('wide').open();
    await expect(opening).rejects.toThrow(KafkaConfigError);
    await expect(opening).rejects.toThrow(/^LIVE_TOPIC: wide has 2 partitions; the live log has exactly one/);
  });

  it('hands every reader all that was published, in order, from the offset it asks for', async () => {
    const log = await opened('readers');
    await log.publish(batchOf(0, 2));
    await log.publish(batchOf(2, 1));
    const [whole, rest] = [await tailOf(log, 0), await tailOf(log, 1)];
    await log.publish(batchOf(3, 3));
    await waitFor(() => whole.messages.length === 3 && rest.messages.length === 2, 'both to have all');
    expect(whole.messages.map(({ offset }) => offset)).toEqual([0, 1, 2]);
    expect(whole.messages[0]?.batch).toEqual(batchOf(0, 2));
    expect(rest.events()).toEqual([2, 3, 4, 5]);
    expect(await log.bounds()).toEqual({ epoch: 7, first: 0, next: 3 });
  });

  it('keeps the order of what is published at once', async () => {
    const log = await opened('together');
    await Promise.all(Array.from({ length: 200 }, (_, index) => log.publish(batchOf(index, 1))));
    const { events } = await tailOf(log, 0);
    await waitFor(() => events().length >= 200, 'all to be read');
    expect(events()).toEqual(Array.from({ length: 200 }, (_, index) => index));
  });

  it('cuts a batch that no broker would take, and shrinks where the topic takes less', async () => {
    await broker.createTopic('narrow', 1, { 'max.message.bytes': '60000' });
    for (const topic of ['large', 'narrow']) {
      const log = await opened(topic);
      const batch = batchOf(0, 3000, 'x'.repeat(500));
      await log.publish(batch);
      const { messages, events } = await tailOf(log, 0);
      await waitFor(() => events().length >= 3000, 'all to be read');
      expect(messages.length).toBeGreaterThan(1);
      expect(messages.flatMap((message) => message.batch.events)).toEqual(batch.events);
    }
  });

  it('starts at the oldest message where the one that is asked for is gone', async () => {
    const log = await opened('trimmed');
    for (let index = 0; index < 5; index++) await log.publish(batchOf(index, 1));
    await broker.deleteRecords('trimmed', 0, 3);
    expect(await log.bounds()).toEqual({ epoch: 7, first: 3, next: 5 });
    const [gone, beyond] = [await tailOf(log, 0), await tailOf(log, 99)];
    await waitFor(() => gone.events().length === 2 && beyond.events().length === 2, 'both to have the rest');
    expect([gone.events(), beyond.events()]).toEqual([
      [3, 4],
      [3, 4],
    ]);
  });

  it('leaves out what is no live batch', async () => {
    const log = await opened('foreign');
    await broker.produce('foreign', [{ value: 'hello' }, { value: null }, { value: '{"v":99}' }]);
    await log.publish(batchOf(0, 1));
    const { messages } = await tailOf(log, 0);
    await waitFor(() => messages.length === 1, 'the batch to be read');
    expect(messages[0]?.offset).toBe(3);
  });

  it('publishes and reads on after the broker was killed, without a hole', async () => {
    const log = await opened('killed');
    const { events } = await tailOf(log, 0);
    await log.publish(batchOf(0, 1));
    await waitFor(() => events().includes(0), 'the first to be read');
    await broker.kill9();
    let published = 0;
    const publishing = Promise.all(
      [1, 2, 3].map(async (offset) => {
        await log.publish(batchOf(offset, 1));
        published++;
      }),
    );
    await waitFor(() => log.waitingFor(), 'the log to say that it waits');
    expect(published).toBe(0);
    await broker.restart();
    await publishing;
    await waitFor(() => events().includes(3), 'the last to be read');
    expect([...new Set(events())]).toEqual([0, 1, 2, 3]);
    await waitFor(() => log.waitingFor() === null, 'the log to wait no more');
  });

  it('begins another epoch where the topic is deleted while it is read, and makes it again', async () => {
    const log = await opened('deleted');
    const { messages } = await tailOf(log, 0);
    for (let offset = 0; offset < 3; offset++) await log.publish(batchOf(offset, 1));
    await waitFor(() => messages.length === 3, 'the old log to be read');
    await broker.deleteTopic('deleted');
    await log.publish(batchOf(3, 1));
    await waitFor(() => messages.length === 4, 'the new log to be read');
    expect(messages.map(({ epoch, offset }) => [epoch, offset])).toEqual([
      [7, 0],
      [7, 1],
      [7, 2],
      [8, 0],
    ]);
    expect(await log.bounds()).toEqual({ epoch: 8, first: 0, next: 1 });
    await waitFor(() => log.waitingFor() === null, 'the log to wait no more');
  });

  it('makes a topic that was deleted while nobody reads it, and says that it waits', async () => {
    const log = await opened('unread');
    await log.publish(batchOf(0, 1));
    await broker.deleteTopic('unread');
    const published = log.publish(batchOf(1, 1));
    await waitFor(() => log.waitingFor()?.includes('live topic unread'), 'the log to say that it waits');
    await published;
    expect(log.waitingFor()).toBeNull();
  });

  it.each([
    ['longer than it was', 8],
    ['shorter than it was', 2],
  ])('knows a topic that was made anew while nobody was there, %s', async (name, count) => {
    const topic = `away-${count}`;
    const shared = new OneText();
    const first = await opened(topic, shared);
    expect(await first.bounds()).toMatchObject({ epoch: 7 });
    const { tail, messages } = await tailOf(first, 0);
    for (let offset = 0; offset < 4; offset++) await first.publish(batchOf(offset, 1));
    await waitFor(() => messages.length === 4, 'the old log to be read');
    await tail.close();
    expect(await (await opened(topic, shared)).bounds(), name).toEqual({ epoch: 7, first: 0, next: 4 });
    await broker.deleteTopic(topic);
    const second = await opened(topic, shared);
    for (let offset = 0; offset < count; offset++) await second.publish(batchOf(offset, 1, 'other'));
    const [one, two] = [await opened(topic, shared), await opened(topic, shared)];
    expect(await Promise.all([one.bounds(), two.bounds()])).toEqual([
      { epoch: 8, first: 0, next: count },
      { epoch: 8, first: 0, next: count },
    ]);
  });

  it('keeps its epoch where retention has taken the record that was noted', async () => {
    const shared = new OneText();
    const first = await opened('kept', shared);
    const { tail, messages } = await tailOf(first, 0);
    for (let offset = 0; offset < 4; offset++) await first.publish(batchOf(offset, 1));
    await waitFor(() => messages.length === 4, 'the log to be read');
    await tail.close();
    for (let offset = 4; offset < 8; offset++) await first.publish(batchOf(offset, 1));
    await broker.deleteRecords('kept', 0, 6);
    expect(await (await opened('kept', shared)).bounds()).toEqual({ epoch: 7, first: 6, next: 8 });
  });

  it('leaves no consumer groups behind, not even those of processes that died', async () => {
    const log = await opened('groups');
    const { tail } = await tailOf(log, 0);
    expect(await broker.groups('repin-globe-tail.groups.')).toHaveLength(1);
    await tail.close();
    expect(await broker.groups('repin-globe-tail.groups.')).toEqual([]);
    // One that is left behind: closed without tidying up.
    await tailOf(log, 0);
    await log.close();
    expect(await broker.groups('repin-globe-tail.groups.')).toHaveLength(1);
    await opened('groups');
    expect(await broker.groups('repin-globe-tail.groups.')).toEqual([]);
  });

  it('rejects what it could not publish before it was closed', async () => {
    const log = make('closed');
    await log.open();
    await log.close();
    await expect(log.publish(batchOf(0, 1))).rejects.toThrow(/closed/);
  });
});

/** What a store does with a setting. */
class OneText implements SharedText {
  #text = '';
  async read(): Promise<string> {
    return this.#text;
  }
  async swap(from: string, to: string): Promise<string> {
    if (this.#text === from) this.#text = to;
    return this.#text;
  }
}
