'use client';
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import type { LatLng } from '../../lib/globe/sphere';
import type { StageView } from '../globe/stage-view';
import { anchor } from './anchor';
import './details-frame.css';

export type DetailsFrameProps = {
  /** Another key is another card: it takes the focus, and its place. */
  readonly about: string;
  readonly titleId: string;
  readonly spot: LatLng | null;
  readonly view: StageView | null;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** The ground that a card or a panel stands on: beside its spot, or a sheet at the foot of a narrow screen. */
export function DetailsFrame({ about, titleId, spot, view, onClose, children }: DetailsFrameProps) {
  const room = useRef<HTMLDivElement>(null);
  const card = useRef<HTMLElement>(null);
  const line = useRef<SVGLineElement>(null);
  const mark = useRef<SVGCircleElement>(null);
  const { lat = null, lng = null } = spot ?? {};

  // biome-ignore lint/correctness/useExhaustiveDependencies: what it is about counts, not what it says at the moment
  useLayoutEffect(() => {
    card.current?.focus({ preventScroll: true });
    if (card.current) card.current.scrollTop = 0;
  }, [about]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same
  useLayoutEffect(() => {
    if (!room.current || !card.current || !line.current || !mark.current) return;
    card.current.style.transform = '';
    const parts = { room: room.current, card: card.current, line: line.current, mark: mark.current };
    return anchor(parts, lat === null || lng === null ? null : { lat, lng }, view);
  }, [about, view, lat, lng]);

  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      close.current();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);

  return (
    <>
      <svg className="details-line" aria-hidden="true" focusable="false">
        <line ref={line} />
        <circle ref={mark} r="7" />
      </svg>
      <div className="details-room" ref={room}>
        <section
          className="details"
          data-testid="details"
          role="dialog"
          aria-labelledby={titleId}
          tabIndex={-1}
          ref={card}
        >
          {children}
          <button type="button" className="details-close" aria-label="Close" onClick={onClose}>
            <svg viewBox="0 0 12 12" aria-hidden="true" focusable="false">
              <path d="M2 2l8 8M10 2l-8 8" />
            </svg>
          </button>
        </section>
      </div>
    </>
  );
}
