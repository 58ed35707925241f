import type { EventType } from '../../lib/events/event';
import type { LiveFeed } from '../../lib/live/feed';
import type { StageView } from './stage-view';

export type GlobeStageProps = {
  readonly feed: LiveFeed;
  readonly theme: 'dark' | 'light' | 'transparent';
  readonly layout: 'watch' | 'wall' | 'embed';
  /** Neither drawn nor heated. */
  readonly hiddenTypes?: ReadonlySet<EventType>;
  readonly reducedMotion?: boolean;
  /** What may be asked of the scene, as soon as it is there; null when it is gone. */
  readonly onView?: (view: StageView | null) => void;
  readonly onState?: (state: 'loading' | 'webgl' | 'fallback' | 'lost' | 'restored', detail?: string) => void;
};
