'use client';
import { type JSX, lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { onDemand } from '../on-demand';
import { FailureFence } from './failure-fence';
import type { GlobeStageProps } from './globe-props';
import { hasWebGL } from './has-webgl';
import { Placeholder } from './placeholder';
import type { StageView } from './stage-view';
import { useSize } from './use-size';

export type { GlobeStageProps };

/** What cannot be fetched has failed: the fence says so, and the map takes over. */
const Globe = lazy(() => import('./globe'));
const FlatMap = onDemand(() => import('./flat-map').then((module) => module.FlatMap));

/** A lost context mostly comes back within a second; after this the map takes over until it does. */
const LOST_FOR_LONG_MS = 3000;

type Mode = { readonly kind: 'loading' | 'webgl' | 'lost' } | { readonly kind: 'map'; readonly why: string };

/**
 * The scene in its box: a drawn disc at once, the WebGL globe when it has its first picture, the flat map where WebGL
 * is missing or fails. Fills its parent.
 */
export function GlobeStage(props: GlobeStageProps): JSX.Element {
  const { theme, layout, onState } = props;
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const [mode, setMode] = useState<Mode>({ kind: 'loading' });
  const [mapOver, setMapOver] = useState(false);
  const tell = useRef(onState);
  tell.current = onState;
  const seen = useRef(props.onView);
  seen.current = props.onView;

  const fail = useCallback((why: string) => {
    setMode({ kind: 'map', why });
    tell.current?.('fallback', why);
  }, []);
  const drawn = useCallback(() => {
    setMode((before) => (before.kind === 'map' ? before : { kind: 'webgl' }));
    tell.current?.('webgl');
  }, []);
  const context = useCallback((state: 'lost' | 'restored') => {
    setMode((before) => (before.kind === 'map' ? before : { kind: state === 'lost' ? 'lost' : 'webgl' }));
    tell.current?.(state);
  }, []);

  useEffect(() => {
    tell.current?.('loading');
    if (!hasWebGL()) fail('this browser has no WebGL');
  }, [fail]);
  useEffect(() => {
    setMapOver(false);
    if (mode.kind !== 'lost') return;
    const timer = setTimeout(() => setMapOver(true), LOST_FOR_LONG_MS);
    return () => clearTimeout(timer);
  }, [mode.kind]);

  // The map that lies over a globe without a context is the one that is seen.
  const views = useRef<{ globe: StageView | null; map: StageView | null }>({ globe: null, map: null });
  const globeSeen = useCallback((view: StageView | null) => {
    views.current.globe = view;
    seen.current?.(views.current.map ?? view);
  }, []);
  const mapSeen = useCallback((view: StageView | null) => {
    views.current.map = view;
    seen.current?.(view ?? views.current.globe);
  }, []);

  const map = mode.kind === 'map' || mapOver;
  return (
    <div
      ref={box}
      data-globe={map ? 'map' : mode.kind}
      style={{ position: 'absolute', inset: 0, overflow: 'hidden', contain: 'strict' }}
    >
      <Placeholder theme={theme} layout={layout} shown={mode.kind === 'loading' || mode.kind === 'lost'} />
      {size && mode.kind !== 'map' ? (
        <FailureFence onFailed={fail}>
          <div
            role="img"
            aria-label="Globe of live repins"
            style={{
              position: 'absolute',
              inset: 0,
              opacity: mode.kind === 'webgl' ? 1 : 0,
              transition: props.reducedMotion ? 'none' : 'opacity 900ms ease-out',
            }}
          >
            <Suspense fallback={null}>
              <Globe
                {...props}
                {...size}
                onView={globeSeen}
                onDrawn={drawn}
                onFailed={fail}
                onContext={context}
              />
            </Suspense>
          </div>
        </FailureFence>
      ) : null}
      {size && map ? (
        <Suspense fallback={null}>
          <FlatMap {...props} {...size} onView={mapSeen} />
        </Suspense>
      ) : null}
    </div>
  );
}
