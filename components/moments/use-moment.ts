'use client';
import { useEffect, useRef, useState } from 'react';
import type { LiveFeed } from '../../lib/live/feed';
import { type Moment, MomentQueue, watchMoments } from './moment-queue';

const SHOWN_MS = 8_000;
/** Between two of them, so that the second is seen to be another one. */
const PAUSE_MS = 1_500;

export type ToldMoment = { readonly moment: Moment; readonly number: number };

/** The moment to be shown now, one at a time; null between them. While `quiet` they pass untold. */
export function useMoment(feed: LiveFeed, quiet: boolean): ToldMoment | null {
  const [told, setTold] = useState<ToldMoment | null>(null);
  const isQuiet = useRef(quiet);
  isQuiet.current = quiet;
  useEffect(() => {
    const queue = new MomentQueue();
    let timer: ReturnType<typeof setTimeout> | null = null;
    let number = 0;
    const show = () => {
      timer = null;
      const moment = queue.next();
      if (!moment) return;
      setTold({ moment, number: ++number });
      timer = setTimeout(hide, SHOWN_MS);
    };
    const hide = () => {
      setTold(null);
      timer = setTimeout(show, PAUSE_MS);
    };
    const leave = watchMoments(feed, (moment) => {
      if (isQuiet.current) return;
      queue.add(moment);
      // What one frame brings is heard first, and told together.
      timer ??= setTimeout(show, 0);
    });
    return () => {
      leave();
      if (timer !== null) clearTimeout(timer);
    };
  }, [feed]);
  return quiet ? null : told;
}
