import { Group } from 'three';

/** In place of three-slippy-map-globe: react-globe.gl always hangs one in, and we never give it map tiles. */
export default class NoTiles extends Group {
  tileUrl: unknown = null;
  maxLevel = 0;
  curvatureResolution = 5;

  updatePov(): void {}

  clearTiles(): void {}
}
