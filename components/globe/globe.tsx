'use client';
import { useEffect, useRef, useState } from 'react';
import type { GlobeMethods } from 'react-globe.gl';
import { Governor } from '../../lib/globe/governor';
import { LOWEST_QUALITY, parseQuality, qualityOf } from '../../lib/globe/quality';
import { FILL, HOME_LATITUDE, homeView, TURN_MS } from '../../lib/globe/view';
import type { Snapshot } from '../../lib/live/protocol';
import { CameraDrift } from './camera-drift';
import { FramePace } from './frame-pace';
import { exposeProbe } from './globe-probe';
import type { GlobeStageProps } from './globe-props';
import { GlobeScene } from './globe-scene';
import { GlobeShell } from './globe-shell';
import { LiveIntake } from './live-intake';
import { loadEarth } from './load-earth';
import { watchVisible } from './watch-visible';

export type GlobeProps = GlobeStageProps & {
  readonly width: number;
  readonly height: number;
  /** The first frame is on screen. */
  readonly onDrawn: () => void;
  readonly onFailed: (why: string) => void;
  readonly onContext: (state: 'lost' | 'restored') => void;
};

const CAPACITY = { watch: 131_072, wall: 131_072, embed: 16_384 } as const;
const TIERS = { lowest: LOWEST_QUALITY, paceMs: (tier: number) => qualityOf(tier).paceMs };
const clock = () => performance.now();

/** The WebGL globe. Feed and scene meet outside React. */
export default function Globe(props: GlobeProps) {
  const { feed, theme, layout, hiddenTypes, reducedMotion = false, width, height } = props;
  const globe = useRef<GlobeMethods>(undefined);
  const [scene, setScene] = useState<GlobeScene | null>(null);
  const paced = useRef<FramePace | null>(null);
  const told = useRef(props);
  told.current = props;

  useEffect(() => {
    const methods = globe.current;
    if (!methods) return;
    const zoom = layout === 'watch' && window.matchMedia('(pointer: fine)').matches;
    const drift = new CameraDrift(
      methods.camera(),
      methods.controls(),
      homeView(new Date().getTimezoneOffset()),
      {
        fill: FILL[layout],
        turnMs: TURN_MS[layout],
        zoom,
      },
    );
    let flown = layout !== 'wall';
    const intake = new LiveIntake(feed, CAPACITY[layout], clock, (snapshot) => {
      // A wall has no viewer whose time zone counts: it begins where most is going on.
      if (!flown) flown = flyToHottest(drift, snapshot);
    });
    // Until the server's clock is known the sun stands by the viewer's own.
    const made = new GlobeScene(methods, intake, drift, () => feed.serverNow() || Date.now(), clock);
    const fixed = parseQuality(location.search);
    const governor = fixed === null ? new Governor(TIERS, clock()) : null;
    const pace = new FramePace(methods.postProcessingComposer(), governor, fixed ?? 0, clock, (tier) =>
      made.setQuality(tier),
    );
    if (fixed !== null) made.setQuality(fixed);
    paced.current = pace;
    const canvas = methods.renderer().domElement;
    // A finger that moves up or down scrolls the page, as it does everywhere else.
    canvas.style.touchAction = 'pan-y';
    const lost = () => told.current.onContext('lost');
    const restored = () => {
      pace.rest();
      told.current.onContext('restored');
    };
    canvas.addEventListener('webglcontextlost', lost);
    canvas.addEventListener('webglcontextrestored', restored);
    const stopWatching = watchVisible(canvas, (visible) => {
      intake.drawing = visible;
      pace.rest();
      made.setDrawing(visible);
    });
    const hide = exposeProbe(made.probe());
    told.current.onView?.(made.view());
    let gone = false;
    loadEarth()
      .then((earth) => {
        if (gone) return;
        made.addEarth(earth, () => told.current.onDrawn());
      })
      .catch((cause: unknown) => !gone && told.current.onFailed(String(cause)));
    setScene(made);
    return () => {
      gone = true;
      told.current.onView?.(null);
      hide();
      stopWatching();
      canvas.removeEventListener('webglcontextlost', lost);
      canvas.removeEventListener('webglcontextrestored', restored);
      pace.dispose();
      intake.close();
      drift.dispose();
      made.dispose();
      setScene(null);
      release(methods);
    };
  }, [feed, layout]);

  useEffect(() => scene?.setTheme(theme), [scene, theme]);
  useEffect(() => scene?.setReducedMotion(reducedMotion), [scene, reducedMotion]);
  useEffect(() => scene?.setHiddenTypes(hiddenTypes ?? new Set()), [scene, hiddenTypes]);
  useEffect(() => {
    scene?.resize(width, height, window.devicePixelRatio);
    paced.current?.rest();
  }, [scene, width, height]);

  return <GlobeShell ref={globe} width={width} height={height} />;
}

/** False when there is no heat yet to fly to. */
function flyToHottest(drift: CameraDrift, { heat }: Snapshot): boolean {
  const hottest = heat.find(({ place }) => place.precision === 'city');
  if (hottest) drift.flyTo({ lat: HOME_LATITUDE, lng: hottest.place.lng });
  return hottest !== undefined;
}

/**
 * The library disposes of its renderer but keeps the context, of which a browser has sixteen. React's strict mode
 * takes effects away and brings them back at once: the context goes only when nobody came back.
 */
function release(methods: GlobeMethods): void {
  const renderer = methods.renderer();
  setTimeout(() => {
    if (renderer.domElement.isConnected) return;
    renderer.dispose();
    if (!renderer.getContext().isContextLost()) renderer.forceContextLoss();
    if ('scene' in window) Reflect.deleteProperty(window, 'scene');
  }, 0);
}
