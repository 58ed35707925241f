import type { SnapshotCache } from '../http/snapshot-cache';
import type { EventStreams } from '../publish/event-streams';
import type { LiveHub } from '../publish/live-hub';
import type { LiveLog } from '../publish/live-log';
import type { LiveRooms } from '../publish/live-rooms';
import type { ViewerDoor } from '../publish/viewer-door';
import type { Viewers } from '../publish/viewers';
import { LastAnswer } from './last-answer';
import type { MetricsRegistry } from './registry';

export type WebParts = {
  readonly hub: Pick<LiveHub, 'figures'>;
  readonly rooms: Pick<LiveRooms, 'size' | 'refused'>;
  readonly door: Pick<ViewerDoor, 'counts'>;
  readonly viewers: Pick<Viewers, 'count' | 'bufferedBytes'>;
  readonly streams: Pick<EventStreams, 'count' | 'bufferedBytes'>;
  readonly snapshots: Pick<SnapshotCache, 'encodings'>;
  readonly liveLog: Pick<LiveLog, 'bounds'>;
  readonly now: () => number;
};

const BOUNDS_MAX_AGE_MS = 5_000;

/** The counts that hub and viewers keep, read at each scrape. */
export function watchWeb(registry: MetricsRegistry, parts: WebParts): void {
  const { hub, rooms, door, viewers, streams, snapshots, liveLog, now } = parts;
  const bounds = new LastAnswer(() => liveLog.bounds(), BOUNDS_MAX_AGE_MS, now);
  registry.onScrape(() => {
    const { frames, resumes, resets, refused, cutOff } = door.counts;
    registry.set('repin_globe_viewers', { transport: 'websocket' }, viewers.count);
    registry.set('repin_globe_viewers', { transport: 'sse' }, streams.count);
    registry.set('repin_globe_viewer_buffered_bytes', {}, viewers.bufferedBytes + streams.bufferedBytes);
    registry.set('repin_globe_rooms', {}, rooms.size);
    registry.total('repin_globe_rooms_refused_total', {}, rooms.refused);
    registry.total('repin_globe_frames_total', {}, frames.encoded);
    registry.total('repin_globe_frame_bytes_total', {}, frames.bytes);
    registry.total('repin_globe_frames_sent_total', {}, frames.sent);
    registry.total('repin_globe_frame_bytes_sent_total', {}, frames.bytesSent);
    registry.total('repin_globe_snapshot_encodings_total', {}, snapshots.encodings);
    for (const answer of keys(resumes))
      registry.total('repin_globe_resumes_total', { answer }, resumes[answer]);
    for (const reason of keys(resets)) registry.total('repin_globe_resets_total', { reason }, resets[reason]);
    for (const reason of keys(refused))
      registry.total('repin_globe_viewers_refused_total', { reason }, refused[reason]);
    for (const reason of keys(cutOff))
      registry.total('repin_globe_viewers_cut_off_total', { reason }, cutOff[reason]);
  });
  registry.onScrape(async () => {
    const end = await bounds.get();
    const { figures } = hub;
    if (!figures) return;
    registry.set('repin_globe_ring_events', {}, figures.ringEvents);
    registry.set('repin_globe_ring_capacity_events', {}, figures.ringCapacity);
    registry.set('repin_globe_newest_event_timestamp_seconds', {}, figures.newestTs / 1_000);
    if (end) registry.set('repin_globe_hub_lag_messages', {}, Math.max(end.next - figures.next, 0));
    else registry.clear('repin_globe_hub_lag_messages');
  });
}

const keys = <T extends object>(of: T) => Object.keys(of) as (keyof T)[];
