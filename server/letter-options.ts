import { parseArgs } from 'node:util';
import { LETTER_STATES, type LetterQuery, type LetterSelection, type LetterState } from '../lib/letters/desk';
import { parseLetterKey } from '../lib/letters/letter-key';
import { isLetterReason, LETTER_REASONS } from '../lib/letters/reasons';
import { type Config, helpText, loadConfig } from './config';
import { ConfigError } from './config-error';
import { OPTIONS, type OptionName, type OptionSpec } from './config-options';

const COMMANDS = ['list', 'show', 'replay', 'drop'] as const;
type Command = (typeof COMMANDS)[number];

/** Keys, or a selection: exactly one of the two. */
export type LetterTarget =
  | { readonly keys: readonly string[] }
  | { readonly selection: LetterSelection; readonly limit: number };

export type LetterCommand =
  | { readonly name: 'list'; readonly query: LetterQuery }
  | { readonly name: 'show'; readonly key: string; readonly raw: boolean }
  | { readonly name: 'replay'; readonly target: LetterTarget; readonly payload: string | null }
  | { readonly name: 'drop'; readonly target: LetterTarget; readonly yes: boolean };

export type LetterOptions = {
  readonly command: LetterCommand;
  /** Of a running globe; null: the store itself. */
  readonly url: URL | null;
  readonly json: boolean;
  readonly config: Config;
};

type Own = {
  readonly type: 'string' | 'boolean';
  readonly help: string;
  readonly of: readonly Command[];
};
const SELECTING = ['list', 'replay', 'drop'] as const;

/** Options of this tool alone; all others are those of the server. */
const OWN = {
  reason: { type: 'string', of: SELECTING, help: 'Those of one reason, e.g. bad_field.' },
  source: { type: 'string', of: SELECTING, help: 'Those of one topic (or file, or simulated run).' },
  partition: { type: 'string', of: SELECTING, help: 'Those of one partition.' },
  since: {
    type: 'string',
    of: SELECTING,
    help: 'Those taken in since: 90m, 12h, 3d, or a time like 2026-11-20T08:00Z.',
  },
  state: { type: 'string', of: ['list'], help: `${LETTER_STATES.join(', ')} or any. [default open]` },
  limit: { type: 'string', of: ['list', 'replay'], help: 'How many at most. [default of list: 20]' },
  after: { type: 'string', of: ['list'], help: 'The next page: what the page before ended with.' },
  all: {
    type: 'boolean',
    of: ['replay', 'drop'],
    help: 'All that are open and not narrowed down otherwise.',
  },
  payload: {
    type: 'string',
    of: ['replay'],
    help: 'A file that is decoded in place of what was kept; with one key.',
  },
  raw: { type: 'boolean', of: ['show'], help: 'The payload as it came, with addresses and user ids.' },
  yes: { type: 'boolean', of: ['drop'], help: 'Do drop more than one.' },
  json: { type: 'boolean', of: COMMANDS, help: 'One JSON document on standard output.' },
  url: {
    type: 'string',
    of: COMMANDS,
    help: 'Ask a running globe: http://127.0.0.1:3000, with its ADMIN_KEY in the environment.',
  },
} as const satisfies Readonly<Record<string, Own>>;
type OwnName = keyof typeof OWN;
const ownName = (name: string): OwnName | null => (Object.hasOwn(OWN, name) ? (name as OwnName) : null);

export function letterHelp(): string {
  const own = (Object.keys(OWN) as OwnName[]).map((name) => {
    const { type, help, of } = OWN[name];
    const shown = type === 'string' ? `${name} …` : name;
    const where = of.length === COMMANDS.length ? '' : ` (${of.join(', ')})`;
    return `  --${shown.padEnd(14)} ${help}${where}`;
  });
  return [
    'npm run dead-letters -- list                    counts by reason, and the newest',
    'npm run dead-letters -- show KEY                one, with addresses and user ids masked',
    'npm run dead-letters -- replay KEY… | --reason R | --all      once more through decode, enrich and store',
    'npm run dead-letters -- drop KEY… | --reason R | --all        deletes payloads; they stay counted',
    '',
    'A key is topic/epoch/partition/offset, as list prints it. Works on DATABASE_URL, or on the embedded database of',
    'DATA_DIR while no globe has it open, or through a running globe with --url. More in docs/dead-letters.md.',
    '',
    ...own,
    '',
    'Besides, the options of the server, of which Database, Enrichment and EVENT_TYPES matter here:',
    helpText().split('\n').slice(1).join('\n'),
  ].join('\n');
}

type Given = Readonly<Partial<Record<OwnName, string>>>;

/** The tool's own options and keys; what is left is for the server. */
function split(args: readonly string[]): {
  readonly own: Given;
  readonly words: readonly string[];
  readonly others: readonly string[];
} {
  const own: Partial<Record<OwnName, string>> = {};
  const words: string[] = [];
  const others: string[] = [];
  const known = parseArgs({ args: [...args], strict: false, allowPositionals: true, tokens: true }).tokens;
  let skipped = -1;
  for (const token of known) {
    if (token.index <= skipped) continue;
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      words.push(token.value);
      continue;
    }
    const name = ownName(token.name);
    const value = token.inlineValue === true ? token.value : undefined;
    if (name !== null && OWN[name].type === 'boolean') {
      if (value !== undefined) throw new ConfigError(`--${name}`, 'takes no value');
      own[name] = 'true';
      continue;
    }
    const next = value === undefined ? args[token.index + 1] : undefined;
    if (name !== null) {
      const given = value ?? next;
      if (given === undefined || (value === undefined && given.startsWith('--')))
        throw new ConfigError(`--${name}`, 'needs a value');
      own[name] = given;
      if (value === undefined) skipped = token.index + 1;
      continue;
    }
    others.push(args[token.index] ?? '');
    if (takesValue(token.name) && value === undefined && next !== undefined) {
      others.push(next);
      skipped = token.index + 1;
    }
  }
  return { own, words, others };
}

/** Whether an option of the server takes a value. One that there is not is refused here, where all options are known. */
function takesValue(flag: string): boolean {
  if (flag === 'help' || flag === 'h') return false;
  const name = flag.toUpperCase().replaceAll('-', '_');
  const spec: OptionSpec | undefined = OPTIONS[(name.startsWith('NO_') ? name.slice(3) : name) as OptionName];
  if (spec === undefined) throw new ConfigError(`--${flag}`, 'there is no such option (--help lists all)');
  return spec.kind !== 'boolean';
}

const UNITS_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function readSince(text: string, now: number): number {
  const [, count, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  if (count !== undefined) return now - Number(count) * UNITS_MS[unit as keyof typeof UNITS_MS];
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at))
    throw new ConfigError('--since', `"${text}" is neither 90m, 12h, 3d nor a time like 2026-11-20T08:00Z`);
  return at;
}

function readWhole(name: OwnName, text: string, min: number, max: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max))
    throw new ConfigError(`--${name}`, `must be a whole number from ${min} to ${max}, not "${text}"`);
  return value;
}

function readSelection(own: Given, now: number): LetterSelection {
  const { reason, source, partition, since } = own;
  if (reason !== undefined && !isLetterReason(reason))
    throw new ConfigError('--reason', `"${reason}" is none of ${Object.keys(LETTER_REASONS).join(', ')}`);
  return {
    ...(reason === undefined ? {} : { reason }),
    ...(source === undefined ? {} : { topic: source }),
    ...(partition === undefined ? {} : { partition: readWhole('partition', partition, 0, 1e9) }),
    ...(since === undefined ? {} : { since: readSince(since, now) }),
  };
}

function readKeys(words: readonly string[]): readonly string[] {
  for (const word of words)
    if (parseLetterKey(word) === null)
      throw new ConfigError('key', `"${word}" is not of the form topic/epoch/partition/offset`);
  return words;
}

const NARROWING = ['reason', 'source', 'partition', 'since', 'all', 'limit'] as const;

function readTarget(command: Command, words: readonly string[], own: Given, now: number): LetterTarget {
  const narrowing = NARROWING.find((name) => own[name] !== undefined);
  if (words.length > 0 && narrowing !== undefined)
    throw new ConfigError(`--${narrowing}`, 'does not go with keys: name one or the other');
  if (words.length > 0) return { keys: readKeys(words) };
  if (own.reason === undefined && own.all === undefined)
    throw new ConfigError(command, 'name keys, or --reason, or --all');
  const limit =
    own.limit === undefined ? Number.POSITIVE_INFINITY : readWhole('limit', own.limit, 1, 1_000_000_000);
  return { selection: readSelection(own, now), limit };
}

function readList(own: Given, words: readonly string[], now: number): LetterCommand {
  if (words.length > 0) throw new ConfigError('list', 'takes no keys: show, replay and drop do');
  const state = own.state ?? 'open';
  if (state !== 'any' && !(LETTER_STATES as readonly string[]).includes(state))
    throw new ConfigError('--state', `"${state}" is none of ${LETTER_STATES.join(', ')}, any`);
  const query = {
    selection: readSelection(own, now),
    state: state === 'any' ? null : (state as LetterState),
    limit: own.limit === undefined ? 20 : readWhole('limit', own.limit, 1, 1_000),
    after: own.after ?? null,
  };
  return { name: 'list', query };
}

function readCommand(name: Command, words: readonly string[], own: Given, now: number): LetterCommand {
  if (name === 'list') return readList(own, words, now);
  if (name === 'show') {
    const [key] = readKeys(words);
    if (key === undefined || words.length > 1) throw new ConfigError('show', 'takes one key');
    return { name, key, raw: own.raw !== undefined };
  }
  const target = readTarget(name, words, own, now);
  if (name === 'drop') return { name, target, yes: own.yes !== undefined };
  const payload = own.payload ?? null;
  if (payload !== null && !('keys' in target && target.keys.length === 1))
    throw new ConfigError('--payload', 'goes with exactly one key');
  return { name, target, payload };
}

function readUrl(text: string): URL {
  let url: URL | null = null;
  try {
    url = new URL(text);
  } catch {
    // Said below.
  }
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new ConfigError('--url', `"${text}" is not an address like http://127.0.0.1:3000`);
  if (url.username !== '' || url.password !== '')
    throw new ConfigError('--url', 'must not hold a user or password: the key is ADMIN_KEY');
  return url;
}

/** Throws ConfigError for the first thing that cannot work; 'help' when asked for, or when nothing is asked. */
export function readLetterOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  now: number,
): LetterOptions | 'help' {
  const { own, words, others } = split(args);
  // The role is that of a server: this is none.
  const config = loadConfig(others, { ...env, ROLE: undefined });
  const [word, ...rest] = words;
  if (config === 'help' || word === undefined) return 'help';
  const name = COMMANDS.find((command) => command === word);
  if (name === undefined)
    throw new ConfigError(word, `there is no such command: ${COMMANDS.join(', ')} (--help tells more)`);
  for (const option of Object.keys(own) as OwnName[]) {
    const of: readonly Command[] = OWN[option].of;
    if (!of.includes(name))
      throw new ConfigError(`--${option}`, `goes with ${of.join(', ')}, not with ${name}`);
  }
  const command = readCommand(name, rest, own, now);
  const url = own.url === undefined ? null : readUrl(own.url);
  if (url !== null && config.ADMIN_KEY === null)
    throw new ConfigError('ADMIN_KEY', 'must be that of the globe which --url names');
  if (url !== null && ('raw' in command ? command.raw : 'payload' in command && command.payload !== null))
    throw new ConfigError(
      'raw' in command ? '--raw' : '--payload',
      'works on the database itself alone, not with --url',
    );
  return { command, url, json: own.json !== undefined, config };
}
