/** A tick is stretched so far and no further. */
const LONGEST_MS = 100;
/** The share of the time that ticks may take: the rest is for sockets and for reading on. */
const BUSY_SHARE = 0.5;
/** Weight of the last tick in the mean. */
const SMOOTHING = 0.2;

/** Calls `work` at a steady pace, and at a slower one where it costs so much that nothing else would be done. */
export class Tick {
  readonly #everyMs: number;
  readonly #work: () => void;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #costMs = 0;
  #dueAt = 0;

  constructor(everyMs: number, work: () => void) {
    this.#everyMs = everyMs;
    this.#work = work;
  }

  /** Between two ticks as of now. */
  get ms(): number {
    const longest = Math.max(this.#everyMs, LONGEST_MS);
    return Math.min(Math.max(this.#everyMs, this.#costMs / BUSY_SHARE), longest);
  }

  start(): void {
    this.stop();
    this.#dueAt = performance.now() + this.#everyMs;
    this.#wait();
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #wait(): void {
    this.#timer = setTimeout(() => this.#run(), Math.max(0, this.#dueAt - performance.now()));
  }

  #run(): void {
    const began = performance.now();
    this.#work();
    const ended = performance.now();
    this.#costMs += (ended - began - this.#costMs) * SMOOTHING;
    // A late tick is not made up for: what waits goes with the next one.
    this.#dueAt = Math.max(this.#dueAt + this.ms, ended + this.ms / 4);
    if (this.#timer) this.#wait();
  }
}
