import { fingerprint } from '../ingest/prepare';
import type { FetchedRecord } from './record-batches';

/** A text that all processes share, changed by compare-and-set: in the store. Both resolve with the text in force. */
export type SharedText = {
  read(): Promise<string>;
  swap(from: string, to: string): Promise<string>;
};

/** A record of the live log that was read: read again, it tells whether the log still is the one that it was. */
export type LiveMark = {
  readonly epoch: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly crc: number;
};

/**
 * The epoch of the live log, which is part of every cursor. Raised when the topic is found to have been made anew, so
 * that cursors of the old log are refused and not taken for places in the new one. All web processes agree on it
 * through the store, where the newest record that one of them has read is noted beside it.
 */
export class LiveEpoch {
  readonly #shared: SharedText | null;
  #epoch: number;
  #text = '';
  #mark: LiveMark | null = null;

  /** `initial` is in force until it is raised for the first time. Without `shared` it is known here alone. */
  constructor(initial: number, shared: SharedText | null) {
    this.#epoch = initial;
    this.#shared = shared;
  }

  get current(): number {
    return this.#epoch;
  }

  /** The newest record noted by anybody; null when there is none of this epoch. */
  async load(): Promise<LiveMark | null> {
    if (this.#shared) this.#take(await this.#shared.read());
    return this.#mark;
  }

  /** The log is not the one of epoch `from` any more. Resolves with the epoch in force, whoever raised it. */
  async raise(from: number): Promise<number> {
    await this.load();
    while (this.#epoch <= from) {
      const next = `${from + 1} -1 0 0`;
      this.#take(this.#shared ? await this.#shared.swap(this.#text, next) : next);
    }
    return this.#epoch;
  }

  /** Notes a record that was read. One that is older than what is noted, or of an older epoch, changes nothing. */
  async note(mark: LiveMark): Promise<void> {
    await this.load();
    if (mark.epoch !== this.#epoch || mark.offset <= (this.#mark?.offset ?? -1)) return;
    const text = `${mark.epoch} ${mark.offset} ${mark.timestamp} ${mark.crc}`;
    this.#take(this.#shared ? await this.#shared.swap(this.#text, text) : text);
  }

  #take(text: string): void {
    this.#text = text;
    const numbers = /^\d+ -?\d+ \d+ \d+$/.test(text) ? text.split(' ').map(Number) : [];
    const [epoch, offset, timestamp, crc] = numbers;
    if (epoch === undefined || offset === undefined || timestamp === undefined || crc === undefined) return;
    this.#epoch = epoch;
    this.#mark = offset < 0 ? null : { epoch, offset, timestamp, crc };
  }
}

/** The mark of a record; null for one that cannot be read. */
export function markOf(epoch: number, record: FetchedRecord): LiveMark | null {
  const print = record.unreadable === null ? fingerprint(record) : null;
  return print && { epoch, offset: record.offset, ...print };
}

/** True when `record`, read now, is another one than the one that was marked. */
export function differs(mark: LiveMark, record: FetchedRecord): boolean {
  const now = record.offset === mark.offset ? markOf(mark.epoch, record) : null;
  return now !== null && (now.timestamp !== mark.timestamp || now.crc !== mark.crc);
}
