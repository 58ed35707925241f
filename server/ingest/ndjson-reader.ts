/** Longer lines are passed on cut after this and one byte more: decode refuses them by their length. */
export const MAX_LINE_BYTES = 2 * 1024 * 1024;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Splits chunks into lines, however they were cut; each group holds the lines that one chunk completed, which may be
 * none. CRLF counts as one end, the last line needs none, a byte-order mark at the beginning is left out. Memory is
 * bounded by one line and one chunk. Empty lines come as empty arrays: their numbers count.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Uint8Array[]> {
  let pieces: Uint8Array[] = [];
  let bytes = 0;
  let first = true;
  const keep = (piece: Uint8Array) => {
    const room = MAX_LINE_BYTES + 1 - bytes;
    if (room > 0 && piece.length > 0) pieces.push(piece.subarray(0, room));
    bytes = Math.min(bytes + piece.length, MAX_LINE_BYTES + 1);
  };
  const finish = (): Uint8Array => {
    let line = pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
    pieces = [];
    bytes = 0;
    if (line.at(-1) === CARRIAGE_RETURN) line = line.subarray(0, -1);
    if (first && BYTE_ORDER_MARK.equals(line.subarray(0, 3))) line = line.subarray(3);
    first = false;
    return line;
  };
  for await (const chunk of chunks) {
    const lines: Uint8Array[] = [];
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      keep(chunk.subarray(from, end));
      lines.push(finish());
      from = end + 1;
    }
    keep(chunk.subarray(from));
    yield lines;
  }
  if (bytes > 0) yield [finish()];
}
