'use client';
import { GlobeStage } from '../components/globe/globe-stage';
import type { StageView } from '../components/globe/stage-view';
import type { EventType } from '../lib/events/event';
import type { LiveFeed } from '../lib/live/feed';
import { useMedia } from './use-media';
import { usePageTheme } from './use-page-theme';

export type StageState = { readonly state: string; readonly detail: string | null };

export type StageProps = {
  readonly feed: LiveFeed;
  readonly layout: 'watch' | 'wall' | 'embed';
  readonly hiddenTypes?: ReadonlySet<EventType>;
  readonly onView?: (view: StageView | null) => void;
  readonly onState?: (stage: StageState) => void;
};

/** The globe in its box, in the page's theme. */
export function Stage({ feed, layout, hiddenTypes, onView, onState }: StageProps) {
  const theme = usePageTheme();
  const reducedMotion = useMedia('(prefers-reduced-motion: reduce)');
  return (
    <GlobeStage
      feed={feed}
      theme={theme}
      layout={layout}
      reducedMotion={reducedMotion}
      {...(hiddenTypes ? { hiddenTypes } : {})}
      {...(onView ? { onView } : {})}
      {...(onState
        ? { onState: (state: string, detail?: string) => onState({ state, detail: detail ?? null }) }
        : {})}
    />
  );
}
