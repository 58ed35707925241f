import { describe, expect, test } from 'vitest';
import type { Health, Running } from '../live/protocol';
import { type StateInput, stateLine } from './state-line';

const HEALTH: Health = {
  duplicates: 0,
  filtered: 0,
  deadLetters: 0,
  lostBeforeRead: 0,
  database: 'up',
  liveLog: 'up',
  catchingUp: false,
};
const KAFKA: Running = { source: 'kafka', store: 'mariadb', liveLog: 'kafka' };
const LIVE: StateInput = {
  connection: 'live',
  connectionForMs: 60_000,
  retryInMs: null,
  waitingFor: null,
  unreadable: false,
  refused: false,
  started: true,
  dataAgeMs: 400,
  rate: 12,
  catchingUp: false,
  caughtUp: null,
  running: KAFKA,
  health: HEALTH,
};

describe('stateLine', () => {
  test.each<[string, Partial<StateInput>, string, RegExp]>([
    ['live', {}, 'calm Live', /^$/],
    ['connecting', { started: false, connection: 'connecting' }, 'note Connecting', /Connecting/],
    [
      "a proxy's page in place of the picture",
      { started: false, connection: 'connecting', unreadable: true, retryInMs: 2_400 },
      'warn Waiting',
      /cut short, or a proxy's own page\. Next try in 3 s/,
    ],
    [
      'the server away from the start',
      { started: false, connection: 'connecting', retryInMs: 2_400 },
      'warn Waiting',
      /does not answer\. Next try in 3 s/,
    ],
    [
      'no room for the filter',
      { refused: true, started: false, connection: 'connecting', retryInMs: 12_000 },
      'warn Not shown',
      /Too many other filters.*Next try in 12 s/,
    ],
    ['waiting for a part', { started: false, waitingFor: 'MariaDB' }, 'warn Waiting', /waits for MariaDB/],
    ['before the first event', { dataAgeMs: null }, 'note Waiting', /first repin from Kafka/],
    [
      'cut off',
      { connection: 'away', connectionForMs: 12_000, retryInMs: 4_000 },
      'alert Cut off',
      /lost 12 s ago; this is the last picture\. Next try in 4 s/,
    ],
    ['cut off, trying', { connection: 'away' }, 'alert Cut off', /Trying now/],
    [
      'cut off before anything came, with the database down',
      { connection: 'away', health: { ...HEALTH, database: 'down' } },
      'alert Cut off',
      /last picture/,
    ],
    [
      'no database',
      { health: { ...HEALTH, database: 'down' } },
      'warn No database',
      /MariaDB does not answer/,
    ],
    ['no Kafka', { health: { ...HEALTH, liveLog: 'down' } }, 'warn No Kafka', /Kafka does not answer/],
    [
      'no live log',
      { health: { ...HEALTH, liveLog: 'down' }, running: { ...KAFKA, liveLog: 'embedded' } },
      'warn No live log',
      /live log does not answer/,
    ],
    ['silent', { connection: 'stale' }, 'warn Silent', /fallen silent/],
    ['catching up after a cut', { connection: 'catching-up' }, 'note Catching up', /what was missed/],
    ['the worker catching up', { catchingUp: true }, 'note Catching up', /counted, without a ring/],
    [
      'a page of another version',
      { connection: 'stale', waitingFor: 'this page to be reloaded' },
      'warn Waiting',
      /waits for this page/,
    ],
    ['the hub catching up', { health: { ...HEALTH, catchingUp: true } }, 'note Catching up', /Catching up/],
    ['caught up', { caughtUp: { repins: 1_240 } }, 'calm Live', /1,240 repins while away/],
    ['behind', { dataAgeMs: 42_000 }, 'warn Behind', /Behind by 42 s/],
    ['quiet', { dataAgeMs: 42_000, rate: 0 }, 'note Quiet', /latest event came 42 s ago/],
  ])('says %s', (_name, change, head, text) => {
    const line = stateLine({ ...LIVE, ...change });
    expect(`${line.tone} ${line.word}`).toBe(head);
    expect(line.text).toMatch(text);
  });
});
