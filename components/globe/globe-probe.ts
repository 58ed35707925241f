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
  /** CSS pixels of the window; `visible` false behind the globe or outside the stage. */
  project(lat: number, lng: number): { x: number; y: number; visible: boolean };
  /** Altitude in globe radii above the ground. */
  pointOfView(): { lat: number; lng: number; altitude: number };
  /** Decayed repins at a place. */
  heatAt(lat: number, lng: number): number;
  /** Frames drawn since the start. */
  frames(): number;
  loseContext(): void;
  restoreContext(): void;
};

declare global {
  interface Window {
    __repinGlobe?: GlobeProbe;
  }
}

/** Shows a probe on the window; answers how to take it away again (unless another one came since). */
export function exposeProbe(probe: GlobeProbe): () => void {
  window.__repinGlobe = probe;
  return () => {
    if (window.__repinGlobe === probe) delete window.__repinGlobe;
  };
}
