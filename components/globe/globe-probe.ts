import type { EventType } from '../../lib/events/event';
import type { LiveRing } from '../../lib/globe/ring-buffer';

/** What tests and tools may ask of the scene: each answer is read from what is drawn, not from a list beside it. */
export type GlobeProbe = {
  readonly mode: 'webgl' | 'map';
  /** Live rings, oldest first, those of hidden types left out. A negative age: it waits for its moment. */
  rings(): LiveRing[];
  /** Draw calls made for rings in the last frame; 0 on the map, which has none. */
  ringDrawCalls(): number;
  /** Slots of the ring buffer in use. */
  liveRings(): number;
  sceneNodes(): number;
  /** Geometries, textures and programs that the renderer holds; 0 on the map. */
  gpuObjects(): number;
  /** CSS pixels of the window; `visible` false behind the globe or outside the stage. */
  project(lat: number, lng: number): { x: number; y: number; visible: boolean };
  /** Altitude in globe radii above the ground. */
  pointOfView(): { lat: number; lng: number; altitude: number };
  /** Decayed repins at a place. */
  heatAt(lat: number, lng: number): number;
  /** What rings are drawn in now, as `#rrggbb`. */
  eventColours(): Readonly<Record<EventType, string>>;
  /** Frames drawn since the start. */
  frames(): number;
  /** Tier of quality, 0 is the best; 0 on the map. */
  quality(): number;
  /** Events that joined a ring beside them, because there were too many for rings of their own. */
  joined(): number;
  loseContext(): void;
  restoreContext(): void;
};

declare global {
  interface Window {
    __repinGlobe?: GlobeProbe;
  }
}

/**
 * Shows a probe on the window; answers how to take it away again. While a map lies over a globe that lost its context,
 * the map answers, but the globe's context is still the one to be given back.
 */
export function exposeProbe(probe: GlobeProbe): () => void {
  const below = window.__repinGlobe;
  const shown =
    below && probe.mode === 'map'
      ? { ...probe, loseContext: below.loseContext, restoreContext: below.restoreContext }
      : probe;
  window.__repinGlobe = shown;
  return () => {
    if (window.__repinGlobe !== shown) return;
    if (below && probe.mode === 'map') window.__repinGlobe = below;
    else delete window.__repinGlobe;
  };
}
