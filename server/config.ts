import { parseArgs } from 'node:util';
import type { Brand } from '../lib/brand/brand';
import { EVENT_TYPES, type EventType } from '../lib/events/event';
import { readBrand } from './brand';
import { ConfigError } from './config-error';
import { OPTIONS, type OptionName, type OptionSpec } from './config-options';

type Value<S> = S extends { kind: 'integer' | 'number' }
  ? S extends { default: string }
    ? number
    : number | null
  : S extends { kind: 'boolean' }
    ? boolean
    : S extends { kind: 'list' }
      ? readonly string[]
      : S extends { choices: readonly (infer C)[]; default: string }
        ? C
        : S extends { choices: readonly (infer C)[] }
          ? C | null
          : S extends { default: string }
            ? string
            : string | null;

/** The settings, typed. Texts without a default are null when they are not given; '' counts as not given. */
export type Settings = { readonly [N in OptionName]: Value<(typeof OPTIONS)[N]> };

export type Config = Settings & {
  readonly source: 'simulated' | 'kafka' | 'file' | 'none';
  readonly store: 'mysql' | 'embedded';
  readonly liveLog: 'kafka' | 'embedded' | 'memory';
  readonly types: ReadonlySet<EventType>;
  readonly brand: Brand;
  /** Only with --dev: Next's development server. */
  readonly dev: boolean;
  /** Names that were given, by flag or environment. */
  readonly given: ReadonlySet<OptionName>;
};

const NAMES = Object.keys(OPTIONS) as OptionName[];
const flagOf = (name: string) => name.toLowerCase().replaceAll('_', '-');

function parseValue(name: OptionName, spec: OptionSpec, text: string): unknown {
  const wrong = (want: string) =>
    new ConfigError(name, `must be ${want}${spec.kind === 'secret' ? '' : `, not "${text}"`}`);
  switch (spec.kind) {
    case 'integer':
    case 'number': {
      const value = text.trim() === '' ? Number.NaN : Number(text);
      const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = spec;
      const whole = spec.kind === 'number' || Number.isInteger(value);
      if (!Number.isFinite(value) || !whole || value < min || value > max)
        throw wrong(`a ${spec.kind === 'integer' ? 'whole ' : ''}number from ${min} to ${max}`);
      return value;
    }
    case 'boolean':
      if (['true', '1', 'yes', 'on'].includes(text.toLowerCase())) return true;
      if (['false', '0', 'no', 'off'].includes(text.toLowerCase())) return false;
      throw wrong('true or false');
    case 'choice':
      if (!spec.choices?.includes(text)) throw wrong(`one of ${spec.choices?.join(', ')}`);
      return text;
    case 'list':
      return text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '');
    default:
      return text;
  }
}

function nearest(name: string): string {
  const distance = (a: string, b: string) => {
    const letters = new Set(a);
    return [...b].filter((letter) => !letters.has(letter)).length + Math.abs(a.length - b.length);
  };
  const flags = NAMES.map(flagOf).sort((a, b) => distance(name, a) - distance(name, b));
  return flags[0] ?? '';
}

function readFlags(args: readonly string[]): {
  readonly values: Record<string, string | boolean | undefined>;
} {
  const options = Object.fromEntries(
    NAMES.map((name) => [
      flagOf(name),
      { type: OPTIONS[name].kind === 'boolean' ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  try {
    return parseArgs({
      args: [...args],
      options: { ...options, dev: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
      allowNegative: true,
    }) as { values: Record<string, string | boolean | undefined> };
  } catch (error) {
    const message = (error as Error).message;
    const flag = /'-+([^' ]+)/.exec(message)?.[1] ?? '';
    if ((error as NodeJS.ErrnoException).code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION')
      throw new ConfigError(
        `--${flag}`,
        `there is no such option; did you mean --${nearest(flag)}? (--help lists all)`,
      );
    throw new ConfigError(
      flag === '' ? 'options' : `--${flag}`,
      `${message.split('. ')[0]} (--help lists all)`,
    );
  }
}

/** `--help`, or the text to print for it. */
export function helpText(): string {
  const groups = [...new Set(NAMES.map((name) => OPTIONS[name].group))];
  const lines = groups.flatMap((group) => [
    '',
    group,
    ...NAMES.filter((name) => OPTIONS[name].group === group).map((name) => {
      const spec: OptionSpec = OPTIONS[name];
      const extra = [spec.choices?.join(' | '), spec.default ? `default ${spec.default}` : '']
        .filter(Boolean)
        .join('; ');
      return `  --${flagOf(name).padEnd(28)} ${spec.help}${extra === '' ? '' : ` [${extra}]`}`;
    }),
  ]);
  return [
    'npm start -- [options]      Each option is an environment variable too: --kafka-brokers is KAFKA_BROKERS.',
    ...lines,
    '',
  ].join('\n');
}

/**
 * Reads flags and environment (flags win). Throws ConfigError for the first thing that cannot work.
 * Returns 'help' when help was asked for.
 */
export function loadConfig(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Config | 'help' {
  const { values } = readFlags(args);
  if (values.help === true) return 'help';
  const settings: Record<string, unknown> = {};
  const given = new Set<OptionName>();
  for (const name of NAMES) {
    const spec: OptionSpec = OPTIONS[name];
    const text = values[flagOf(name)] ?? env[name];
    const present = text !== undefined && text !== '';
    if (present) given.add(name);
    const raw = present ? String(text) : spec.default;
    settings[name] = raw === undefined ? null : parseValue(name, spec, raw);
  }
  return derive(settings as Settings, given, values.dev === true);
}

function derive(settings: Settings, given: ReadonlySet<OptionName>, dev: boolean): Config {
  const kafka = settings.KAFKA_BROKERS.length > 0;
  const source = settings.SOURCE ?? (kafka ? 'kafka' : 'simulated');
  const store = settings.DATABASE_URL === null ? 'embedded' : 'mysql';
  const liveLog = store === 'embedded' ? 'embedded' : kafka ? 'kafka' : 'memory';
  const config: Config = {
    ...settings,
    source,
    store,
    liveLog,
    types: readTypes(settings),
    brand: readBrand(settings),
    dev,
    given,
  };
  checkTogether(config);
  return config;
}

function readTypes(settings: Settings): ReadonlySet<EventType> {
  for (const type of settings.EVENT_TYPES)
    if (!(EVENT_TYPES as readonly string[]).includes(type))
      throw new ConfigError('EVENT_TYPES', `"${type}" is none of ${EVENT_TYPES.join(', ')}`);
  if (settings.EVENT_TYPES.length === 0) throw new ConfigError('EVENT_TYPES', 'names no type');
  return new Set(settings.EVENT_TYPES as readonly EventType[]);
}

/** What only shows when settings stand side by side. */
function checkTogether(config: Config): void {
  const kafka = config.KAFKA_BROKERS.length > 0;
  for (const broker of config.KAFKA_BROKERS)
    if (!/^(\[[0-9a-f:]+\]|[^\s:/]+):\d{1,5}$/i.test(broker))
      throw new ConfigError('KAFKA_BROKERS', `"${broker}" is not host:port`);
  if (config.source === 'kafka' && !kafka)
    throw new ConfigError('KAFKA_BROKERS', 'must name the brokers when SOURCE is kafka');
  if (config.source === 'file' && config.FILE_PATH === null)
    throw new ConfigError('FILE_PATH', 'must name the file when SOURCE is file');
  if (config.ROLE !== 'all' && config.store === 'embedded')
    throw new ConfigError(
      'ROLE',
      `${config.ROLE} needs a database that processes can share: set DATABASE_URL, or leave ROLE out`,
    );
  if (config.ROLE !== 'all' && !kafka)
    throw new ConfigError(
      'ROLE',
      `${config.ROLE} needs a live log that processes can share: set KAFKA_BROKERS, or leave ROLE out`,
    );
  if (config.ROLE === 'worker' && config.GEO_CACHE_KEY === null)
    throw new ConfigError('GEO_CACHE_KEY', 'is needed for a worker: set the same secret for all of them');
  if (
    config.KAFKA_SASL_MECHANISM !== null &&
    (config.KAFKA_SASL_USERNAME === null || config.KAFKA_SASL_PASSWORD === null)
  )
    throw new ConfigError('KAFKA_SASL_MECHANISM', 'needs KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD');
  if (
    config.KAFKA_SASL_MECHANISM === null &&
    (config.KAFKA_SASL_USERNAME !== null || config.KAFKA_SASL_PASSWORD !== null)
  )
    throw new ConfigError(
      'KAFKA_SASL_MECHANISM',
      'must be plain, scram-sha-256 or scram-sha-512 when a user or password is given',
    );
  if ((config.KAFKA_SSL_CERT === null) !== (config.KAFKA_SSL_KEY === null))
    throw new ConfigError('KAFKA_SSL_CERT', 'and KAFKA_SSL_KEY go together');
  if (config.DATABASE_URL !== null && !/^mysql:\/\//i.test(config.DATABASE_URL))
    throw new ConfigError(
      'DATABASE_URL',
      'must begin with mysql:// (SingleStore, MySQL and MariaDB speak it)',
    );
  if (config.PIN_RESOLVER_URL !== null && !/^https?:\/\/.*\{id\}/.test(config.PIN_RESOLVER_URL))
    throw new ConfigError('PIN_RESOLVER_URL', 'must be an http(s) URL with {id} where the pin id goes');
  if (config.ADMIN_KEY !== null && config.ADMIN_KEY.length < 16)
    throw new ConfigError('ADMIN_KEY', 'must have 16 characters or more');
  for (const name of ['ALLOWED_ORIGINS', 'EMBED_ORIGINS'] as const)
    for (const origin of config[name])
      if (!(name === 'EMBED_ORIGINS' && origin === '*') && !/^https?:\/\/[^/\s]+$/.test(origin))
        throw new ConfigError(name, `"${origin}" is not an origin like https://dash.example`);
}
