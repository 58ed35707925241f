import { Group } from 'three';

/** three-slippy-map-globe: map tiles. The library makes one while it starts and leaves it invisible. */
export default class SlippyMap extends Group {
  updatePov() {}
  clearTiles() {}
}
