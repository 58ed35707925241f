import { type Config, helpText, loadConfig } from './config';
import { ConfigError } from './config-error';

const COMPRESSIONS = ['none', 'gzip', 'snappy', 'lz4'] as const;

export type SimulateOptions = {
  readonly config: Config;
  /** Records to send; infinity for no end. */
  readonly count: number;
  /** Part of every id. */
  readonly run: number;
  readonly compression: (typeof COMPRESSIONS)[number];
  readonly waves: number;
  readonly duplicateShare: number;
  readonly malformedShare: number;
  readonly lateShare: number;
};

/** Options of this tool alone; all others are those of the server. */
const OWN = {
  count: 'Events to send; without it there is no end.',
  run: 'Number of the run, part of every id. Default: the time at the start, in seconds.',
  compression: `How Kafka batches are packed. [${COMPRESSIONS.join(' | ')}; default none]`,
  waves: 'How far the rate swings around its mean, 0 to 1; 0 for a bench. [default 1]',
  'duplicate-share': 'Share of events that come twice, 0 to 1. [default 0]',
  'malformed-share': 'Share of events that a broken producer sends, 0 to 1. [default 0]',
  'late-share': 'Share of events that are minutes late, 0 to 1. [default 0]',
} as const;
type Own = keyof typeof OWN;
const SHORT: Readonly<Record<string, string>> = { brokers: 'kafka-brokers', topic: 'kafka-topic' };

function numberOf(name: Own, text: string | undefined, fallback: number, min: number, max: number): number {
  if (text === undefined) return fallback;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const whole = max === 1 || Number.isInteger(value);
  if (!(value >= min && value <= max && whole))
    throw new ConfigError(
      `--${name}`,
      `must be a ${max === 1 ? '' : 'whole '}number from ${min} to ${max}, not "${text}"`,
    );
  return value;
}

export function simulateHelp(): string {
  const own = Object.entries(OWN).map(([name, help]) => `  --${name.padEnd(28)} ${help}`);
  return [
    'npm run simulate -- [options]      Writes simulated events to Kafka, or as lines to standard output.',
    '  --brokers and --topic are short for --kafka-brokers and --kafka-topic.',
    '',
    'Simulate',
    ...own,
    '',
    'Besides, the options of the server, of which Simulation and Kafka matter here:',
    helpText(),
  ].join('\n');
}

/** Reads the tool's own options and leaves the rest to the server's. Throws ConfigError; 'help' when asked for. */
export function readSimulateOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  now: number,
): SimulateOptions | 'help' {
  const own = new Map<string, string>();
  const others: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const [, name = '', value] = /^--([^=]+)(?:=(.*))?$/s.exec(args[index] ?? '') ?? [];
    if (name in OWN) {
      const given = value ?? args[++index];
      if (given === undefined) throw new ConfigError(`--${name}`, 'needs a value');
      own.set(name, given);
    } else if (name in SHORT) others.push(`--${SHORT[name]}${value === undefined ? '' : `=${value}`}`);
    else others.push(args[index] ?? '');
  }
  const config = loadConfig(others, env);
  if (config === 'help') return 'help';
  const compression = COMPRESSIONS.find((each) => each === (own.get('compression') ?? 'none'));
  if (compression === undefined)
    throw new ConfigError('--compression', `must be one of ${COMPRESSIONS.join(', ')}`);
  const share = (name: Own, fallback = 0) => numberOf(name, own.get(name), fallback, 0, 1);
  return {
    config,
    count: numberOf('count', own.get('count'), Number.POSITIVE_INFINITY, 1, 1e12),
    run: numberOf('run', own.get('run'), Math.floor(now / 1_000), 0, 2 ** 53 - 1),
    compression,
    waves: share('waves', 1),
    duplicateShare: share('duplicate-share'),
    malformedShare: share('malformed-share'),
    lateShare: share('late-share'),
  };
}
