'use client';
import type { EventType } from '../lib/events/event';
import type { LiveFeed } from '../lib/live/feed';
export function GlobeStage(_: {
  feed: LiveFeed;
  theme: string;
  layout: string;
  hiddenTypes?: ReadonlySet<EventType>;
  reducedMotion?: boolean;
  onState?: (state: string, detail?: string) => void;
}) {
  return <div className="globe-placeholder" />;
}
