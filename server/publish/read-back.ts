import type { Totals } from '../../lib/live/protocol';
import type { EngagementBucket } from '../store/store';
import type { LiveBounds } from './live-log';

/** Heat, feed and the reach of resumes come from what a starting hub reads back; its start waits for it. */
const EVENTS = 1_000_000;
const MIN_MESSAGES = 300;
const MAX_MESSAGES = 6_000;
const MINUTE_MS = 60_000;
const MINUTES = 60;

/**
 * The offset from which a starting hub reads. How many events a message holds is not known before it is read: on the
 * average of the log's life it is the events that were ever stored by the messages that were ever published.
 */
export function readBackFrom({ first, next }: LiveBounds, totals: Totals): number {
  const stored = totals.pin + totals.repin + totals.comment + totals.login;
  const perMessage = Math.max(stored / Math.max(next, 1), 1);
  const messages = Math.min(Math.max(Math.ceil(EVENTS / perMessage), MIN_MESSAGES), MAX_MESSAGES);
  return Math.max(first, next - messages);
}

/**
 * Repins per minute, oldest first, the last one is the minute of `now`: from the store for the minutes before the log
 * begins, from the log since. The minute in which it begins is only partly in the log.
 */
export function joinMinutes(
  history: readonly EngagementBucket[],
  fromLog: readonly number[],
  logBeginsAt: number | null,
  now: number,
): readonly number[] {
  const running = Math.floor(now / MINUTE_MS);
  const logBegins = Math.floor((logBeginsAt ?? now) / MINUTE_MS);
  const stored = new Map(history.map(({ start, repin }) => [Math.floor(start / MINUTE_MS), repin]));
  return fromLog.map((count, index) => {
    const minute = running - MINUTES + 1 + index;
    if (minute > logBegins) return count;
    const known = stored.get(minute) ?? 0;
    if (minute < logBegins) return known;
    // In the running minute the store has what is still to come by the log.
    return minute < running ? Math.max(known, count) : count;
  });
}
