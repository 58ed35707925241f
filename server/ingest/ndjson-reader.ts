/** Longer lines are passed on cut after this and one byte more: decode refuses them by their length. */
export const MAX_LINE_BYTES = 2 * 1024 * 1024;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/**
 * Splits chunks into lines, however they were cut. CRLF counts as one end; the last line needs none. Memory is bounded
 * by one line. Empty lines come as empty arrays: their numbers count.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let pieces: Uint8Array[] = [];
  let bytes = 0;
  const keep = (piece: Uint8Array) => {
    const room = MAX_LINE_BYTES + 1 - bytes;
    if (room > 0 && piece.length > 0) pieces.push(piece.subarray(0, room));
    bytes = Math.min(bytes + piece.length, MAX_LINE_BYTES + 1);
  };
  const finish = (): Uint8Array => {
    const line = pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
    pieces = [];
    bytes = 0;
    return line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line;
  };
  let open = false;
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      keep(chunk.subarray(from, end));
      yield finish();
      from = end + 1;
    }
    keep(chunk.subarray(from));
    open = bytes > 0;
  }
  if (open) yield finish();
}
