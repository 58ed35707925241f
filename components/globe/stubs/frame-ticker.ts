/**
 * In place of frame-ticker: react-globe.gl starts one for its arcs, paths and rings each (and more while it looks for
 * its own methods), which call for animation frames for ever, unmounted or not. We use none of those layers.
 */
export default class NoTicker {
  readonly onTick = { add: () => true };

  pause(): void {}

  resume(): void {}

  dispose(): void {}
}
