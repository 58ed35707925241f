'use client';
import { Suspense, useRef, useState } from 'react';
import type { Choice } from '../components/details/choice';
import { JoinedCount } from '../components/globe/joined-count';
import type { StageView } from '../components/globe/stage-view';
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
import { onDemand } from '../components/on-demand';
import type { EventType } from '../lib/events/event';
import { writeFilter } from '../lib/view/filter';
import { formatTimeOfDay } from '../lib/view/format';
import { tallySince } from '../lib/view/tally-since';
import { Stage, type StageState } from './stage';
import { summarize } from './summarize';
import { useFilter } from './use-filter';
import './watch.css';

/** Cards and panels: fetched when the globe is there, or when somebody asks for one. */
const DetailsLayer = onDemand(() =>
  import('../components/details/details-layer').then((module) => module.DetailsLayer),
);
/** Likewise. */
const MomentLayer = onDemand(() =>
  import('../components/moments/moment-layer').then((module) => module.MomentLayer),
);
/** Of little use before there is anything to look through. */
const RoomFields = onDemand(() =>
  import('../components/hud/room-fields').then((module) => module.RoomFields),
);
/** When its tab is chosen. */
const TopPins = onDemand(() => import('../components/details/top-pins').then((module) => module.TopPins));

/** How far back the lists go. */
const LISTS_MS = 5 * 60_000;

/** `/`: the globe, off-centre, with its numbers in the air beside it. */
export function WatchScreen() {
  const { client, filtered, store } = useLive();
  const view = useLiveView(store);
  const [filter, setFilter] = useFilter(filtered, client);
  const [stage, setStage] = useState<StageState>({ state: 'loading', detail: null });
  const stageBox = useRef<HTMLDivElement>(null);
  const [stageView, setStageView] = useState<StageView | null>(null);
  const [joined] = useState(() => new JoinedCount());
  const [choice, setChoice] = useState<Choice | null>(null);
  const toggle = (type: EventType) => {
    const hiddenTypes = new Set(filter.hiddenTypes);
    if (!hiddenTypes.delete(type)) hiddenTypes.add(type);
    setFilter({ ...filter, hiddenTypes });
  };
  const { narrowed } = view;
  const since = narrowed && formatTimeOfDay(narrowed.since);
  const counted = narrowed ? { hour: narrowed.since, day: narrowed.since } : view.countedSince;
  const { state, spoken } = summarize(view);
  return (
    <main className="watch" data-stage={stage.state} data-connection={view.connection}>
      <h1 className="sr-only">Repin Globe: every repin, live, where it happened</h1>
      <div
        className="watch-stage"
        ref={stageBox}
        role="application"
        aria-label="Globe of live repins"
        aria-describedby="stage-keys"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is turned and walked by keys
        tabIndex={0}
      >
        <Stage
          feed={filtered}
          layout="watch"
          hiddenTypes={filter.hiddenTypes}
          onState={setStage}
          onView={setStageView}
        />
        <p className="watch-keys" id="stage-keys">
          {stageView?.kind !== 'map' && 'Arrows turn, + and − zoom, Home goes back, '}N and P walk through the
          hot places, Enter opens
        </p>
      </div>
      <header className="watch-head">
        <Brand />
        <StateNotice state={state} connection={view.connection} />
        <FallbackNote {...stage} />
      </header>
      <div className="watch-numbers">
        <Headline rate={view.started ? view.rate : null} perSecond={view.perSecond}>
          {stage.state !== 'loading' && (
            <Suspense fallback={null}>
              <MomentLayer
                feed={client}
                view={stageView}
                partial={narrowed !== null || filter.hiddenTypes.has('repin')}
                held={state.text !== ''}
              />
            </Suspense>
          )}
        </Headline>
        <div className="watch-counts">
          <Tallies
            started={view.started}
            lastMinute={view.lastMinute}
            lastHour={view.lastHour}
            today={view.today}
            since={tallySince(counted, view.now)}
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
        <FilterBar filter={filter} {...view.known} narrowed={narrowed} onChange={setFilter}>
          {(view.started || view.refused) && (
            <Suspense fallback={null}>
              <RoomFields
                board={filter.board}
                keywords={filter.keywords}
                refused={view.refused}
                onChange={(room) => setFilter({ ...filter, ...room })}
              />
            </Suspense>
          )}
        </FilterBar>
        <TopLists
          started={view.started}
          topPlaces={view.topPlaces}
          topCountries={view.topCountries}
          topCategories={view.topCategories}
          since={narrowed && view.now - narrowed.since < LISTS_MS ? since : null}
          limit={8}
          pins={(limit, onSpan) => (
            <TopPins question={filter} limit={limit} imageHosts={view.imageHosts} onSpan={onSpan} />
          )}
          onPlace={(place) => setChoice({ kind: 'place', place, fly: true })}
        />
        <Feed
          started={view.started}
          filter={writeFilter(filter, new URLSearchParams()).toString()}
          cards={view.cards.filter(({ type }) => !filter.hiddenTypes.has(type))}
          now={view.now}
          imageHosts={view.imageHosts}
          open={choice?.kind === 'card'}
          onCard={(card) => setChoice({ kind: 'card', card, fly: true })}
        />
      </aside>
      <footer className="watch-foot">
        <HealthCorner
          dataAgeMs={view.dataAgeMs}
          old={state.tone === 'warn' || state.tone === 'alert'}
          roundTripMs={view.roundTripMs}
          streamed={view.transport === 'sse'}
          repins={view.totals.repin}
          unlocatedRepins={view.totals.unlocatedRepins}
          folded={view.folded + joined.of(stageView)}
          late={view.late}
          running={view.running}
          health={view.health}
        />
        <Attribution />
      </footer>
      {(choice || stage.state !== 'loading') && (
        <Suspense fallback={null}>
          <DetailsLayer
            stage={stageBox}
            view={stageView}
            store={store}
            heated={!filter.hiddenTypes.has('repin')}
            choice={choice}
            onChoose={setChoice}
            now={view.now}
            imageHosts={view.imageHosts}
            room={{ board: filter.board, keywords: filter.keywords }}
            narrowed={filter.categories.length > 0}
          />
        </Suspense>
      )}
      <SpokenSummary text={spoken} />
    </main>
  );
}
