import type { GlobeProbe } from '../../components/globe/globe-probe';

/** Small, so that a renderer without a GPU has frames to count; CSS pixels. */
export const WIDTH = 480;
export const HEIGHT = 300;
/** Of the rings of the stock layer, and of ours. */
export const LIFE_MS = 2_500;

/** What the bench's pages tell. */
export type RenderWindow = Window & {
  __repinGlobe?: GlobeProbe;
  /** The first whole picture is there. */
  __drawn?: boolean;
  __live?: boolean;
  __failed?: string;
  /** Takes the globe away, as a page does that shows something else. */
  __unmount?: () => void;
  /** Live rings of the page that has no probe, and all draw calls of its last frame. */
  __stock?: () => { readonly rings: number; readonly drawCalls: number };
};
