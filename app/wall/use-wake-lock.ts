'use client';
import { useEffect } from 'react';

/**
 * Keeps the screen on where the browser grants it (secure origins, visible tabs). It is lost whenever the tab is
 * hidden, so it is asked for again; where it is refused, the screen's own settings decide.
 */
export function useWakeLock(): void {
  useEffect(() => {
    let sentinel: WakeLockSentinel | null = null;
    let gone = false;
    const ask = async () => {
      if (!('wakeLock' in navigator) || document.visibilityState !== 'visible') return;
      try {
        const granted = await navigator.wakeLock.request('screen');
        if (gone) await granted.release();
        else sentinel = granted;
      } catch {
        // Refused: battery saver, or a policy of the embedding page.
      }
    };
    const again = () => void ask();
    void ask();
    document.addEventListener('visibilitychange', again);
    return () => {
      gone = true;
      document.removeEventListener('visibilitychange', again);
      void sentinel?.release();
    };
  }, []);
}
