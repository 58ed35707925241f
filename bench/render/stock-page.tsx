/**
 * react-globe.gl's own `ringsData`, as its example has it, on its plain ball: `/bench/stock?rings=2000`. Fed as a live globe
 * feeds it: every 50 ms new events come, each sends one ring, and those whose ring has ended go; so many are alive at any
 * time. Bundled without our stubs.
 */
import { useEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import ReactGlobe, { type GlobeMethods } from 'react-globe.gl';
import { unitOf } from '../../lib/globe/scatter';
import { HEIGHT, LIFE_MS, type RenderWindow, WIDTH } from './page-contract';

type Place = { readonly lat: number; readonly lng: number };

const RINGS = Number(new URLSearchParams(location.search).get('rings'));
const RADIUS_DEGREES = 2.7;
const TICK_MS = 50;
/** The library keeps what was taken away for 30 s. */
const STEADY_MS = 36_000;
const RENDERER = { antialias: false, alpha: true, powerPreference: 'high-performance' } as const;
const shown = window as RenderWindow;
const colour = () => (t: number) => `rgba(255,77,94,${Math.sqrt(1 - t)})`;
let made = 0;
const next = (): Place => {
  const index = made++;
  return {
    lat: (Math.asin(unitOf(index * 2) * 2 - 1) * 180) / Math.PI,
    lng: unitOf(index * 2 + 1) * 360 - 180,
  };
};

function StockRings() {
  const globe = useRef<GlobeMethods>(undefined);
  const [data, setData] = useState<readonly Place[]>([]);
  useEffect(() => {
    shown.__stock = () => {
      let rings = 0;
      globe.current?.scene().traverse((node) => {
        if ('isLine' in node) rings++;
      });
      return { rings, drawCalls: globe.current?.renderer().info.render.calls ?? 0 };
    };
  }, []);
  useEffect(() => {
    const began = performance.now();
    let live: { readonly place: Place; readonly at: number }[] = [];
    let due = began;
    const timer = setInterval(() => {
      const now = performance.now();
      // However late the timer comes: as many events as the time that has passed brings.
      const count = Math.floor(((now - due) * RINGS) / LIFE_MS);
      due += (count * LIFE_MS) / RINGS;
      live = live.filter(({ at }) => now - at < LIFE_MS);
      for (let event = 0; event < count; event++) live.push({ place: next(), at: now });
      setData(live.map(({ place }) => place));
      if (now - began > STEADY_MS) shown.__drawn = true;
    }, TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <ReactGlobe
      ref={globe}
      width={WIDTH}
      height={HEIGHT}
      rendererConfig={RENDERER}
      waitForGlobeReady={false}
      animateIn={false}
      showAtmosphere={false}
      enablePointerInteraction={false}
      ringsData={data as object[]}
      ringColor={colour as () => (t: number) => string}
      ringMaxRadius={RADIUS_DEGREES}
      ringPropagationSpeed={RADIUS_DEGREES / (LIFE_MS / 1_000)}
      ringRepeatPeriod={0}
    />
  );
}

createRoot(document.body).render(<StockRings />);
