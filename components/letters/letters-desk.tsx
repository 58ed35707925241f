import { useEffect, useMemo, useRef, useState } from 'react';
import type { LetterDesk, LetterState } from '../../lib/letters/desk';
import type { DeskError } from '../../lib/letters/http-desk';
import type { LetterReason } from '../../lib/letters/reasons';
import { ActionBar } from './action-bar';
import { LetterRows } from './letter-rows';
import { ReasonFilter } from './reason-filter';
import { ReportNotice } from './report-notice';
import { StateTabs } from './state-tabs';
import { useActions } from './use-actions';
import { useLetters } from './use-letters';

const PER_PAGE = 50;
const EMPTY: Readonly<Record<LetterState, string>> = {
  open: 'No open dead letters: nothing waits for you here.',
  replayed: 'None was replayed.',
  dropped: 'None was dropped.',
};

export type LettersDeskProps = {
  readonly desk: LetterDesk;
  readonly onRefused: (error: DeskError) => void;
};

/** Reasons with their counts, the letters of one or all, and what can be done with them. */
export function LettersDesk({ desk, onRefused }: LettersDeskProps) {
  const [state, setState] = useState<LetterState>('open');
  const [reason, setReason] = useState<LetterReason | null>(null);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const query = useMemo(() => ({ selection: {}, state, limit: 1 }), [state]);
  // Counts of all reasons, whichever one is looked at.
  const all = useLetters(desk, query, onRefused);
  const selection = reason === null ? {} : { reason };
  const letters = useLetters(desk, { selection, state, limit: PER_PAGE }, onRefused);
  const reload = () => {
    setPicked(new Set());
    all.reload();
    letters.reload();
  };
  const actions = useActions(desk, reload);
  const groups = all.list?.groups ?? [];
  const total = groups
    .filter((group) => reason === null || group.reason === reason)
    .reduce((sum, { count }) => sum + count, 0);
  const look = (at: LetterState, of: LetterReason | null) => {
    setPicked(new Set());
    setState(at);
    setReason(of);
  };
  const failure = letters.failure ?? all.failure;
  const title = useRef<HTMLHeadingElement>(null);
  // The form that had the focus is gone.
  useEffect(() => title.current?.focus(), []);

  return (
    <>
      <div className="letters-title">
        <h1 ref={title} tabIndex={-1}>
          Dead letters
        </h1>
        <p className="letters-lead">
          What could not become a row. Addresses and people are masked here; only the command line shows them.
        </p>
      </div>
      <StateTabs state={state} onState={(at) => look(at, null)} />
      <div className="letters-body">
        <ReasonFilter groups={groups} reason={reason} now={all.at} onReason={(of) => look(state, of)} />
        <section className="letters-list" aria-label="Dead letters" aria-busy={letters.loading}>
          {state === 'open' && (total > 0 || actions.running !== null) ? (
            <ActionBar
              total={total}
              picked={picked}
              reason={reason}
              noReplay={letters.list?.noReplay ?? null}
              busy={all.loading}
              actions={actions}
              onReload={reload}
            />
          ) : (
            <div className="letters-actions">
              <button type="button" className="letters-quiet" onClick={reload}>
                Look again
              </button>
            </div>
          )}
          <ReportNotice actions={actions} />
          {failure !== null && (
            <p className="letters-failure" role="alert">
              {failure}{' '}
              <button type="button" className="letters-quiet" onClick={reload}>
                Try again
              </button>
            </p>
          )}
          {letters.list === null && letters.loading && <p className="empty">Reading…</p>}
          {letters.list !== null && letters.list.letters.length === 0 && (
            <p className="empty letters-none" data-testid="no-letters">
              {EMPTY[state]}
            </p>
          )}
          {letters.list !== null && (
            <LetterRows
              desk={desk}
              letters={letters.list.letters}
              now={letters.at}
              picked={state === 'open' ? picked : null}
              onPick={setPicked}
            />
          )}
          {letters.list?.next != null && (
            <button
              type="button"
              className="letters-more"
              aria-disabled={letters.loading}
              onClick={() => letters.loading || letters.more()}
            >
              {letters.loading ? 'Reading…' : 'Show more'}
            </button>
          )}
        </section>
      </div>
    </>
  );
}
