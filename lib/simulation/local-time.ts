const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/**
 * How lively people are by the hour of their day, 0 to 1: quiet at four, busy from eight to ten in the evening.
 */
const LIVELINESS = [
  0.42, 0.28, 0.18, 0.13, 0.12, 0.16, 0.28, 0.42, 0.52, 0.56, 0.58, 0.6, 0.66, 0.64, 0.6, 0.6, 0.64, 0.7,
  0.78, 0.88, 0.98, 1, 0.88, 0.64,
] as const;

/** At an hour of the day, fractions allowed. */
export function liveliness(hour: number): number {
  const from = Math.floor(hour) % 24;
  const share = hour - Math.floor(hour);
  return (LIVELINESS[from] ?? 0) * (1 - share) + (LIVELINESS[(from + 1) % 24] ?? 0) * share;
}

function offsetMs(timeZone: string, at: number): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const match = /([+-])(\d\d):(\d\d)/.exec(name);
  if (!match) return 0; // GMT itself
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * HOUR_MS + Number(match[3]) * 60_000);
}

/** The local times of a set of time zones. Offsets are asked for once a day: summer time comes a few hours late. */
export class LocalTimes {
  readonly #zones: readonly string[];
  #offsets: readonly number[] = [];
  #day = Number.NaN;

  /** IANA names. */
  constructor(zones: readonly string[]) {
    this.#zones = zones;
  }

  /** Hours of the day, with fractions, zone by zone, at an epoch time in ms. */
  hours(at: number): readonly number[] {
    const day = Math.floor(at / DAY_MS);
    if (day !== this.#day) {
      this.#day = day;
      this.#offsets = this.#zones.map((zone) => offsetMs(zone, at));
    }
    return this.#offsets.map((offset) => ((((at + offset) % DAY_MS) + DAY_MS) % DAY_MS) / HOUR_MS);
  }
}
