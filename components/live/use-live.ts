'use client';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { createLiveClient, type LiveClient } from '../../lib/live/client/live-client';
import { FilteredFeed } from '../../lib/live/filtered-feed';
import { parseFilter } from '../../lib/view/filter';
import { createLiveStore, type LiveStore } from './live-store';
import { EMPTY_VIEW, type LiveView } from './live-view';

const RELOADED_KEY = 'repin-globe-reloaded-at';
const RELOAD_PAUSE_MS = 60_000;

/** A newer server needs a newer page. Once a minute at most: a page from a stale cache must not reload for ever. */
function reloadOnce(): void {
  try {
    const last = Number(sessionStorage.getItem(RELOADED_KEY) ?? 0);
    if (Date.now() - last < RELOAD_PAUSE_MS) return;
    sessionStorage.setItem(RELOADED_KEY, String(Date.now()));
  } catch {
    // Storage is refused (a sandboxed frame): then not even once.
    return;
  }
  location.reload();
}

const now = () => performance.now();

/** The live channel of this page: made once, started while the component is mounted. */
export function useLive(): {
  readonly client: LiveClient;
  /** What passes the viewer's filter; all of it until one is set. */
  readonly filtered: FilteredFeed;
  readonly store: LiveStore;
} {
  const [live] = useState(() => {
    // The server, which renders the page as it is at first, knows no address.
    const room = parseFilter(new URLSearchParams(typeof location === 'undefined' ? '' : location.search));
    const client = createLiveClient('', { now, room, onOtherVersion: reloadOnce });
    return { client, filtered: new FilteredFeed(client), store: createLiveStore({ now }) };
  });
  useEffect(() => {
    const { client, filtered, store } = live;
    const detach = store.attach(client, filtered);
    const retry = () => {
      const visible = document.visibilityState === 'visible';
      client.setWatched(visible);
      if (visible) client.retryNow();
    };
    client.start();
    // Said of the whole machine: a globe on this very one still answers.
    const check = () => client.checkNow();
    window.addEventListener('online', retry);
    window.addEventListener('offline', check);
    document.addEventListener('visibilitychange', retry);
    return () => {
      window.removeEventListener('online', retry);
      window.removeEventListener('offline', check);
      document.removeEventListener('visibilitychange', retry);
      detach();
      client.stop();
    };
  }, [live]);
  return live;
}

/** The whole view, four times a second at most. */
export function useLiveView(store: LiveStore): LiveView {
  return useSyncExternalStore(store.subscribe, store.getView, () => EMPTY_VIEW);
}
