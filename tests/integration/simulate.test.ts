import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeEvent } from '../../lib/events/decode';
import { type KafkaBroker, startKafka } from '../support/kafka-broker';
import { requirePart } from '../support/parts';
import { startProcess } from '../support/processes';

const ROOT = join(import.meta.dirname, '../..');
const simulate = (args: readonly string[], env: Record<string, string> = {}) =>
  startProcess(process.execPath, [join(ROOT, 'dist/server/simulate.js'), ...args], { cwd: ROOT, env });

describe('npm run simulate', () => {
  test('without brokers writes NDJSON that the decoder takes, as many as asked for', async () => {
    const child = simulate(['--count', '500', '--rate', '100000']);
    expect((await child.exited).code).toBe(0);
    const lines = child.output.split('\n').filter((line) => line.startsWith('{'));
    expect(lines).toHaveLength(500);
    for (const line of lines) {
      const record = { value: Buffer.from(line), headers: {}, timestamp: Date.now() };
      expect(decodeEvent(record, { topic: 's', partition: 0, epoch: 0, offset: 0 }).ok).toBe(true);
    }
  });

  test('a broken count is one clear line', async () => {
    const child = simulate(['--count', 'many']);
    expect((await child.exited).code).toBe(2);
    expect(child.output.trim()).toBe('--count: must be a whole number from 1');
  });
});

describe.skipIf(!requirePart('kafka'))('npm run simulate into Kafka', () => {
  let kafka: KafkaBroker;
  beforeAll(async () => {
    kafka = await startKafka();
  });
  afterAll(() => kafka?.stop());

  test('makes the topic, and every event that it says was acknowledged is there', async () => {
    const child = simulate(['--rate', '50000', '--count=60000'], {
      KAFKA_BROKERS: kafka.brokers,
      KAFKA_TOPIC: 'simulated',
    });
    expect((await child.exited).code).toBe(0);
    expect(child.output).toContain('60000 events acknowledged');
    const offsets = await kafka.offsets('simulated');
    expect(offsets).toHaveLength(4);
    expect(offsets.reduce((sum, { next }) => sum + next, 0)).toBe(60_000);
  });
});
