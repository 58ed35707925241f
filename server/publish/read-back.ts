import type { Totals } from '../../lib/live/protocol';
import type { LiveBounds } from './live-log';

/** Heat, feed and the reach of resumes come from what a starting hub reads back; its start waits for it. */
const EVENTS = 1_000_000;
const MIN_MESSAGES = 300;
const MAX_MESSAGES = 6_000;

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
