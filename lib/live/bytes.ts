const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Writes little-endian numbers and texts into a buffer that grows. */
export class ByteWriter {
  #bytes: Uint8Array;
  #view: DataView;
  #at = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  #take(size: number): number {
    const at = this.#at;
    this.#at += size;
    if (this.#at > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#at));
      grown.set(this.#bytes.subarray(0, at));
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    return at;
  }

  // `#take` may replace the view, so it has to run first.
  u8(value: number): void {
    const at = this.#take(1);
    this.#view.setUint8(at, value);
  }
  u16(value: number): void {
    const at = this.#take(2);
    this.#view.setUint16(at, value, true);
  }
  u32(value: number): void {
    const at = this.#take(4);
    this.#view.setUint32(at, value, true);
  }
  i32(value: number): void {
    const at = this.#take(4);
    this.#view.setInt32(at, value, true);
  }
  f64(value: number): void {
    const at = this.#take(8);
    this.#view.setFloat64(at, value, true);
  }
  /** As they are. */
  bytes(bytes: Uint8Array): void {
    const at = this.#take(bytes.length);
    this.#bytes.set(bytes, at);
  }
  /** UTF-8 behind its length in bytes (u16). RangeError for a text that is longer than that. */
  text(value: string): void {
    const bytes = encoder.encode(value);
    if (bytes.length > 0xffff) throw new RangeError(`a text of ${bytes.length} bytes`);
    this.u16(bytes.length);
    const at = this.#take(bytes.length);
    this.#bytes.set(bytes, at);
  }
  /** UTF-8 behind its length in bytes (u32). */
  longText(value: string): void {
    const bytes = encoder.encode(value);
    this.u32(bytes.length);
    const at = this.#take(bytes.length);
    this.#bytes.set(bytes, at);
  }

  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#at);
  }
}

/** Reads what `ByteWriter` wrote. Throws RangeError past the end and TypeError for broken UTF-8. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  #skip(size: number): number {
    const at = this.#at;
    if (size > this.remaining) throw new RangeError('past the end');
    this.#at += size;
    return at;
  }

  u8(): number {
    return this.#view.getUint8(this.#skip(1));
  }
  u16(): number {
    return this.#view.getUint16(this.#skip(2), true);
  }
  u32(): number {
    return this.#view.getUint32(this.#skip(4), true);
  }
  i32(): number {
    return this.#view.getInt32(this.#skip(4), true);
  }
  f64(): number {
    return this.#view.getFloat64(this.#skip(8), true);
  }
  text(): string {
    return this.#text(this.u16());
  }
  longText(): string {
    return this.#text(this.u32());
  }
  #text(size: number): string {
    const at = this.#skip(size);
    return decoder.decode(this.#bytes.subarray(at, at + size));
  }
}
