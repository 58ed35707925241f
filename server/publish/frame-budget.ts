/** What one viewer may be sent, whatever happens: 60 KB a second on the wire, with some left for cards and overhead. */
const WIRE_BYTES_PER_S = 50_000;
/** Base64 carries six bits a byte. */
const PACKED = 0.75;
/** What a frame weighs without records. */
const HEADER_BYTES = 90;
/** Saved up for a burst, seconds' worth. */
const SAVED_S = 0.5;
/** Of what is saved, a frame may spend so much more than its own share. */
const SHARE_OF_SAVED = 0.25;

/** Shares out a viewer's bandwidth over frames: unspent bytes are saved up for a while, for new places and for bursts. */
export class FrameBudget {
  readonly #now: () => number;
  #at: number;
  #saved = WIRE_BYTES_PER_S * SAVED_S;
  #due = 0;

  constructor(now: () => number) {
    this.#now = now;
    this.#at = now();
  }

  /** What the records of the frame that is made now may weigh, bytes before base64. */
  forRecords(): number {
    const now = this.#now();
    this.#due = (Math.max(0, now - this.#at) / 1_000) * WIRE_BYTES_PER_S;
    this.#at = now;
    const wire = this.#due + Math.max(0, this.#saved) * SHARE_OF_SAVED;
    return Math.max(0, wire * PACKED - HEADER_BYTES);
  }

  /** What it came to weigh on the wire. */
  spend(bytes: number): void {
    this.#saved = Math.min(this.#saved + this.#due - bytes, WIRE_BYTES_PER_S * SAVED_S);
    this.#due = 0;
  }
}
