import { useEffect, useRef, useState } from 'react';
import type { LetterDesk } from '../../lib/letters/desk';
import { DeskError } from '../../lib/letters/http-desk';
import { openBrowserDesk } from './browser-desk';
import { inWords } from './use-letters';

export type KeyGateProps = {
  /** Why the last key is not good any more. */
  readonly refusal: string | null;
  readonly wrong: Readonly<Record<number, string>>;
  readonly onOpen: (key: string, desk: LetterDesk) => void;
};

/** Asks for the key, and tries it before it is kept. */
export function KeyGate({ refusal, wrong, onOpen }: KeyGateProps) {
  const field = useRef<HTMLInputElement>(null);
  const [trying, setTrying] = useState(false);
  const [said, setSaid] = useState(refusal);

  useEffect(() => field.current?.focus(), []);

  async function tryKey(): Promise<void> {
    const key = field.current?.value ?? '';
    if (key === '' || trying) return;
    setTrying(true);
    setSaid(null);
    const desk = openBrowserDesk(key);
    try {
      await desk.list({ selection: {}, state: 'open', limit: 1, after: null });
      return onOpen(key, desk);
    } catch (error) {
      const status = error instanceof DeskError ? error.status : 0;
      setSaid(wrong[status] ?? inWords(error));
      field.current?.select();
    }
    setTrying(false);
  }

  return (
    // A form for what the keyboard and a screen reader expect of one. It is never posted: the policy forbids that.
    <form
      className="letters-gate"
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        void tryKey();
      }}
    >
      <h1>Dead letters</h1>
      <p className="letters-lead">What could not become a row, and why. For operators of this globe.</p>
      <label className="label" htmlFor="admin-key">
        Admin key
      </label>
      <div className="letters-key">
        <input
          id="admin-key"
          ref={field}
          type="password"
          autoComplete="off"
          spellCheck={false}
          aria-invalid={said !== null}
          aria-describedby="admin-key-said"
        />
        <button type="submit" className="letters-do" aria-disabled={trying}>
          {trying ? 'Trying…' : 'Open'}
        </button>
      </div>
      <p id="admin-key-said" className="letters-said" role="alert" data-testid="key-said">
        {said}
      </p>
      <p className="empty">It is kept in this tab alone, until the tab is closed.</p>
    </form>
  );
}
