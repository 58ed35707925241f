/** Finds an event's `ts` without parsing the line: the first one at any depth, which is good enough for a pace. */
const TS = /"ts"\s*:\s*(\d{10,15})/;

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
    const ts = Number(TS.exec(Buffer.from(line).toString('latin1'))?.[1] ?? Number.NaN);
    if (Number.isNaN(ts)) return 0;
    this.#first ??= { ts, at: this.#now() };
    const due = this.#first.at + (ts - this.#first.ts) / this.#speed;
    return Math.max(due - this.#now(), 0);
  }
}

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
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return line;
  const event = { ...json } as Record<string, unknown>;
  if (typeof event.id === 'string') event.id += change.suffix;
  if (change.ts !== null) {
    if ('specversion' in event) event.time = new Date(change.ts).toISOString();
    else event.ts = change.ts;
  }
  return Buffer.from(JSON.stringify(event));
}
