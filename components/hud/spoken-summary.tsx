'use client';
import { useEffect, useRef, useState } from 'react';

const EVERY_MS = 20_000;

/** Says the latest `text` politely: at once the first time, then at most every 20 s. */
export function SpokenSummary({ text }: { readonly text: string }) {
  const latest = useRef(text);
  const [said, setSaid] = useState('');
  latest.current = text;
  useEffect(() => {
    const first = setTimeout(() => setSaid(latest.current), 2_000);
    const timer = setInterval(() => setSaid(latest.current), EVERY_MS);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, []);
  return (
    <p className="sr-only" aria-live="polite" data-testid="spoken-summary">
      {said}
    </p>
  );
}
