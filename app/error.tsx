'use client';
import { useEffect } from 'react';

const RETRY_MS = 10_000;

/** The page failed. It tries again by itself: on a wall nobody is there to press a button. */
export default function PageError({ reset }: { readonly error: Error; readonly reset: () => void }) {
  useEffect(() => {
    const timer = setTimeout(reset, RETRY_MS);
    return () => clearTimeout(timer);
  }, [reset]);
  return (
    <main className="plain">
      <h1>The page stumbled</h1>
      <p>No event is lost by it. It tries again in ten seconds.</p>
      <p>
        <button type="button" onClick={reset}>
          Try again now
        </button>
      </p>
    </main>
  );
}
