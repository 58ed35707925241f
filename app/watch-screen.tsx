'use client';
import { useCallback, useState } from 'react';
import { Attribution } from '../components/hud/attribution';
import { Brand } from '../components/hud/brand';
import { FallbackNote } from '../components/hud/fallback-note';
import { Feed } from '../components/hud/feed';
import { Headline } from '../components/hud/headline';
import { HealthCorner } from '../components/hud/health-corner';
import { HeatScale } from '../components/hud/heat-scale';
import { SpokenSummary } from '../components/hud/spoken-summary';
import { StateNotice } from '../components/hud/state-notice';
import { Tallies } from '../components/hud/tallies';
import { TopPlaces } from '../components/hud/top-places';
import { TypeLegend } from '../components/hud/type-legend';
import { useLive, useLiveView } from '../components/live/use-live';
import type { EventType } from '../lib/events/event';
import { Stage, type StageState } from './stage';
import { summarize } from './summarize';
import './watch.css';

/** Logins are many and say little: they are there when asked for. */
const HIDDEN_AT_FIRST: ReadonlySet<EventType> = new Set(['login']);

/** `/`: the globe, off-centre, with its numbers in the air beside it. */
export function WatchScreen() {
  const { client, store } = useLive();
  const view = useLiveView(store);
  const [hidden, setHidden] = useState(HIDDEN_AT_FIRST);
  const [stage, setStage] = useState<StageState>({ state: 'loading', detail: null });
  const toggle = useCallback((type: EventType) => {
    setHidden((before) => {
      const after = new Set(before);
      if (!after.delete(type)) after.add(type);
      return after;
    });
  }, []);
  const { state, spoken } = summarize(view);
  return (
    <main className="watch" data-stage={stage.state} data-connection={view.connection}>
      <h1 className="sr-only">Repin Globe: every repin, live, where it happened</h1>
      <div className="watch-stage">
        <Stage feed={client} layout="watch" hiddenTypes={hidden} onState={setStage} />
      </div>
      <header className="watch-head">
        <Brand />
        <StateNotice state={state} connection={view.connection} />
        <FallbackNote {...stage} />
      </header>
      <div className="watch-numbers">
        <Headline rate={view.started ? view.rate : null} perSecond={view.perSecond} />
        <div className="watch-counts">
          <Tallies started={view.started} lastMinute={view.lastMinute} lastHour={view.lastHour} />
          <TypeLegend started={view.started} totals={view.totals} hidden={hidden} onToggle={toggle} />
          <HeatScale {...view.heat} />
        </div>
      </div>
      <aside className="watch-lists" aria-label="Places and latest events">
        <TopPlaces started={view.started} places={view.topPlaces} limit={8} />
        <Feed started={view.started} cards={view.cards} now={view.now} imageHosts={view.imageHosts} />
      </aside>
      <footer className="watch-foot">
        <HealthCorner
          dataAgeMs={view.dataAgeMs}
          old={state.tone === 'warn' || state.tone === 'alert'}
          roundTripMs={view.roundTripMs}
          streamed={view.transport === 'sse'}
          repins={view.totals.repin}
          unlocatedRepins={view.totals.unlocatedRepins}
          folded={view.folded}
          late={view.late}
          running={view.running}
          health={view.health}
        />
        <Attribution />
      </footer>
      <SpokenSummary text={spoken} />
    </main>
  );
}
