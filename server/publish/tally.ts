import type { Totals } from '../../lib/live/protocol';
import { NO_TOTALS } from '../../lib/live/totals';
import type { RingEvent } from './live-ring';

/** Of these events alone. */
export function tally(events: readonly RingEvent[]): Totals {
  const totals = { ...NO_TOTALS };
  for (const { type, place } of events) {
    totals[type]++;
    if (type === 'repin' && place === null) totals.unlocatedRepins++;
  }
  return totals;
}
