import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ConfigError } from '../config-error';
import { readLines } from './ndjson-reader';
import { Pace, renewed } from './replay';
import type { BatchHandler, PartitionLedger, RawMessage, Source } from './source';

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
  readonly stdin?: AsyncIterable<Uint8Array>;
};

const PARTITION = 0;
const MAX_LINES = 1_000;
const MAX_BYTES = 1 << 20;
/** A slow stream's lines are handed over at least this often. */
const BATCH_EVERY_MS = 50;
const RETRY_MS = 500;

/**
 * Replays NDJSON. An offset is a line's number from 0; after a crash it goes on where the store stands. Standard input
 * cannot be read twice: at most once.
 */
export class FileSource implements Source {
  readonly kind = 'file';
  readonly #options: FileSourceOptions;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #batch: RawMessage[] = [];
  #bytes = 0;
  #since = 0;

  constructor(options: FileSourceOptions) {
    this.#options = options;
  }

  get #isStdin(): boolean {
    return this.#options.path === '-';
  }
  get #topic(): string {
    return this.#isStdin ? 'file:stdin' : `file:${basename(this.#options.path)}`;
  }

  describe(): string {
    const { path, speed, loop } = this.#options;
    const pace = speed === 0 ? 'as fast as it goes' : `at ${speed}× its own pace`;
    return this.#isStdin
      ? 'standard input, at most once: a line that was read but not stored at a crash is gone'
      : `file ${path}, ${pace}${loop ? ', again and again' : ''}`;
  }

  waitingFor(): string | null {
    return null;
  }

  async start(handler: BatchHandler, onFatal: (error: Error) => void): Promise<void> {
    await checkReplayFile(this.#options.path);
    const { ledger, path } = this.#options;
    const position = await ledger.position(this.#topic, PARTITION);
    let [epoch, from] = [position?.epoch ?? null, 0];
    // A pipe has no past: each start is a new run of offsets. A file goes on behind what is stored and published.
    if (this.#isStdin || position === null) epoch = await ledger.raiseEpoch(this.#topic, PARTITION, epoch);
    else from = Math.min(position.storedTo, position.publishedTo) + 1;
    this.#running = this.#replay(handler, epoch ?? 1, from).catch((error: Error) => {
      if (!this.#stopping.signal.aborted) onFatal(new Error(`${path}: ${error.message}`));
    });
  }

  async #replay(handler: BatchHandler, epoch: number, from: number): Promise<void> {
    const { loop, ledger, path, stdin } = this.#options;
    for (let round = 0; ; round++) {
      const input = this.#isStdin ? (stdin ?? process.stdin) : createReadStream(path);
      const lines = await this.#round(input, handler, epoch, round === 0 ? from : 0);
      if (!loop || this.#isStdin || lines === 0 || this.#stopping.signal.aborted) return;
      epoch = await ledger.raiseEpoch(this.#topic, PARTITION, epoch);
    }
  }

  /** One pass; returns how many lines the file had. */
  async #round(
    input: AsyncIterable<Uint8Array>,
    handler: BatchHandler,
    epoch: number,
    from: number,
  ): Promise<number> {
    const { speed, retime, loop, now } = this.#options;
    const pace = new Pace(speed, now);
    let line = -1;
    for await (const bytes of readLines(input)) {
      line++;
      if (line < from || bytes.length === 0) continue;
      if (this.#stopping.signal.aborted) return line;
      const waitMs = pace.waitMs(bytes);
      if (waitMs > 0) {
        await this.#flush(handler);
        await pause(waitMs, undefined, { signal: this.#stopping.signal }).catch(() => {});
        if (this.#stopping.signal.aborted) return line;
      }
      const value =
        loop || retime
          ? renewed(bytes, { suffix: loop ? `~${epoch}` : '', ts: retime ? now() : null })
          : bytes;
      this.#add({ offset: line, timestamp: now(), key: null, value, headers: {} });
      if (this.#isFull()) await this.#flush(handler);
    }
    await this.#flush(handler);
    return line + 1;
  }

  #add(message: RawMessage): void {
    if (this.#batch.length === 0) this.#since = this.#options.now();
    this.#batch.push(message);
    this.#bytes += message.value?.length ?? 0;
  }

  #isFull(): boolean {
    const old = this.#options.now() - this.#since >= BATCH_EVERY_MS;
    return this.#batch.length >= MAX_LINES || this.#bytes >= MAX_BYTES || old || this.#isStdin;
  }

  /** The same batch again until it is through, or we stop. */
  async #flush(handler: BatchHandler): Promise<void> {
    const messages = this.#batch;
    const last = messages.at(-1);
    if (!last) return;
    this.#batch = [];
    this.#bytes = 0;
    const { signal } = this.#stopping;
    for (;;) {
      try {
        return await handler({
          topic: this.#topic,
          partition: PARTITION,
          messages,
          highWatermark: last.offset + 1,
          heartbeat: async () => {},
          isStale: () => false,
        });
      } catch (error) {
        if (signal.aborted) throw error;
        await pause(RETRY_MS, undefined, { signal }).catch(() => {});
      }
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    // Standard input may never end; what it holds by now is gone either way.
    if (this.#isStdin) process.stdin.unref?.();
    await Promise.race([this.#running, pause(this.#isStdin ? 500 : 8_000)]);
  }
}

/** Throws ConfigError for a file that cannot be replayed. */
export async function checkReplayFile(path: string): Promise<void> {
  if (path === '-') return;
  try {
    await access(path, constants.R_OK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new ConfigError('FILE_PATH', `${path} cannot be read (${code})`);
  }
  if ((await stat(path)).isDirectory())
    throw new ConfigError('FILE_PATH', `${path} is a folder, not an NDJSON file`);
}
