'use client';
import { useEffect, useState } from 'react';

/** True once the pointer has rested for `afterMs`; at first too, when nobody touches it. */
export function useIdleCursor(afterMs: number): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const moved = () => {
      setIdle(false);
      clearTimeout(timer);
      timer = setTimeout(() => setIdle(true), afterMs);
    };
    moved();
    window.addEventListener('pointermove', moved, { passive: true });
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pointermove', moved);
    };
  }, [afterMs]);
  return idle;
}
