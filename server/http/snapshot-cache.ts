import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Snapshot } from '../../lib/live/protocol';

export type EncodedSnapshot = { readonly body: Buffer; readonly gzip: Buffer; readonly etag: string };

/** A snapshot is encoded at most so often, however many viewers ask. */
const MAX_AGE_MS = 1_000;

/** One encoded snapshot for all who ask within a second: a storm of reconnects costs one encoding. */
export class SnapshotCache {
  readonly #take: () => Snapshot | null;
  readonly #now: () => number;
  #cached: { readonly encoded: EncodedSnapshot; readonly at: number } | null = null;
  /** Encodings so far. */
  encodings = 0;

  constructor(take: () => Snapshot | null, now: () => number) {
    this.#take = take;
    this.#now = now;
  }

  /** null while there is nothing to show yet. */
  get(): EncodedSnapshot | null {
    const now = this.#now();
    if (this.#cached && now - this.#cached.at < MAX_AGE_MS) return this.#cached.encoded;
    const snapshot = this.#take();
    if (!snapshot) return null;
    const body = Buffer.from(JSON.stringify(snapshot));
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    const encoded = { body, gzip: gzipSync(body, { level: 3 }), etag };
    this.encodings++;
    this.#cached = { encoded, at: now };
    return encoded;
  }
}
