'use client';
import { useCallback, useEffect, useState } from 'react';
import type { LiveClient } from '../lib/live/client/live-client';
import type { FilteredFeed } from '../lib/live/filtered-feed';
import { type Filter, NO_FILTER, parseFilter, writeFilter } from '../lib/view/filter';

/**
 * The viewer's filter: read from the address, written back to it, and applied to the feed and, by board and keyword, to what
 * it is made of.
 */
export function useFilter(
  feed: FilteredFeed,
  client: LiveClient,
): readonly [Filter, (filter: Filter) => void] {
  const [filter, setFilter] = useState<Filter | null>(null);
  useEffect(() => {
    // The server knows no address: it renders the page as it is at first.
    const read = () => setFilter(parseFilter(new URLSearchParams(location.search)));
    read();
    window.addEventListener('popstate', read);
    return () => window.removeEventListener('popstate', read);
  }, []);
  useEffect(() => {
    if (!filter) return;
    client.setRoom(filter);
    feed.setFilter(filter);
  }, [feed, client, filter]);
  const change = useCallback((next: Filter) => {
    setFilter(next);
    const query = writeFilter(next, new URLSearchParams(location.search)).toString();
    history.replaceState(history.state, '', query === '' ? location.pathname : `?${query}`);
  }, []);
  return [filter ?? NO_FILTER, change];
}
