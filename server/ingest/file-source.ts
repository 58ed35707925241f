import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { ConfigError } from '../config-error';
import { HandOver } from './hand-over';
import { readLines } from './ndjson-reader';
import { crc32 } from './prepare';
import { Pace, renewed } from './replay';
import type { BatchHandler, PartitionLedger, RawMessage, Source, StoredPosition } from './source';

type Input = AsyncIterable<Uint8Array> & { destroy?(): unknown };

export type FileSourceOptions = {
  /** `-` is standard input. */
  readonly path: string;
  /** 0: as fast as it goes; 1: by the events' own times; 10: ten times that. */
  readonly speed: number;
  /** Begins again at the end; each round makes new events, with ids that name the round. */
  readonly loop: boolean;
  /** Moves the events' times to now, so that an old file is shown as if it were live. */
  readonly retime: boolean;
  readonly ledger: PartitionLedger;
  readonly now: () => number;
  /** In place of the process's own. */
  readonly stdin?: Input;
};

const PARTITION = 0;
const MAX_LINES = 1_000;
const MAX_BYTES = 1 << 20;
const CHUNK_BYTES = 1 << 18;
/** Lines that are due within this time go together. */
const BEAT_MS = 20;

/**
 * Replays NDJSON. An offset is a line's number from 0, in a run of its own for each round. After a crash it goes on
 * where the store stands, once it has seen that the line there is the one that was stored; else it is another file, and
 * a new run. Standard input and pipes cannot be read twice: at most once.
 */
export class FileSource implements Source {
  readonly kind = 'file';
  readonly #options: FileSourceOptions;
  readonly #topic: string;
  #handOver: HandOver | null = null;
  #input: Input | null = null;
  #running: Promise<void> = Promise.resolve();
  #batch: RawMessage[] = [];
  #bytes = 0;

  constructor(options: FileSourceOptions) {
    this.#options = options;
    this.#topic = options.path === '-' ? 'file:stdin' : `file:${basename(options.path)}`;
  }

  describe(): string {
    const { path, speed, loop } = this.#options;
    const pace = speed === 0 ? 'as fast as it goes' : `at ${speed}× its own pace`;
    return path === '-'
      ? 'standard input, at most once: a line that was read but not stored at a crash is gone'
      : `file ${path}, ${pace}${loop ? ', again and again' : ''}`;
  }

  waitingFor(): string | null {
    return null;
  }

  /** Throws ConfigError for a file that cannot be read. */
  async start(handler: BatchHandler, onFatal: (error: Error) => void): Promise<void> {
    const isStream = await checkReplayFile(this.#options.path);
    const handOver = new HandOver(this.#topic, PARTITION, handler);
    this.#handOver = handOver;
    const { ledger, path } = this.#options;
    const position = await ledger.position(this.#topic, PARTITION);
    const goesOn = !isStream && position !== null && (await this.#isSameFile(position));
    const epoch = goesOn
      ? position.epoch
      : await ledger.raiseEpoch(this.#topic, PARTITION, position?.epoch ?? null);
    const from = goesOn ? Math.min(position.storedTo, position.publishedTo) + 1 : 0;
    this.#running = this.#replay(handOver, epoch, from, isStream).catch((error: Error) => {
      if (!handOver.signal.aborted) onFatal(new Error(`${path}: ${error.message}`));
    });
  }

  /** Whether the line at the stored position is the one that was stored. */
  async #isSameFile({ epoch, storedTo, fingerprint }: StoredPosition): Promise<boolean> {
    if (storedTo < 0) return true;
    let line = 0;
    for await (const lines of readLines(this.#open())) {
      const stored = lines[storedTo - line];
      line += lines.length;
      if (stored === undefined) continue;
      // Moved to another time a line is another one at each reading: that it is there must do.
      return this.#options.retime || !fingerprint || crc32(this.#valueOf(stored, epoch)) === fingerprint.crc;
    }
    return false;
  }

  #open(): Input {
    const { path, stdin } = this.#options;
    this.#input =
      path === '-' ? (stdin ?? process.stdin) : createReadStream(path, { highWaterMark: CHUNK_BYTES });
    return this.#input;
  }

  async #replay(handOver: HandOver, first: number, from: number, isStream: boolean): Promise<void> {
    const { loop, ledger } = this.#options;
    let epoch = first;
    for (let start = from; ; start = 0) {
      const filled = await this.#round(handOver, epoch, start, isStream);
      // A file without events would go round and round for nothing.
      if (!loop || isStream || filled === 0 || handOver.signal.aborted) return;
      epoch = await ledger.raiseEpoch(this.#topic, PARTITION, epoch);
    }
  }

  /** One pass; returns how many lines hold something, those before `from` included. */
  async #round(handOver: HandOver, epoch: number, from: number, isStream: boolean): Promise<number> {
    const { speed, now } = this.#options;
    const pace = new Pace(speed, now);
    let [offset, filled] = [-1, 0];
    for await (const lines of readLines(this.#open())) {
      for (const line of lines) {
        offset++;
        if (isBlank(line)) continue;
        filled++;
        if (offset < from) continue;
        const waitMs = pace.waitMs(line);
        if (waitMs >= BEAT_MS || this.#isFull()) await this.#flush(handOver);
        if (waitMs >= BEAT_MS) await handOver.rest(waitMs);
        if (handOver.signal.aborted) return filled;
        const value = this.#valueOf(line, epoch);
        this.#batch.push({ offset, timestamp: now(), key: null, value, headers: {} });
        this.#bytes += value.length;
      }
      // Nobody knows when a stream brings more.
      if (isStream) await this.#flush(handOver);
    }
    await this.#flush(handOver);
    return filled;
  }

  #valueOf(line: Uint8Array, epoch: number): Uint8Array {
    const { loop, retime, now } = this.#options;
    if (!loop && !retime) return line;
    return renewed(line, { suffix: loop ? `~${epoch}` : '', ts: retime ? now() : null });
  }

  #isFull(): boolean {
    return this.#batch.length >= MAX_LINES || this.#bytes >= MAX_BYTES;
  }

  async #flush(handOver: HandOver): Promise<void> {
    const messages = this.#batch;
    this.#batch = [];
    this.#bytes = 0;
    if (messages.length > 0 && !handOver.signal.aborted) await handOver.deliver(messages);
  }

  async stop(): Promise<void> {
    const stopped = this.#handOver?.stop(this.#running);
    // A stream may have nothing to say for hours.
    this.#input?.destroy?.();
    await stopped;
  }
}

/** Only white space of JSON: no event, and no fault either. */
function isBlank(line: Uint8Array): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}

/** True for what can be read once only: standard input, a pipe. Throws ConfigError for what cannot be read. */
export async function checkReplayFile(path: string): Promise<boolean> {
  if (path === '-') return true;
  try {
    await access(path, constants.R_OK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    const why = { ENOENT: 'there is no such file', EACCES: 'permission denied' }[code] ?? code;
    throw new ConfigError('FILE_PATH', `${path} cannot be read: ${why}`);
  }
  const found = await stat(path);
  if (found.isDirectory()) throw new ConfigError('FILE_PATH', `${path} is a folder, not an NDJSON file`);
  return !found.isFile();
}
