import type { Health, Running } from '../live/protocol';
import { formatAge, formatCount } from './format';

/** `calm`: all is well. `note`: worth knowing. `warn`: shown in amber. `alert`: something is lost or away. */
export type Tone = 'calm' | 'note' | 'warn' | 'alert';

/** One line that says how things stand. `word` is one of a few, for the corner; `text` is the sentence, or ''. */
export type StateLine = { readonly tone: Tone; readonly word: string; readonly text: string };

export type StateInput = {
  readonly connection: 'connecting' | 'live' | 'catching-up' | 'away' | 'stale';
  readonly connectionForMs: number;
  readonly retryInMs: number | null;
  readonly waitingFor: string | null;
  /** Something answered, with no picture. */
  readonly unreadable: boolean;
  /** There is no room for the filter. */
  readonly refused: boolean;
  readonly started: boolean;
  readonly dataAgeMs: number | null;
  /** Repins per second. */
  readonly rate: number;
  readonly catchingUp: boolean;
  readonly caughtUp: { readonly repins: number } | null;
  readonly running: Running | null;
  readonly health: Health | null;
};

/** Data older than this is behind when something arrives, and quiet when nothing does, ms. */
const OLD_AFTER_MS = 15_000;

const WAITED_FOR: Record<Running['source'], string> = {
  simulated: 'the simulation',
  kafka: 'Kafka',
  file: 'the file',
  collector: 'the collector',
};
const STORES: Record<Running['store'], string> = {
  embedded: 'The database',
  mysql: 'MySQL',
  mariadb: 'MariaDB',
  singlestore: 'SingleStore',
};

const seconds = (ms: number) => `${formatCount(Math.ceil(ms / 1_000))} s`;

/** Retry countdown; while an attempt is under way there is none. */
function nextTry(retryInMs: number | null): string {
  return retryInMs !== null && retryInMs > 0 ? `Next try in ${seconds(retryInMs)}.` : 'Trying now.';
}

/** The most important thing first: what is lost, what is away, what is late, what is normal. */
export function stateLine(view: StateInput): StateLine {
  const { connection, dataAgeMs, health, running, waitingFor } = view;
  if (connection === 'away')
    return {
      tone: 'alert',
      word: 'Cut off',
      text: `The connection was lost ${seconds(view.connectionForMs)} ago; this is the last picture. ${nextTry(view.retryInMs)}`,
    };
  if (view.refused)
    return {
      tone: 'warn',
      word: 'Not shown',
      text: `Too many other filters are in use here to show this one. ${nextTry(view.retryInMs)}`,
    };
  if (!view.started) {
    if (waitingFor !== null)
      return { tone: 'warn', word: 'Waiting', text: `The server is up and waits for ${waitingFor}.` };
    if (view.unreadable)
      return {
        tone: 'warn',
        word: 'Waiting',
        text: `The answer is cut short, or a proxy's own page. ${nextTry(view.retryInMs)}`,
      };
    return view.retryInMs !== null
      ? { tone: 'warn', word: 'Waiting', text: `The server does not answer. ${nextTry(view.retryInMs)}` }
      : { tone: 'note', word: 'Connecting', text: 'Connecting to the server…' };
  }
  if (health?.database === 'down')
    return {
      tone: 'warn',
      word: 'No database',
      text: `${STORES[running?.store ?? 'embedded']} does not answer. Events wait until it is back; none is lost.`,
    };
  if (health?.liveLog === 'down')
    return {
      tone: 'warn',
      word: running?.liveLog === 'kafka' ? 'No Kafka' : 'No live log',
      text: `${running?.liveLog === 'kafka' ? 'Kafka' : 'The live log'} does not answer. The picture stands still until it is back.`,
    };
  if (connection === 'stale' && waitingFor !== null)
    return { tone: 'warn', word: 'Waiting', text: `The server waits for ${waitingFor}.` };
  if (connection === 'stale')
    return { tone: 'warn', word: 'Silent', text: 'Connected, but the server has fallen silent.' };
  if (connection === 'connecting')
    return {
      tone: 'note',
      word: 'Connecting',
      text: `The live channel is not open yet. ${nextTry(view.retryInMs)}`,
    };
  if (dataAgeMs === null)
    return {
      tone: 'note',
      word: 'Waiting',
      text: `Waiting for the first repin${running ? ` from ${WAITED_FOR[running.source]}` : ''}…`,
    };
  if (connection === 'catching-up')
    return { tone: 'note', word: 'Catching up', text: 'Fetching what was missed.' };
  if (view.catchingUp || health?.catchingUp)
    return {
      tone: 'note',
      word: 'Catching up',
      text: 'Catching up: what happened over a minute ago is counted, without a ring.',
    };
  if (view.caughtUp)
    return {
      tone: 'calm',
      word: 'Live',
      text: `Caught up: ${formatCount(view.caughtUp.repins)} repins while away.`,
    };
  if (dataAgeMs > OLD_AFTER_MS)
    return view.rate > 0
      ? { tone: 'warn', word: 'Behind', text: `Behind by ${formatAge(dataAgeMs)}.` }
      : { tone: 'note', word: 'Quiet', text: `Quiet: the latest event came ${formatAge(dataAgeMs)} ago.` };
  return { tone: 'calm', word: 'Live', text: '' };
}
