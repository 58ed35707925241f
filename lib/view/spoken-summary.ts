import type { PlaceCount } from '../live/protocol';
import { formatMany } from './format';
import type { StateLine } from './state-line';
import { wherePhrase } from './where-phrase';

/** One sentence for a screen reader, said at most every 20 s. */
export function spokenSummary(
  view: { readonly started: boolean; readonly lastMinute: number; readonly topPlaces: readonly PlaceCount[] },
  state: StateLine,
): string {
  if (!view.started) return state.text;
  const first = view.topPlaces[0];
  const where = first && view.lastMinute > 0 ? `, most of them ${wherePhrase(first.place)}` : '';
  const count = `${formatMany(view.lastMinute, 'repin')} in the last minute${where}.`;
  return state.text === '' ? count : `${state.text} ${count}`;
}
