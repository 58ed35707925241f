import { useState } from 'react';
import type { LetterDesk, ListedLetter } from '../../lib/letters/desk';
import { formatAgo } from '../../lib/view/format';
import { LetterSheet } from './letter-sheet';

export type LetterRowsProps = {
  readonly desk: LetterDesk;
  readonly letters: readonly ListedLetter[];
  readonly now: number;
  /** null: nothing can be picked. */
  readonly picked: ReadonlySet<string> | null;
  readonly onPick: (picked: ReadonlySet<string>) => void;
};

const causeOf = ({ field, detail }: ListedLetter) => (field === null ? detail : `${field} ${detail}`);

/** The letters, newest first. Each opens to what may be shown of it. */
export function LetterRows({ desk, letters, now, picked, onPick }: LetterRowsProps) {
  const [opened, setOpened] = useState<string | null>(null);
  const toggle = (key: string) => {
    const after = new Set(picked);
    if (!after.delete(key)) after.add(key);
    onPick(after);
  };
  return (
    <ol className="letters-rows">
      {letters.map((letter) => {
        const { key } = letter;
        const open = key === opened;
        return (
          <li key={key} data-testid="letter-row" data-key={key} data-open={open}>
            {picked && (
              <label className="letters-pick">
                <input
                  type="checkbox"
                  checked={picked.has(key)}
                  onChange={() => toggle(key)}
                  aria-label={`Pick ${key}`}
                />
              </label>
            )}
            <button
              type="button"
              className="letters-row"
              aria-expanded={open}
              onClick={() => setOpened(open ? null : key)}
            >
              <span className="letters-cause">{causeOf(letter)}</span>
              <span className="letters-key-text">{key}</span>
              <span className="letters-reason-tag">
                {letter.outcome ?? letter.reason.replaceAll('_', ' ')}
              </span>
              <time className="letters-age" dateTime={new Date(letter.at).toISOString()}>
                {formatAgo(now - letter.at)}
              </time>
            </button>
            {open && <LetterSheet desk={desk} letterKey={key} />}
          </li>
        );
      })}
    </ol>
  );
}
