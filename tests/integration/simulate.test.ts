import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeEvent } from '../../lib/events/decode';
import { type KafkaBroker, startKafka } from '../support/kafka-broker';
import { KafkaReading } from '../support/kafka-reading';
import { requirePart } from '../support/parts';
import { startProcess, waitFor } from '../support/processes';

const TOOL = join(import.meta.dirname, '../../dist/server/simulate.js');
const simulate = (...args: string[]) =>
  startProcess(process.execPath, [TOOL, ...args], { name: 'npm run simulate' });

describe.skipIf(!requirePart('kafka'))('npm run simulate', () => {
  let kafka: KafkaBroker;
  beforeAll(async () => {
    kafka = await startKafka();
  });
  afterAll(async () => {
    await kafka?.stop();
  });

  test('writes as many events as asked for into a topic that it makes, all acknowledged', async () => {
    const count = 30_000;
    const tool = simulate(
      '--brokers',
      kafka.brokers,
      '--topic',
      'fast',
      '--rate',
      '1000000',
      '--count',
      String(count),
      '--compression',
      'lz4',
      '--run',
      '5',
    );
    expect(await tool.exited).toMatchObject({ code: 0 });
    expect(tool.output).toContain('30,000 events acknowledged');
    const offsets = await kafka.offsets('fast');
    expect(offsets.length).toBe(4);
    expect(offsets.reduce((sum, { next }) => sum + next, 0)).toBe(count);
    const reading = await new KafkaReading(kafka.brokers, 'fast').start();
    await waitFor(() => reading.received.length === count, 'all events to be read back');
    await reading.source.stop();
    const ids = new Set<string>();
    for (const { topic, partition, ...record } of reading.received) {
      const result = decodeEvent(record, { topic, partition, epoch: 1, offset: record.offset });
      if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
      ids.add(result.event.id);
    }
    expect(ids.size).toBe(count);
    expect(ids).toContain(`sim-1-5-${count - 1}`);
  });

  test('ends at SIGINT with what was acknowledged', async () => {
    const tool = simulate('--brokers', kafka.brokers, '--topic', 'slow', '--rate', '200');
    await waitFor(
      async () => (await kafka.offsets('slow').catch(() => [])).some(({ next }) => next > 0),
      'the first events',
    );
    expect(await tool.stop('SIGINT')).toMatchObject({ code: 0 });
    const [, acknowledged = ''] = /([\d,]+) events acknowledged in/.exec(tool.output) ?? [];
    const stored = (await kafka.offsets('slow')).reduce((sum, { next }) => sum + next, 0);
    expect(Number(acknowledged.replaceAll(',', ''))).toBe(stored);
  });

  test('without brokers it writes lines to standard output', async () => {
    const tool = simulate('--rate', '1000000', '--count', '500', '--seed', '3', '--run', '1');
    expect(await tool.exited).toMatchObject({ code: 0 });
    const lines = tool.output.split('\n').filter((line) => line.startsWith('{'));
    expect(lines.length).toBe(500);
    expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(
      lines.map((_, index) => `sim-3-1-${index}`),
    );
  });

  test('a wrong setting is one line, and exit 2', async () => {
    const tool = simulate('--count', 'many');
    expect(await tool.exited).toMatchObject({ code: 2 });
    expect(tool.output.trim()).toBe('--count: must be a whole number from 1 to 1000000000000, not "many"');
  });
});
