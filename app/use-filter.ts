'use client';
import { useCallback, useEffect, useState } from 'react';
import type { FilteredFeed } from '../lib/live/filtered-feed';
import { type Filter, NO_FILTER, parseFilter, writeFilter } from '../lib/view/filter';

/** The viewer's filter: read from the address, written back to it, and applied to the feed. */
export function useFilter(feed: FilteredFeed): readonly [Filter, (filter: Filter) => void] {
  const [filter, setFilter] = useState(NO_FILTER);
  useEffect(() => {
    // The server knows no address: it renders the page as it is at first.
    const read = () => setFilter(parseFilter(new URLSearchParams(location.search)));
    read();
    window.addEventListener('popstate', read);
    return () => window.removeEventListener('popstate', read);
  }, []);
  useEffect(() => feed.setFilter(filter), [feed, filter]);
  const change = useCallback((next: Filter) => {
    setFilter(next);
    const query = writeFilter(next, new URLSearchParams(location.search)).toString();
    history.replaceState(history.state, '', query === '' ? location.pathname : `?${query}`);
  }, []);
  return [filter, change];
}
