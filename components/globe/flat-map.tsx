'use client';
import { useEffect, useRef, useState } from 'react';
import { exposeProbe } from './globe-probe';
import type { GlobeStageProps } from './globe-props';
import { LiveIntake } from './live-intake';
import { loadEarth } from './load-earth';
import { MapPainter } from './map-painter';
import { pagePalette } from './page-palette';
import { watchVisible } from './watch-visible';

type Props = GlobeStageProps & { readonly width: number; readonly height: number };

const CAPACITY = 16_384;
const clock = () => performance.now();

/** Where there is no WebGL: the same rings and the same heat on a flat map, in plain 2D. */
export function FlatMap(props: Props) {
  const { feed, theme, layout, hiddenTypes, reducedMotion = false, width, height } = props;
  const tell = useRef(props.onView);
  tell.current = props.onView;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [painter, setPainter] = useState<MapPainter | null>(null);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const intake = new LiveIntake(feed, CAPACITY, clock);
    const made = new MapPainter(context, intake, () => feed.serverNow() || Date.now(), clock);
    setPainter(made);
    loadEarth()
      .then((earth) => made.setEarth(earth))
      // Without land there are still the rings: the map stays useful.
      .catch(() => {});
    let frame = 0;
    let odd = false;
    const paint = () => {
      // Every other frame: what has no GPU has no time to give away.
      odd = !odd;
      if (odd) made.paint();
      frame = requestAnimationFrame(paint);
    };
    const stopWatching = watchVisible(element, (visible) => {
      intake.drawing = visible;
      cancelAnimationFrame(frame);
      if (visible) frame = requestAnimationFrame(paint);
    });
    const hide = exposeProbe(made.probe());
    tell.current?.(made.view());
    return () => {
      tell.current?.(null);
      hide();
      stopWatching();
      cancelAnimationFrame(frame);
      intake.close();
      setPainter(null);
    };
  }, [feed]);

  useEffect(() => painter?.setLook(pagePalette(theme), reducedMotion), [painter, theme, reducedMotion]);
  useEffect(() => painter?.setHiddenTypes(hiddenTypes ?? new Set()), [painter, hiddenTypes]);
  useEffect(() => {
    painter?.resize(width, height, window.devicePixelRatio, freeShare(layout, width, height));
  }, [painter, layout, width, height]);

  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label="Map of live repins"
      style={{ position: 'absolute', inset: 0, width, height }}
    />
  );
}

/** On wide screens the watch page has its numbers and lists to the left and right of the scene. */
function freeShare(layout: GlobeStageProps['layout'], width: number, height: number): number {
  if (layout !== 'watch' || width < height) return 0.94;
  return 0.6;
}
