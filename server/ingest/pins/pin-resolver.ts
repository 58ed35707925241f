import { setTimeout as pause } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { FullPin } from '../../../lib/events/event';
import { FieldFault, readPin } from '../../../lib/events/fields';

export type PinResolverOptions = {
  /** With `{id}` where the pin id goes: `https://pins.example/api/{id}`. Answers a full pin as JSON, or 404. */
  readonly urlTemplate: string;
  /** For one request. */
  readonly timeoutMs: number;
  /** Further tries after a failure that may pass. */
  readonly retries: number;
  readonly concurrency: number;
  /** How long a pin that the resolver does not know is not asked for again. */
  readonly missTtlMs: number;
  readonly now: () => number;
};

const MAX_BODY_BYTES = 64 * 1024;
const REMEMBERED_MISSES = 100_000;
/** So many failures in a row open the circuit… */
const FAILURES_TO_OPEN = 8;
/** …for this long: a resolver that hangs must not hold the stream back. */
const OPEN_MS = 30_000;
const RETRY_PAUSE_MS = 100;
/** For all pins of one call: a service that answers, but slowly, must not hold the stream back either. */
const BUDGET_MS = 2_000;

type Waiting = { readonly run: () => void };

/** Asks an HTTP service for full pins. Never throws: what cannot be had is null, and counted. */
export class PinResolver {
  readonly counts = { asked: 0, found: 0, missing: 0, failed: 0, skipped: 0 };
  readonly #options: PinResolverOptions;
  readonly #misses: LRUCache<string, true>;
  readonly #waiting: Waiting[] = [];
  #running = 0;
  #failures = 0;
  #openUntil = 0;

  constructor(options: PinResolverOptions) {
    this.#options = options;
    this.#misses = new LRUCache({ max: REMEMBERED_MISSES, ttl: options.missTtlMs });
  }

  /**
   * The full pins among `pinIds` that the resolver knows. After 2 s no further one is asked for: those are skipped, and
   * asked for when they come by again.
   */
  async resolveAll(pinIds: readonly string[]): Promise<ReadonlyMap<string, FullPin>> {
    const found = new Map<string, FullPin>();
    const until = this.#options.now() + BUDGET_MS;
    await Promise.all(
      pinIds.map(async (pinId) => {
        const pin = await this.#resolve(pinId, until);
        if (pin) found.set(pinId, pin);
      }),
    );
    return found;
  }

  async #resolve(pinId: string, until: number): Promise<FullPin | null> {
    if (this.#misses.has(pinId)) {
      this.counts.skipped++;
      return null;
    }
    await this.#slot();
    try {
      for (let tries = 0; tries <= this.#options.retries; tries++) {
        if (tries > 0) await pause(RETRY_PAUSE_MS * tries);
        const now = this.#options.now();
        if (now < this.#openUntil || now >= until) {
          if (tries === 0) this.counts.skipped++;
          return null;
        }
        const answer = await this.#ask(pinId);
        if (answer === 'failed') continue;
        if (answer === null) this.#misses.set(pinId, true);
        return answer;
      }
      return null;
    } finally {
      this.#running--;
      this.#waiting.shift()?.run();
    }
  }

  #slot(): Promise<void> {
    this.#running++;
    if (this.#running <= this.#options.concurrency) return Promise.resolve();
    return new Promise((run) => this.#waiting.push({ run }));
  }

  async #ask(pinId: string): Promise<FullPin | null | 'failed'> {
    this.counts.asked++;
    try {
      const url = this.#options.urlTemplate.replace('{id}', encodeURIComponent(pinId));
      const response = await fetch(url, {
        headers: { accept: 'application/json' },
        redirect: 'error',
        signal: AbortSignal.timeout(this.#options.timeoutMs),
      });
      if (response.status === 404 || response.status === 410) {
        await response.body?.cancel();
        this.counts.missing++;
        this.#failures = 0;
        return null;
      }
      if (!response.ok) throw new Error(`status ${response.status}`);
      const pin = readPin(JSON.parse(await readBody(response)), pinId);
      this.#failures = 0;
      this.counts.found++;
      return pin;
    } catch (error) {
      this.counts.failed++;
      // An answer that is not a pin will not become one: remembered as a miss.
      if (error instanceof FieldFault || error instanceof SyntaxError) return null;
      this.#failures++;
      if (this.#failures >= FAILURES_TO_OPEN) {
        this.#openUntil = this.#options.now() + OPEN_MS;
        this.#failures = 0;
      }
      return 'failed';
    }
  }
}

async function readBody(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
