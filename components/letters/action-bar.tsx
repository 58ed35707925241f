import { useEffect, useRef, useState } from 'react';
import type { LetterReason } from '../../lib/letters/reasons';
import { formatCount } from '../../lib/view/format';
import type { Actions, Target } from './use-actions';

export type ActionBarProps = {
  /** Open ones of the reason that is looked at. */
  readonly total: number;
  readonly picked: ReadonlySet<string>;
  readonly reason: LetterReason | null;
  /** Why nothing can be replayed here. */
  readonly noReplay: string | null;
  /** The counts are being read again. */
  readonly busy: boolean;
  readonly actions: Actions;
  readonly onReload: () => void;
};

/** Replay and drop: the picked ones, else all that are looked at. A drop is asked about once more. */
export function ActionBar({ total, picked, reason, noReplay, busy, actions, onReload }: ActionBarProps) {
  const [sure, setSure] = useState<Target | null>(null);
  const confirm = useRef<HTMLButtonElement>(null);
  const dropButton = useRef<HTMLButtonElement>(null);
  const asked = useRef(false);
  // The focus follows the question, and goes back to where it came from.
  useEffect(() => {
    if (sure) confirm.current?.focus();
    else if (asked.current) dropButton.current?.focus();
    asked.current = sure !== null;
  }, [sure]);
  const target: Target = picked.size > 0 ? { keys: [...picked] } : { reason, shown: total };
  const count = picked.size > 0 ? picked.size : total;
  const which = picked.size > 0 ? `${formatCount(count)} picked` : `all ${formatCount(count)}`;
  const idle = actions.running === null && count > 0 && !busy;

  if (sure) {
    const many = 'keys' in sure ? sure.keys.length : sure.shown;
    return (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and here is a question
      <div
        className="letters-sure"
        role="group"
        aria-label="Drop?"
        onKeyDown={(event) => event.key === 'Escape' && setSure(null)}
      >
        <p>
          Delete the {many === 1 ? 'payload' : 'payloads'} of {formatCount(many)} for good? They stay counted
          as dead letters.
        </p>
        <button
          ref={confirm}
          type="button"
          className="letters-do"
          data-tone="alert"
          onClick={() => {
            setSure(null);
            actions.drop(sure);
          }}
        >
          Drop {formatCount(many)}
        </button>
        <button type="button" className="letters-quiet" onClick={() => setSure(null)}>
          Keep
        </button>
      </div>
    );
  }
  return (
    <div className="letters-actions">
      <button
        type="button"
        className="letters-do"
        aria-disabled={!idle || noReplay !== null}
        aria-describedby={noReplay === null ? undefined : 'no-replay'}
        onClick={() => idle && noReplay === null && actions.replay(target)}
      >
        {actions.running === 'replay' ? 'Replaying…' : `Replay ${which}`}
      </button>
      <button
        ref={dropButton}
        type="button"
        className="letters-do"
        data-quiet="true"
        aria-disabled={!idle}
        onClick={() => idle && setSure(target)}
      >
        {actions.running === 'drop' ? 'Dropping…' : `Drop ${which}`}
      </button>
      <button type="button" className="letters-quiet" onClick={onReload}>
        Look again
      </button>
      {noReplay !== null && (
        <p id="no-replay" className="letters-noreplay">
          Replay is not possible here: {noReplay}.
        </p>
      )}
    </div>
  );
}
