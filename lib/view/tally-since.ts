import { formatTimeOfDay } from './format';
import { localMidnight } from './local-day';

const HOUR_MS = 3_600_000;

/** Since when the last hour and the day are counted, epoch ms; null: all of it is. */
export type CountedSince = { readonly hour: number | null; readonly day: number | null };

/** A time of day, and which of the two spans began before it. */
export type TallySince = { readonly time: string; readonly hour: boolean; readonly today: boolean };

/** What is to be said of spans that are not counted as a whole at `now` (epoch ms); null: nothing. */
export function tallySince({ hour, day }: CountedSince, now: number): TallySince | null {
  const lacksHour = hour !== null && now - hour <= HOUR_MS;
  const since = lacksHour ? hour : day;
  if (since === null) return null;
  return { time: formatTimeOfDay(since), hour: lacksHour, today: since > localMidnight(now) };
}
