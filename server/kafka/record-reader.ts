/** Reads the fields of Kafka records out of a buffer; throws where it would read past the end. */
export class RecordReader {
  readonly bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte(): number {
    const value = this.bytes[this.at];
    if (value === undefined) throw new Error('a record is cut short');
    this.at++;
    return value;
  }

  /** Zigzag varint of at most 64 bits; a value beyond 2^53 throws, for nothing here may be so large. */
  varint(): number {
    let first = this.byte();
    if (first < 0x80) return (first >>> 1) ^ -(first & 1);
    const negative = (first & 1) === 1;
    let value = (first & 0x7f) >>> 1;
    // Multiplied, not shifted: shifts end at 32 bits.
    for (let scale = 64; first >= 0x80; scale *= 128) {
      first = this.byte();
      value += (first & 0x7f) * scale;
      if (value > Number.MAX_SAFE_INTEGER) throw new Error('a number in a record is too large');
    }
    return negative ? -value - 1 : value;
  }

  /** Bytes behind their varint length; -1 is null. Shares the memory of the batch. */
  bytesOrNull(): Buffer | null {
    const length = this.varint();
    if (length === -1) return null;
    if (length < 0 || this.at + length > this.bytes.length)
      throw new Error('a field of a record is cut short');
    const from = this.at;
    this.at += length;
    return this.bytes.subarray(from, this.at);
  }
}
