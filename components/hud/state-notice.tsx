import type { StateLine } from '../../lib/view/state-line';

/** How things stand: a dot, and a sentence where there is something to say, else a word. */
export function StateNotice({
  state,
  connection,
}: {
  readonly state: StateLine;
  readonly connection: string;
}) {
  return (
    <p className="state" data-testid="connection-state" data-state={connection} data-tone={state.tone}>
      <i className="state-dot" aria-hidden="true" />
      {state.text === '' ? (
        <span className="state-word">{state.word}</span>
      ) : (
        <span className="state-text">{state.text}</span>
      )}
    </p>
  );
}
