import { LETTER_STATES, type LetterState } from '../../lib/letters/desk';

const WORDS: Readonly<Record<LetterState, string>> = {
  open: 'Open',
  replayed: 'Replayed',
  dropped: 'Dropped',
};

export type StateTabsProps = {
  readonly state: LetterState;
  readonly onState: (state: LetterState) => void;
};

/** Which of them are looked at. */
export function StateTabs({ state, onState }: StateTabsProps) {
  return (
    <fieldset className="letters-states">
      <legend className="sr-only">State</legend>
      {LETTER_STATES.map((each) => (
        <button key={each} type="button" aria-pressed={each === state} onClick={() => onState(each)}>
          {WORDS[each]}
        </button>
      ))}
    </fieldset>
  );
}
