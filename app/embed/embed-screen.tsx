'use client';
import { DataAge } from '../../components/hud/data-age';
import { SpokenSummary } from '../../components/hud/spoken-summary';
import { useLive, useLiveView } from '../../components/live/use-live';
import { filterWords } from '../../lib/view/filter';
import { formatRate } from '../../lib/view/format';
import { Stage } from '../stage';
import { summarize } from '../summarize';
import { useFilter } from '../use-filter';
import './embed.css';

/** `/embed`: the globe alone, in a frame of any size; a rate and a dot that says whether to believe it. */
export function EmbedScreen() {
  const { client, filtered, store } = useLive();
  const view = useLiveView(store);
  const [filter] = useFilter(filtered, client);
  const only = filterWords(filter);
  const { state, spoken } = summarize(view);
  return (
    <main className="embed">
      <h1 className="sr-only">Repin Globe</h1>
      <div className="embed-stage">
        <Stage feed={filtered} layout="embed" />
      </div>
      <p
        className="embed-rate state"
        data-testid="connection-state"
        data-state={view.connection}
        data-tone={state.tone}
        title={`${state.word}. ${state.text}`}
      >
        <i className="state-dot" aria-hidden="true" />
        <span data-testid="repins-per-second">{view.started ? formatRate(view.rate) : '–'}</span>
        <span className="embed-unit">repins/s{only && ` · ${only}`}</span>
        {state.tone !== 'calm' && <span className="embed-word">{state.word}</span>}
        <DataAge ms={view.dataAgeMs} old={state.tone === 'warn' || state.tone === 'alert'} />
      </p>
      <SpokenSummary text={spoken} />
    </main>
  );
}
