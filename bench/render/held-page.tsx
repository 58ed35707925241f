/**
 * The finished scene with so many rings alive as no stream brings through a viewer's bandwidth: `/bench/held?rings=100000`.
 * They are put into the ring buffer as the intake does it, of all ages, with a life of an hour: what keeping and drawing them
 * costs is measured, not how they come.
 */
import { useEffect, useRef } from 'react';
import { createRoot } from 'react-dom/client';
import type { GlobeMethods } from 'react-globe.gl';
import { CameraDrift } from '../../components/globe/camera-drift';
import { exposeProbe } from '../../components/globe/globe-probe';
import { GlobeScene } from '../../components/globe/globe-scene';
import { GlobeShell } from '../../components/globe/globe-shell';
import { LiveIntake } from '../../components/globe/live-intake';
import { loadEarth } from '../../components/globe/load-earth';
import { parseQuality } from '../../lib/globe/quality';
import { unitOf } from '../../lib/globe/scatter';
import { toVector } from '../../lib/globe/sphere';
import { FILL, homeView, TURN_MS } from '../../lib/globe/view';
import type { LiveFeed } from '../../lib/live/feed';
import { HEIGHT, type RenderWindow, WIDTH } from './page-contract';

const RINGS = Number(new URLSearchParams(location.search).get('rings'));
const CAPACITY = 131_072;
const LIFE_MS = 3_600_000;
const shown = window as RenderWindow;
const clock = () => performance.now();
const silent: LiveFeed = {
  onSnapshot: () => () => {},
  onFrame: () => () => {},
  serverNow: () => Date.now(),
};

/** So many rings somewhere, of all ages. */
function hold({ rings }: LiveIntake, count: number): void {
  const now = clock();
  for (let index = 0; index < count; index++) {
    const lat = (Math.asin(unitOf(index * 2) * 2 - 1) * 180) / Math.PI;
    const at = toVector(lat, unitOf(index * 2 + 1) * 360 - 180);
    rings.push(at, 0, now - LIFE_MS * (1 - (index + 1) / count), 1, 'repin');
  }
}

function HeldRings() {
  const globe = useRef<GlobeMethods>(undefined);
  useEffect(() => {
    const methods = globe.current;
    if (!methods) return;
    const intake = new LiveIntake(silent, CAPACITY, clock, null, LIFE_MS);
    const view = homeView(new Date().getTimezoneOffset());
    const options = { fill: FILL.watch, turnMs: TURN_MS.watch, zoom: false };
    const drift = new CameraDrift(methods.camera(), methods.controls(), view, options);
    const scene = new GlobeScene(methods, intake, drift, () => Date.now(), clock);
    scene.setTheme('dark');
    scene.setQuality(parseQuality(location.search) ?? 0);
    scene.resize(WIDTH, HEIGHT, 1);
    exposeProbe(scene.probe());
    hold(intake, RINGS);
    void loadEarth().then((earth) =>
      scene.addEarth(earth, () => {
        shown.__drawn = true;
        shown.__live = true;
      }),
    );
  }, []);
  return <GlobeShell ref={globe} width={WIDTH} height={HEIGHT} />;
}

createRoot(document.body).render(<HeldRings />);
