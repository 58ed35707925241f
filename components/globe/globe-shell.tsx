import type { RefObject } from 'react';
import ReactGlobe, { type GlobeMethods } from 'react-globe.gl';

/** Drawn with antialiasing of our own; the canvas needs none. */
const RENDERER = { antialias: false, alpha: true, powerPreference: 'high-performance' } as const;

export type GlobeShellProps = {
  readonly ref: RefObject<GlobeMethods | undefined>;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
};

/** react-globe.gl as the shell of our scene: its renderer, camera and controls, without one prop that streams. */
export function GlobeShell({ ref, width, height }: GlobeShellProps) {
  return (
    <ReactGlobe
      ref={ref}
      width={width}
      height={height}
      backgroundColor="rgba(0,0,0,0)"
      rendererConfig={RENDERER}
      waitForGlobeReady={false}
      animateIn={false}
      showGlobe={false}
      showAtmosphere={false}
      showGraticules={false}
      enablePointerInteraction={false}
    />
  );
}
