import type { LiveView } from '../components/live/live-view';
import { spokenSummary } from '../lib/view/spoken-summary';
import { type StateLine, stateLine } from '../lib/view/state-line';

/** What every screen says of its state, in sight and in speech. */
export function summarize(view: LiveView): { readonly state: StateLine; readonly spoken: string } {
  const state = stateLine(view);
  return { state, spoken: spokenSummary(view, state) };
}
