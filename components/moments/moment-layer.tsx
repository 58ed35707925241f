'use client';
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import type { LiveFeed } from '../../lib/live/feed';
import type { StageView } from '../globe/stage-view';
import { MomentRing } from './moment-ring';
import { momentWords } from './moment-words';
import { useMoment } from './use-moment';
import './moments.css';

/** Countries that get a ring on the globe. */
const RINGS = 3;

export type MomentLayerProps = {
  /** Of everything, whatever the viewer's filter. */
  readonly feed: LiveFeed;
  readonly view: StageView | null;
  /** Not everything is shown: what is told of the whole would not fit. */
  readonly partial: boolean;
  /** Something else has to be said first. */
  readonly held: boolean;
};

/** Small moments worth seeing: the first repin ever from a country, a milestone of the total. */
export function MomentLayer({ feed, view, partial, held }: MomentLayerProps) {
  const told = useMoment(feed, partial, held);
  const [stage, setStage] = useState<Element | null>(null);
  // Below the panels, where the scene is.
  useEffect(() => setStage(view && document.querySelector('[data-globe]')), [view]);
  const words = told && momentWords(told.moment);
  const places = told?.moment.kind === 'first' ? told.moment.places.slice(0, RINGS) : [];
  return (
    <>
      <p className="sr-only" aria-live="polite" data-testid="moment-spoken">
        {words && `${words.label}: ${words.text}`}
      </p>
      {told && words && (
        <p
          className="moment"
          data-testid="moment"
          data-kind={told.moment.kind}
          key={told.number}
          aria-hidden="true"
        >
          <svg viewBox="0 0 32 32" focusable="false" aria-hidden="true">
            <circle cx="16" cy="16" r="3" />
            <circle cx="16" cy="16" r="8.5" />
            <circle cx="16" cy="16" r="14.5" />
          </svg>
          <span className="label">{words.label}</span>
          <strong>{words.text}</strong>
        </p>
      )}
      {told &&
        view &&
        stage &&
        places.map(({ country, lat, lng }) =>
          createPortal(<MomentRing view={view} lat={lat} lng={lng} />, stage, `${told.number} ${country}`),
        )}
    </>
  );
}
