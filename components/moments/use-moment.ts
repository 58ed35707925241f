'use client';
import { useEffect, useRef, useState } from 'react';
import type { LiveFeed } from '../../lib/live/feed';
import { type Moment, MomentQueue, watchMoments } from './moment-queue';

const SHOWN_MS = 8_000;
/** Between two of them, so that the second is seen to be another one. */
const PAUSE_MS = 1_500;
const LOOK_AGAIN_MS = 500;

export type ToldMoment = { readonly moment: Moment; readonly number: number };

/**
 * The moment to be shown now, one at a time; null between them. While `partial` they pass untold; while `held` they wait,
 * and what is shown makes room.
 */
export function useMoment(feed: LiveFeed, partial: boolean, held: boolean): ToldMoment | null {
  const [told, setTold] = useState<ToldMoment | null>(null);
  const now = useRef({ partial, held });
  now.current = { partial, held };
  useEffect(() => {
    const queue = new MomentQueue();
    let timer: ReturnType<typeof setTimeout> | null = null;
    let number = 0;
    const show = () => {
      timer = null;
      if (now.current.partial) queue.clear();
      if (now.current.held) {
        timer = setTimeout(show, LOOK_AGAIN_MS);
        return;
      }
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
      if (now.current.partial) return;
      queue.add(moment);
      // What one frame brings is heard first, and told together.
      timer ??= setTimeout(show, 0);
    });
    return () => {
      leave();
      if (timer !== null) clearTimeout(timer);
    };
  }, [feed]);
  return partial || held ? null : told;
}
