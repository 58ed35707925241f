import { expect, test } from 'vitest';
import { ConfigError } from './config-error';
import { readSimulateOptions, simulateHelp } from './simulate-options';

const NOW = 1_790_000_000_000;
const read = (args: string, env: Record<string, string> = {}) =>
  readSimulateOptions(args.split(' ').filter(Boolean), env, NOW);

test.each([
  ['', { count: Number.POSITIVE_INFINITY, run: 1_790_000_000, compression: 'none', duplicateShare: 0 }],
  ['--count 1000000 --run=7', { count: 1_000_000, run: 7 }],
  [
    '--compression lz4 --duplicate-share 0.01 --malformed-share=.5 --late-share 1 --waves 0',
    { compression: 'lz4', duplicateShare: 0.01, malformedShare: 0.5, lateShare: 1, waves: 0 },
  ],
  [
    '--rate 20000 --brokers a:9092,b:9092 --topic=t',
    { config: { RATE: 20_000, KAFKA_BROKERS: ['a:9092', 'b:9092'], KAFKA_TOPIC: 't' } },
  ],
])('%s', (args, expected) => {
  expect(read(args)).toMatchObject(expected);
});

test('takes the settings of the server from the environment too', () => {
  expect(read('', { RATE: '5', KAFKA_BROKERS: 'a:9092' })).toMatchObject({
    config: { RATE: 5, KAFKA_BROKERS: ['a:9092'] },
  });
});

test.each([
  ['--count 0', '--count'],
  ['--count 1.5', '--count'],
  ['--count', '--count'],
  ['--late-share 2', '--late-share'],
  ['--compression brotli', '--compression'],
  ['--rate lots', 'RATE'],
  ['--cuont 5', '--cuont'],
])('%s is refused, and named', (args, option) => {
  let error: unknown;
  try {
    read(args);
  } catch (caught) {
    error = caught;
  }
  expect(error).toBeInstanceOf(ConfigError);
  expect(error).toMatchObject({ option });
});

test('--help names its own options and those of the server', () => {
  expect(read('--help')).toBe('help');
  for (const option of ['--count', '--duplicate-share', '--rate', '--kafka-brokers'])
    expect(simulateHelp()).toContain(option);
});
