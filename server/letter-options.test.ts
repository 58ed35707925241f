import { describe, expect, it } from 'vitest';
import { letterHelp, readLetterOptions } from './letter-options';

const NOW = 1_780_000_000_000;
const KEY = 'engagement/1/0/42';
const read = (line: string, env: Record<string, string> = {}) =>
  readLetterOptions(line.split(' ').filter(Boolean), env, NOW);
const command = (line: string) => {
  const options = read(line);
  return options === 'help' ? options : options.command;
};

describe('commands', () => {
  it.each([
    ['list', { name: 'list', query: { selection: {}, state: 'open', limit: 20, after: null } }],
    [
      'list --reason bad_field --source=engagement --partition 3 --since 2h --state any --limit 5 --after 1.2.3',
      {
        name: 'list',
        query: {
          selection: { reason: 'bad_field', topic: 'engagement', partition: 3, since: NOW - 7_200_000 },
          state: null,
          limit: 5,
          after: '1.2.3',
        },
      },
    ],
    [`show ${KEY} --raw`, { name: 'show', key: KEY, raw: true }],
    [`replay ${KEY} ${KEY}1`, { name: 'replay', target: { keys: [KEY, `${KEY}1`] }, payload: null }],
    [`replay --payload a.json ${KEY}`, { name: 'replay', target: { keys: [KEY] }, payload: 'a.json' }],
    [
      'replay --all --limit 10 --since 2026-01-02',
      {
        name: 'replay',
        target: { selection: { since: Date.UTC(2026, 0, 2) }, limit: 10 },
        payload: null,
      },
    ],
    [
      'drop --reason empty --yes',
      {
        name: 'drop',
        target: { selection: { reason: 'empty' }, limit: Number.POSITIVE_INFINITY },
        yes: true,
      },
    ],
  ])('%s', (line, wanted) => {
    expect(command(line)).toEqual(wanted);
  });

  it('take the options of the server wherever they stand, and leave its role alone', () => {
    const options = read(`--data-dir /x show --log-level debug ${KEY} --no-kafka-ssl --json`, {
      ROLE: 'worker',
    });
    expect(options).toMatchObject({
      command: { name: 'show', key: KEY },
      json: true,
      url: null,
      config: { DATA_DIR: '/x', LOG_LEVEL: 'debug', ROLE: 'all' },
    });
  });

  it('show their help', () => {
    expect(read('')).toBe('help');
    expect(read('list --help')).toBe('help');
    for (const word of ['list', 'show', 'replay', 'drop', '--reason', '--url', '--database-url', 'ADMIN_KEY'])
      expect(letterHelp()).toContain(word);
  });

  it('go to a running globe with its key', () => {
    const env = { ADMIN_KEY: 'a key of some length' };
    expect(read('list --url http://127.0.0.1:3000/x', env)).toMatchObject({
      url: new URL('http://127.0.0.1:3000/x'),
    });
  });
});

describe('what cannot work is refused in one line that names it', () => {
  it.each([
    ['lst', /^lst: there is no such command/],
    ['list --reson x', /^--reson: there is no such option/],
    ['list --reason nonsense', /^--reason: "nonsense" is none of/],
    ['list --since yesterday', /^--since: /],
    ['list --since', /^--since: needs a value/],
    ['list --state closed', /^--state: /],
    ['list --limit 0', /^--limit: /],
    ['list --json=yes', /^--json: takes no value/],
    [`list ${KEY}`, /^list: takes no keys/],
    ['list --raw', /^--raw: goes with show/],
    ['list --all', /^--all: goes with replay, drop/],
    ['show', /^show: takes one key/],
    [`show ${KEY} ${KEY}`, /^show: takes one key/],
    ['show engagement/42', /^key: "engagement\/42" is not of the form/],
    ['replay', /^replay: name keys, or --reason, or --all/],
    ['replay --source engagement', /^replay: name keys/],
    [`drop ${KEY} --all`, /^--all: does not go with keys/],
    ['replay --all --payload x', /^--payload: goes with exactly one key/],
    ['list --url nowhere', /^--url: /],
    ['list --url ftp://x', /^--url: /],
    ['list --url http://me:secret@x', /^--url: must not hold a user or password/],
    ['list --url http://x', /^ADMIN_KEY: must be that of the globe/],
    [`show ${KEY} --raw --url http://x --admin-key 0123456789abcdef`, /^--raw: works on the database itself/],
    [
      `replay ${KEY} --payload f --url http://x --admin-key 0123456789abcdef`,
      /^--payload: works on the database/,
    ],
    ['list --admin-key short', /^ADMIN_KEY: must have 16 characters/],
    ['list --port x', /^PORT: /],
  ])('%s', (line, message) => {
    expect(() => read(line)).toThrow(message);
  });
});
