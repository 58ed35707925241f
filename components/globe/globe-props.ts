import type { EventType } from '../../lib/events/event';
import type { LiveFeed } from '../../lib/live/feed';

export type GlobeStageProps = {
  readonly feed: LiveFeed;
  readonly theme: 'dark' | 'light' | 'transparent';
  readonly layout: 'watch' | 'wall' | 'embed';
  /** Neither drawn nor heated. */
  readonly hiddenTypes?: ReadonlySet<EventType>;
  readonly reducedMotion?: boolean;
  readonly onState?: (state: 'loading' | 'webgl' | 'fallback' | 'lost' | 'restored', detail?: string) => void;
};
