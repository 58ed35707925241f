import { describe, expect, test } from 'vitest';
import { helpText, loadConfig } from './config';
import { OPTIONS } from './config-options';

const load = (args: string[] = [], env: Record<string, string> = {}) => {
  const config = loadConfig(args, env);
  if (config === 'help') throw new Error('help');
  return config;
};

describe('loadConfig', () => {
  test('needs nothing: simulated events, embedded store and live log', () => {
    expect(load()).toMatchObject({
      source: 'simulated',
      store: 'embedded',
      liveLog: 'embedded',
      PORT: 3000,
      ROLE: 'all',
      RATE: 60,
    });
  });

  test.each([
    [{ KAFKA_BROKERS: 'a:9092,b:9092' }, { source: 'kafka', store: 'embedded', liveLog: 'embedded' }],
    [{ DATABASE_URL: 'mysql://u:p@h/d' }, { source: 'simulated', store: 'mysql', liveLog: 'memory' }],
    [
      { KAFKA_BROKERS: 'a:1', DATABASE_URL: 'mysql://u:p@h/d' },
      { source: 'kafka', store: 'mysql', liveLog: 'kafka' },
    ],
    [{ SOURCE: 'file', FILE_PATH: '-' }, { source: 'file' }],
  ])('%j chooses the parts', (env, parts) => {
    expect(load([], env)).toMatchObject(parts);
  });

  test('a brand is one colour for all looks, or two', () => {
    expect(load([], { BRAND_ACCENT: '#00d084', BRAND_PIN: '#ffb23e, #a86400' }).brand).toEqual({
      dark: { repin: '#00d084', pin: '#ffb23e' },
      light: { pin: '#a86400' },
    });
    expect(load().brand).toEqual({ dark: {}, light: {} });
  });

  test('a flag wins over the environment, and an empty variable is none', () => {
    expect(load(['--port', '4000'], { PORT: '5000', RATE: '' })).toMatchObject({ PORT: 4000, RATE: 60 });
  });

  test.each([
    ['an unknown option', ['--prot', '1'], {}, '--prot: there is no such option; did you mean --port?'],
    [
      'a port that is none',
      ['--port', '99999'],
      {},
      'PORT: must be a whole number from 0 to 65535, not "99999"',
    ],
    ['a rate in words', [], { RATE: 'fast' }, 'RATE: must be a number'],
    [
      'a colour in words',
      [],
      { BRAND_ACCENT: 'red' },
      'BRAND_ACCENT: must be a colour like #ff4d5e, not "red"',
    ],
    ['three colours', [], { BRAND_PIN: '#ffb23e,#a86400,#fff' }, 'BRAND_PIN: names at most two colours'],
    [
      'a colour that is not seen',
      [],
      { BRAND_ACCENT: '#ff4d5e,#ffb3ba' },
      'BRAND_ACCENT: #ffb3ba has a contrast of 1.53:1 on the light ground #f6f4ef; 3:1 is the least',
    ],
    [
      'a ground for no text',
      [],
      { BRAND_SPACE: '#3a4668' },
      'BRAND_SPACE: the faintest text has a contrast of',
    ],
    ['an unknown role', [], { ROLE: 'boss' }, 'ROLE: must be one of all, web, worker'],
    ['an unknown type', [], { EVENT_TYPES: 'repin,like' }, 'EVENT_TYPES: "like" is none of'],
    ['no type', [], { EVENT_TYPES: ',' }, 'EVENT_TYPES: names no type'],
    ['a broker without a port', [], { KAFKA_BROKERS: 'kafka' }, 'KAFKA_BROKERS: "kafka" is not host:port'],
    ['Kafka without brokers', [], { SOURCE: 'kafka' }, 'KAFKA_BROKERS: must name'],
    ['a file without a path', [], { SOURCE: 'file' }, 'FILE_PATH: must name'],
    [
      'another database',
      [],
      { DATABASE_URL: 'postgres://u:hunter2@h/d' },
      'DATABASE_URL: must begin with mysql://',
    ],
    [
      'a worker of its own on the embedded store',
      [],
      { ROLE: 'worker', KAFKA_BROKERS: 'a:1' },
      'ROLE: worker needs a database',
    ],
    [
      'a worker without the geo key',
      [],
      { ROLE: 'worker', KAFKA_BROKERS: 'a:1', DATABASE_URL: 'mysql://h/d' },
      'GEO_CACHE_KEY: is needed',
    ],
    ['a web without Kafka', [], { ROLE: 'web', DATABASE_URL: 'mysql://h/d' }, 'ROLE: web needs a live log'],
    ['a password without a mechanism', [], { KAFKA_SASL_PASSWORD: 'x' }, 'KAFKA_SASL_MECHANISM: must be'],
    [
      'a certificate without its key',
      [],
      { KAFKA_SSL_CERT: 'x' },
      'KAFKA_SSL_CERT: and KAFKA_SSL_KEY go together',
    ],
    ['a resolver without {id}', [], { PIN_RESOLVER_URL: 'http://pins' }, 'PIN_RESOLVER_URL: must be'],
    [
      'an origin with a path',
      [],
      { ALLOWED_ORIGINS: 'https://a.example/x' },
      'ALLOWED_ORIGINS: "https://a.example/x"',
    ],
    ['a flag without its value', ['--port'], {}, '--port: '],
    ['a stray word', ['now'], {}, 'options: '],
  ])('%s: one clear line', (_name, args, env, line) => {
    expect(() => load(args as string[], env as Record<string, string>)).toThrow(line);
  });

  test('never repeats a secret', () => {
    expect(() => load([], { DATABASE_URL: 'postgres://u:hunter2@h/d' })).not.toThrow('hunter2');
  });

  test('help names every option', () => {
    expect(loadConfig(['--help'], {})).toBe('help');
    for (const name of Object.keys(OPTIONS))
      expect(helpText()).toContain(`--${name.toLowerCase().replaceAll('_', '-')}`);
  });
});
