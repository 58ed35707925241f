'use client';
import { useCallback, useEffect, useState } from 'react';
import type { LetterDesk } from '../../lib/letters/desk';
import type { DeskError } from '../../lib/letters/http-desk';
import { Brand } from '../hud/brand';
import { forgetKey, keepKey, keptKey } from './admin-key';
import { openBrowserDesk } from './browser-desk';
import { KeyGate } from './key-gate';
import { LettersDesk } from './letters-desk';

const WRONG: Readonly<Record<number, string>> = {
  401: 'That is not the key of this globe.',
  404: 'Dead letters are closed on this globe: its ADMIN_KEY is not set.',
};

/** The operators' page: asks for the key, then shows what could not become a row. */
export function LettersScreen() {
  // null while it is not known whether this tab has a key: the prerendered page knows nothing of it.
  const [asking, setAsking] = useState<boolean | null>(null);
  const [desk, setDesk] = useState<LetterDesk | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);

  useEffect(() => {
    const key = keptKey();
    if (key !== null) setDesk(openBrowserDesk(key));
    setAsking(key === null);
  }, []);

  const open = useCallback((key: string, opened: LetterDesk) => {
    keepKey(key);
    setRefusal(null);
    setDesk(opened);
    setAsking(false);
  }, []);

  const leave = useCallback((error: DeskError | null) => {
    forgetKey();
    setDesk(null);
    setAsking(true);
    setRefusal(error && (WRONG[error.status] ?? `The globe says: ${error.message}.`));
  }, []);

  return (
    <main className="letters">
      <header className="letters-head">
        <Brand />
        {desk && (
          <button type="button" className="letters-quiet" onClick={() => leave(null)}>
            Forget the key
          </button>
        )}
      </header>
      {asking === null && <p className="empty">Opening…</p>}
      {asking && <KeyGate refusal={refusal} wrong={WRONG} onOpen={open} />}
      {desk && <LettersDesk desk={desk} onRefused={leave} />}
    </main>
  );
}
