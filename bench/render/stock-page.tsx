/**
 * react-globe.gl's own `ringsData`, as its example has it, on its plain ball: `/bench/stock?rings=2000`. That many places
 * send one ring each, again and again, so that as many are alive at any time; nothing is added or taken away, which it
 * would pay for dearly. Bundled without our stubs.
 */
import { useEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import ReactGlobe, { type GlobeMethods } from 'react-globe.gl';
import { unitOf } from '../../lib/globe/scatter';
import { HEIGHT, LIFE_MS, type RenderWindow, WIDTH } from './page-contract';

type Place = { readonly lat: number; readonly lng: number };

const RINGS = Number(new URLSearchParams(location.search).get('rings'));
const RADIUS_DEGREES = 2.7;
const SLICES = 50;
const RENDERER = { antialias: false, alpha: true, powerPreference: 'high-performance' } as const;
const shown = window as RenderWindow;
const colour = () => (t: number) => `rgba(255,77,94,${Math.sqrt(1 - t)})`;
const places: readonly Place[] = Array.from({ length: RINGS }, (_, index) => ({
  lat: (Math.asin(unitOf(index * 2) * 2 - 1) * 180) / Math.PI,
  lng: unitOf(index * 2 + 1) * 360 - 180,
}));

function StockRings() {
  const globe = useRef<GlobeMethods>(undefined);
  const [slice, setSlice] = useState(0);
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
  // Places begin one after the other within a life, so that rings of all ages are there.
  useEffect(() => {
    if (slice > SLICES) {
      shown.__drawn = true;
      return;
    }
    const timer = setTimeout(() => {
      setData(places.slice(0, Math.round((RINGS * slice) / SLICES)));
      setSlice(slice + 1);
    }, LIFE_MS / SLICES);
    return () => clearTimeout(timer);
  }, [slice]);
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
      ringRepeatPeriod={LIFE_MS}
    />
  );
}

createRoot(document.body).render(<StockRings />);
