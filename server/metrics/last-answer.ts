/** How long a scrape waits for an answer before it goes on with the one before. */
const PATIENCE_MS = 1_000;

/**
 * What a part that may be slow or away said last, asked at most once in `maxAgeMs`, however often it is wanted: a scrape
 * neither waits long for it nor burdens it.
 */
export class LastAnswer<T> {
  readonly #ask: () => Promise<T>;
  readonly #maxAgeMs: number;
  readonly #now: () => number;
  #answer: T | null = null;
  #askedAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | null = null;

  constructor(ask: () => Promise<T>, maxAgeMs: number, now: () => number) {
    this.#ask = ask;
    this.#maxAgeMs = maxAgeMs;
    this.#now = now;
  }

  /** null when it never answered, or does not any more. */
  async get(): Promise<T | null> {
    if (this.#asking === null && this.#now() - this.#askedAt >= this.#maxAgeMs) {
      this.#askedAt = this.#now();
      this.#asking = this.#refresh().finally(() => {
        this.#asking = null;
      });
    }
    if (this.#asking !== null) await this.#patiently(this.#asking);
    return this.#answer;
  }

  async #refresh(): Promise<void> {
    try {
      this.#answer = await this.#ask();
    } catch {
      this.#answer = null;
    }
  }

  async #patiently(asking: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS);
    });
    await Promise.race([asking, late]);
    clearTimeout(timer);
  }
}
