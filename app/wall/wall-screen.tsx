'use client';
import { Suspense, useState } from 'react';
import type { StageView } from '../../components/globe/stage-view';
import { Attribution } from '../../components/hud/attribution';
import { DataAge } from '../../components/hud/data-age';
import { RollingNumber } from '../../components/hud/rolling-number';
import { SpokenSummary } from '../../components/hud/spoken-summary';
import { StateNotice } from '../../components/hud/state-notice';
import { useLive, useLiveView } from '../../components/live/use-live';
import { onDemand } from '../../components/on-demand';
import { filterWords } from '../../lib/view/filter';
import { formatCount, formatRate, formatTimeOfDay } from '../../lib/view/format';
import { Stage, type StageState } from '../stage';
import { summarize } from '../summarize';
import { useFilter } from '../use-filter';
import { useIdleCursor } from './use-idle-cursor';
import { useWakeLock } from './use-wake-lock';
import './wall.css';

const MomentLayer = onDemand(() =>
  import('../../components/moments/moment-layer').then((module) => module.MomentLayer),
);

/** `/wall`: for a screen on a wall. Two numbers, a globe that turns slowly, nothing to click. */
export function WallScreen() {
  const { client, filtered, store } = useLive();
  const view = useLiveView(store);
  const [filter] = useFilter(filtered, client);
  const only = filterWords(filter);
  const [stage, setStage] = useState<StageState>({ state: 'loading', detail: null });
  const [stageView, setStageView] = useState<StageView | null>(null);
  const idle = useIdleCursor(3_000);
  useWakeLock();
  const { state, spoken } = summarize(view);
  // On a wall nobody asks how well it is; it speaks when it is not, and always says so when the events are not real.
  const simulated = view.running?.source === 'simulated';
  return (
    <main className="wall" data-idle={idle} data-connection={view.connection}>
      <h1 className="sr-only">Repin Globe</h1>
      <div className="wall-stage">
        <Stage feed={filtered} layout="wall" onState={setStage} onView={setStageView} />
      </div>
      <div className="wall-words">
        {stage.state !== 'loading' && (
          <Suspense fallback={null}>
            <MomentLayer
              feed={client}
              view={stageView}
              partial={view.narrowed !== null}
              held={state.text !== ''}
            />
          </Suspense>
        )}
        <p className="wall-rate">
          <RollingNumber text={view.started ? formatRate(view.rate) : '–'} testId="repins-per-second" />
        </p>
        <p className="wall-label">repins per second{only && ` · ${only}`}</p>
        <p className="wall-total">
          <span data-testid="total-repins">{view.started ? formatCount(view.totals.repin) : '–'}</span>
          <small>
            {view.narrowed ? `since ${formatTimeOfDay(view.narrowed.since)}` : 'in all'}
            {simulated ? ', simulated' : ''}
          </small>
        </p>
      </div>
      <div className="wall-state" data-calm={state.tone === 'calm'}>
        <StateNotice state={state} connection={view.connection} />
        <DataAge ms={view.dataAgeMs} old={state.tone === 'warn' || state.tone === 'alert'} />
      </div>
      <Attribution />
      <SpokenSummary text={spoken} />
    </main>
  );
}
