import type { Totals } from '../../lib/live/protocol';
import type { RingEvent } from './live-ring';

export const NO_TOTALS: Totals = { pin: 0, repin: 0, comment: 0, login: 0, unlocatedRepins: 0 };

/** Of these events alone. */
export function tally(events: readonly RingEvent[]): Totals {
  const totals = { ...NO_TOTALS };
  for (const { type, place } of events) {
    totals[type]++;
    if (type === 'repin' && place === null) totals.unlocatedRepins++;
  }
  return totals;
}
