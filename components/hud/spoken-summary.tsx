'use client';
import { useEffect, useRef, useState } from 'react';
import { paceSpeech } from './speech-pace';

/** Says the latest `text` politely: soon the first time, then at most every 20 s. */
export function SpokenSummary({ text }: { readonly text: string }) {
  const latest = useRef(text);
  const [said, setSaid] = useState('');
  latest.current = text;
  useEffect(() => paceSpeech(() => setSaid(latest.current)), []);
  return (
    <p className="sr-only" aria-live="polite" data-testid="spoken-summary">
      {said}
    </p>
  );
}
