/** Finds an event's time without parsing the line: `ts` at any depth, or the `time` of a CloudEvent. */
const TS = /"ts"\s*:\s*(\d{12,15})/;
const TIME = /"time"\s*:\s*"(\d{4}-[^"]+)"/;

function timeOf(line: Uint8Array): number {
  const text = Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('latin1');
  const ts = TS.exec(text)?.[1];
  return ts === undefined ? Date.parse(TIME.exec(text)?.[1] ?? '') : Number(ts);
}

/** When the next line is due, by the events' own times. */
export class Pace {
  readonly #speed: number;
  readonly #now: () => number;
  #first: { readonly ts: number; readonly at: number } | null = null;

  /** `speed` 0: everything is due at once. */
  constructor(speed: number, now: () => number) {
    this.#speed = speed;
    this.#now = now;
  }

  /** How long to wait before this line; 0 for lines without a time and for those that are late. */
  waitMs(line: Uint8Array): number {
    if (this.#speed === 0) return 0;
    const ts = timeOf(line);
    if (Number.isNaN(ts)) return 0;
    this.#first ??= { ts, at: this.#now() };
    const due = this.#first.at + (ts - this.#first.ts) / this.#speed;
    return Math.max(due - this.#now(), 0);
  }
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The event as another one: its id with a suffix, its time another. What is no JSON object stays as it is. */
export function renewed(
  line: Uint8Array,
  change: { readonly suffix: string; readonly ts: number | null },
): Uint8Array {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(line).toString());
  } catch {
    return line;
  }
  if (!isObject(json)) return line;
  const event: Json = { ...json };
  if (typeof event.id === 'string' && event.id !== '') event.id += change.suffix;
  if (change.ts !== null) {
    if ('specversion' in event) {
      event.time = new Date(change.ts).toISOString();
      // The body's own time would go before the envelope's.
      if (isObject(event.data) && 'ts' in event.data) event.data = { ...event.data, ts: change.ts };
    } else event.ts = change.ts;
  }
  return Buffer.from(JSON.stringify(event));
}
