import type { LiveClient } from '../../lib/live/client/live-client';
import type { LiveStatus } from '../../lib/live/client/live-status';
import type { FilteredFeed } from '../../lib/live/filtered-feed';
import type { PlaceCount } from '../../lib/live/protocol';
import { LiveFold } from './live-fold';
import { EMPTY_VIEW, type LiveView } from './live-view';

export type LiveStoreOptions = {
  /** The same monotonic clock as the client's, ms. */
  readonly now: () => number;
  /** The view is replaced at most this often, ms. */
  readonly everyMs?: number;
};

/** What a filter changes: not how old the data are, nor how the parts stand, which is the same for everybody. */
function ofNarrow({
  started,
  now,
  dataAgeMs,
  countedSince,
  imageHosts,
  folded,
  late,
  catchingUp,
  caughtUp,
  running,
  health,
  ...narrowed
}: ReturnType<LiveFold['view']>) {
  return narrowed;
}

/** Framework-free: `subscribe` and `getView` fit `useSyncExternalStore`. */
export interface LiveStore {
  subscribe(listener: () => void): () => void;
  /** The same object until the next publication. */
  getView(): LiveView;
  /** Repins of the last five minutes by place, of what passes the viewer's filter: all of them, worked out when asked. */
  hotPlaces(): readonly PlaceCount[];
  /** Begins to listen to the client, and to what passes the viewer's filter; returns how to end it. */
  attach(client: LiveClient, filtered: FilteredFeed): () => void;
}

/** Listens to a client and publishes its numbers four times a second, however many frames come. */
export function createLiveStore({ now, everyMs = 250 }: LiveStoreOptions): LiveStore {
  const fold = new LiveFold();
  /** Of what passes the filter, while something is left out. */
  const narrow = new LiveFold();
  const listeners = new Set<() => void>();
  let view: LiveView = EMPTY_VIEW;
  let status: LiveStatus | null = null;
  /** Server time at which the viewer was cut off: what it does not hear of has not stopped. */
  let cutAt: number | null = null;
  let askHotPlaces = (): readonly PlaceCount[] => [];

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    getView: () => view,
    hotPlaces: () => askHotPlaces(),
    attach(client, filtered) {
      askHotPlaces = () => (filtered.since === null ? fold : narrow).hotPlaces(cutAt ?? client.serverNow());
      const publish = () => {
        const at = now();
        view = {
          ...view,
          ...fold.view(client.serverNow(), cutAt ?? client.serverNow()),
          ...(filtered.since === null
            ? null
            : ofNarrow(narrow.view(client.serverNow(), cutAt ?? client.serverNow()))),
          narrowed: filtered.since === null ? null : { since: filtered.since, unsorted: filtered.unsorted },
          known: filtered.known(),
          // Of another filter's numbers none is shown.
          started: fold.started && status?.pictured === true,
          refused: status?.refused ?? false,
          connection: status?.state ?? 'connecting',
          connectionForMs: status ? at - status.since : 0,
          retryInMs: status?.retryAt == null ? null : Math.max(0, status.retryAt - at),
          unreadable: status?.unreadable ?? false,
          waitingFor: status?.waitingFor ?? null,
          roundTripMs: status?.roundTripMs ?? null,
          transport: status?.transport ?? null,
        };
        for (const listener of listeners) listener();
      };
      const leave = [
        client.onSnapshot((snapshot) => fold.snapshot(snapshot)),
        client.onFrame((frame) => fold.frame(frame)),
        filtered.onSnapshot((snapshot) => narrow.snapshot(snapshot)),
        filtered.onFrame((frame) => filtered.since !== null && narrow.frame(frame)),
        client.onHealth((health) => fold.health(health)),
        client.onStatus((next) => {
          if (next.state === 'away' || next.state === 'stale') {
            fold.away();
            narrow.away();
            cutAt ??= client.serverNow();
          }
          if (next.state === 'live') {
            fold.back(client.serverNow());
            narrow.back(client.serverNow());
            cutAt = null;
          }
          status = next;
        }),
      ];
      const timer = setInterval(publish, everyMs);
      return () => {
        clearInterval(timer);
        for (const each of leave) each();
      };
    },
  };
}
