import { readFile } from 'node:fs/promises';
import { CountChangedError, type LetterDesk, type ReplayReport } from '../lib/letters/desk';
import { DeskError } from '../lib/letters/http-desk';
import { dropKeys, replayAll } from '../lib/letters/replay-all';
import { NO_REPLAY } from '../lib/letters/reports';
import { ConfigError } from './config-error';
import { BadRequestError } from './dead-letters/store-desk';
import { tellDropped, tellList, tellReplayed, tellShown, tellWouldDrop } from './dead-letters/tell';
import { type LetterOptions, type LetterTarget, letterHelp, readLetterOptions } from './letter-options';
import { type OpenedDesk, openLetterDesk } from './open-letter-desk';
import { StoreUnavailableError } from './store/store';
import { openLog } from './telemetry';

const EXIT_FAILED = 1;
const EXIT_CONFIG = 2;

/** What is asked for goes to standard output; all else is told on standard error. */
const tell = (text: string) => process.stderr.write(`${text}\n`);
const print = (text: string | Uint8Array) =>
  new Promise<void>((done) => process.stdout.write(text, () => done()));

async function answer(json: boolean, value: unknown, lines: readonly string[]): Promise<void> {
  await print(`${json ? JSON.stringify(value, null, 2) : lines.join('\n')}\n`);
}

async function countOpen(desk: LetterDesk, target: LetterTarget): Promise<number> {
  if ('keys' in target) return new Set(target.keys).size;
  const { groups } = await desk.list({ selection: target.selection, state: 'open', limit: 1, after: null });
  return groups.reduce((sum, { count }) => sum + count, 0);
}

async function replay(
  { desk, stored }: OpenedDesk,
  target: LetterTarget,
  payload: string | null,
  json: boolean,
): Promise<number> {
  if (payload !== null && 'keys' in target) {
    const mended = await readFile(payload).catch((error: NodeJS.ErrnoException) => {
      throw new ConfigError('--payload', `${payload} cannot be read (${error.code ?? 'unknown'})`);
    });
    const report = (await stored?.replay(target, new Uint8Array(mended))) ?? NO_REPLAY;
    await answer(json, report, tellReplayed(report));
    return 0;
  }
  let sum: ReplayReport = NO_REPLAY;
  try {
    sum = await replayAll(desk, 'keys' in target ? target : { ...target, after: null }, (soFar) => {
      sum = soFar;
      if (soFar.next !== null) tell(`${soFar.asked.toLocaleString('en-US')} so far`);
    });
  } catch (error) {
    if (sum.asked > 0) tell([...tellReplayed({ ...sum, next: null }), 'Then it was cut off:'].join('\n'));
    throw error;
  }
  await answer(json, sum, tellReplayed(sum));
  return 0;
}

async function drop(
  { desk }: OpenedDesk,
  target: LetterTarget,
  yes: boolean,
  json: boolean,
): Promise<number> {
  const found = await countOpen(desk, target);
  if (found > 1 && !yes) {
    tell(tellWouldDrop(found));
    return EXIT_FAILED;
  }
  const report =
    'keys' in target
      ? await dropKeys(desk, target.keys)
      : await desk.drop({ selection: target.selection, expected: found });
  await answer(json, report, tellDropped(report));
  return 0;
}

async function run({ command, json }: LetterOptions, opened: OpenedDesk): Promise<number> {
  const { desk, stored } = opened;
  if (command.name === 'replay') return await replay(opened, command.target, command.payload, json);
  if (command.name === 'drop') return await drop(opened, command.target, command.yes, json);
  if (command.name === 'list') {
    const list = await desk.list(command.query);
    await answer(json, list, tellList(list, command.query));
    return 0;
  }
  const { key, raw } = command;
  const letter = raw ? await stored?.raw(key) : await desk.show(key);
  if (!letter) {
    tell(`${key}: there is no such dead letter`);
    return EXIT_FAILED;
  }
  if (!('payloadKept' in letter)) {
    const payload = Buffer.from(letter.payload);
    await print(
      json ? `${JSON.stringify({ ...letter, payload: payload.toString('base64') }, null, 2)}\n` : payload,
    );
  } else await answer(json, letter, tellShown(letter));
  return 0;
}

/** `npm run dead-letters`: lists, shows, replays and drops what could not become a row. */
async function main(): Promise<number> {
  const options = readLetterOptions(process.argv.slice(2), process.env, Date.now());
  if (options === 'help') {
    await print(`${letterHelp()}\n`);
    return 0;
  }
  const { config, url, command } = options;
  const replays = command.name === 'replay';
  const log = openLog(config.LOG_LEVEL === 'info' ? 'warn' : config.LOG_LEVEL);
  const opened = await openLetterDesk(config, { url, replays, log, now: Date.now });
  try {
    return await run(options, opened);
  } finally {
    await opened.close();
  }
}

function fail(error: unknown): number {
  if (error instanceof ConfigError) tell(error.message);
  else if (error instanceof BadRequestError) tell(`${error.field} ${error.message}`);
  else if (error instanceof StoreUnavailableError) tell(`the database does not answer: ${error.message}`);
  else if (error instanceof DeskError)
    tell(`the globe${error.status ? ` answers ${error.status}:` : ''} ${error.message}`);
  else if (error instanceof CountChangedError) tell(error.message);
  else tell(String(error instanceof Error ? error.stack : error));
  return error instanceof ConfigError || error instanceof BadRequestError ? EXIT_CONFIG : EXIT_FAILED;
}

process.exit(await main().catch(fail));
