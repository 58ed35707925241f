'use client';
import { useMemo, useState } from 'react';
import { Attribution } from '../components/hud/attribution';
import { Brand } from '../components/hud/brand';
import { FallbackNote } from '../components/hud/fallback-note';
import { Feed } from '../components/hud/feed';
import { FilterBar } from '../components/hud/filter-bar';
import { Headline } from '../components/hud/headline';
import { HealthCorner } from '../components/hud/health-corner';
import { HeatScale } from '../components/hud/heat-scale';
import { SpokenSummary } from '../components/hud/spoken-summary';
import { StateNotice } from '../components/hud/state-notice';
import { Tallies } from '../components/hud/tallies';
import { TopLists } from '../components/hud/top-lists';
import { TypeLegend } from '../components/hud/type-legend';
import { useLive, useLiveView } from '../components/live/use-live';
import type { EventType } from '../lib/events/event';
import { formatTimeOfDay } from '../lib/view/format';
import { Stage, type StageState } from './stage';
import { summarize } from './summarize';
import { useFilter } from './use-filter';
import './watch.css';

const HOUR_MS = 3_600_000;

/** `/`: the globe, off-centre, with its numbers in the air beside it. */
export function WatchScreen() {
  const { filtered, store } = useLive();
  const view = useLiveView(store);
  const [filter, setFilter] = useFilter(filtered);
  const [stage, setStage] = useState<StageState>({ state: 'loading', detail: null });
  const toggle = (type: EventType) => {
    const hiddenTypes = new Set(filter.hiddenTypes);
    if (!hiddenTypes.delete(type)) hiddenTypes.add(type);
    setFilter({ ...filter, hiddenTypes });
  };
  const since = view.narrowed && formatTimeOfDay(view.narrowed.since);
  const wholeHour = view.narrowed === null || view.now - view.narrowed.since > HOUR_MS;
  const cards = useMemo(
    () => view.cards.filter(({ type }) => !filter.hiddenTypes.has(type)),
    [view.cards, filter.hiddenTypes],
  );
  const { state, spoken } = summarize(view);
  return (
    <main className="watch" data-stage={stage.state} data-connection={view.connection}>
      <h1 className="sr-only">Repin Globe: every repin, live, where it happened</h1>
      <div className="watch-stage">
        <Stage feed={filtered} layout="watch" hiddenTypes={filter.hiddenTypes} onState={setStage} />
      </div>
      <header className="watch-head">
        <Brand />
        <StateNotice state={state} connection={view.connection} />
        <FallbackNote {...stage} />
      </header>
      <div className="watch-numbers">
        <Headline rate={view.started ? view.rate : null} perSecond={view.perSecond} />
        <div className="watch-counts">
          <Tallies
            started={view.started}
            lastMinute={view.lastMinute}
            lastHour={view.lastHour}
            since={wholeHour ? null : since}
          />
          <TypeLegend
            started={view.started}
            totals={view.totals}
            since={since}
            hidden={filter.hiddenTypes}
            onToggle={toggle}
          />
          <HeatScale {...view.heat} />
        </div>
      </div>
      <aside className="watch-lists" aria-label="Places and latest events">
        <FilterBar filter={filter} {...view.known} narrowed={view.narrowed} onChange={setFilter} />
        <TopLists
          started={view.started}
          topPlaces={view.topPlaces}
          topCountries={view.topCountries}
          topCategories={view.topCategories}
          limit={8}
        />
        <Feed started={view.started} cards={cards} now={view.now} imageHosts={view.imageHosts} />
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
