'use client';
import { useEffect, useRef } from 'react';
import type { StageView } from '../globe/stage-view';

type Props = { readonly view: StageView; readonly lat: number; readonly lng: number };

/**
 * Two wide slow rings around a place, laid over the scene: in it a ring's width is how many repins it stands for. They
 * follow the place while the globe turns, and are not seen behind it.
 */
export function MomentRing({ view, lat, lng }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let frame = 0;
    const follow = () => {
      const { x, y, visible } = view.project(lat, lng);
      const stage = box.current?.parentElement?.getBoundingClientRect();
      if (box.current && stage) {
        box.current.style.transform = `translate(${x - stage.left}px, ${y - stage.top}px)`;
        box.current.style.opacity = visible ? '1' : '0';
      }
      frame = requestAnimationFrame(follow);
    };
    follow();
    return () => cancelAnimationFrame(frame);
  }, [view, lat, lng]);
  return (
    <div className="moment-ring" ref={box} aria-hidden="true" data-testid="moment-ring">
      <svg viewBox="-1 -1 2 2" focusable="false" aria-hidden="true">
        <circle r="1" />
        <circle r="1" />
      </svg>
    </div>
  );
}
