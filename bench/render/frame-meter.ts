/** What the page's animation frames have cost since it was opened. */
export type Metered = {
  /** Animation frames that had a callback. */
  readonly frames: number;
  /** ms of the main thread in their callbacks. */
  readonly callbackMs: number;
  /** ms of a monotonic clock. */
  readonly at: number;
};

export type MeteredWindow = { readonly __frameMeter?: () => Metered };

/**
 * Runs in the page before anything else. Everything that draws does so in a callback of an animation frame, and libraries
 * take hold of the function when they are loaded: so it is replaced first.
 */
export function meterFrames(): void {
  const request = window.requestAnimationFrame.bind(window);
  let [frames, callbackMs, last] = [0, 0, Number.NaN];
  window.requestAnimationFrame = (callback) =>
    request((time) => {
      if (time !== last) frames++;
      last = time;
      const began = performance.now();
      callback(time);
      callbackMs += performance.now() - began;
    });
  (window as { __frameMeter?: () => Metered }).__frameMeter = () => ({
    frames,
    callbackMs,
    at: performance.now(),
  });
}
