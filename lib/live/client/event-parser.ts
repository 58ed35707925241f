/** One server-sent event; `name` is `message` when none was given. */
export type ServerEvent = { readonly name: string; readonly data: string };

/** A line that is longer never ends: a frame weighs a tenth of it at most. */
const LONGEST_LINE = 1 << 20;

/** Reads `text/event-stream` piece by piece, as the WHATWG standard tells; ids and waits are not asked for. */
export class EventParser {
  #rest = '';
  #name = '';
  #data: string[] = [];

  /** The events that end within this piece. Throws RangeError for what cannot be an event of ours. */
  push(piece: string): ServerEvent[] {
    const text = this.#rest + piece;
    // A CR at the very end may be half of a line's end.
    const whole = text.endsWith('\r') ? text.length - 1 : text.length;
    const lines = text.slice(0, whole).split(/\r\n|\n|\r/);
    this.#rest = (lines.pop() ?? '') + text.slice(whole);
    if (this.#rest.length > LONGEST_LINE) throw new RangeError('a line without an end');
    return lines.flatMap((line) => this.#line(line) ?? []);
  }

  #line(line: string): ServerEvent | null {
    if (line === '') return this.#finish();
    const colon = line.indexOf(':');
    if (colon === 0) return null;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.#name = value;
    else if (field === 'data') this.#data.push(value);
    return null;
  }

  #finish(): ServerEvent | null {
    const event = { name: this.#name === '' ? 'message' : this.#name, data: this.#data.join('\n') };
    const isOne = this.#data.length > 0;
    this.#name = '';
    this.#data = [];
    return isOne ? event : null;
  }
}
