import { useEffect, useState } from 'react';
import type { LetterDesk, ShownLetter } from '../../lib/letters/desk';
import { LETTER_REASONS, SKIP_CAUSES } from '../../lib/letters/reasons';
import { formatCount } from '../../lib/view/format';
import { inWords } from './use-letters';

const time = (at: number) => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

function factsOf(letter: ShownLetter): readonly (readonly [string, string])[] {
  const { headers, settledAt, outcome, skip, recordTime } = letter;
  return [
    ['reason', LETTER_REASONS[letter.reason]],
    ['taken in', time(letter.at)],
    ['record of', recordTime === null ? 'not kept' : time(recordTime)],
    ...(letter.records > 1 ? [['stands for', `${formatCount(letter.records)} records`] as const] : []),
    ['size', `${formatCount(letter.payloadBytes)} bytes`],
    ...(headers.length > 0 ? [['headers', headers.map(({ name }) => name).join(', ')] as const] : []),
    ...(settledAt === null
      ? []
      : [[letter.state, `${outcome === null ? '' : `to a ${outcome}, `}${time(settledAt)}`] as const]),
    ...(skip === null ? [] : [['replay', `not possible: ${SKIP_CAUSES[skip]}`] as const]),
  ];
}

/** One letter: the facts, and the shape of its payload without anything that names a person. */
export function LetterSheet({ desk, letterKey }: { readonly desk: LetterDesk; readonly letterKey: string }) {
  const [letter, setLetter] = useState<ShownLetter | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    desk.show(letterKey).then(
      (shown) => {
        if (gone) return;
        setLetter(shown);
        if (!shown) setFailure('It is not there any more.');
      },
      (error: unknown) => gone || setFailure(inWords(error)),
    );
    return () => {
      gone = true;
    };
  }, [desk, letterKey]);

  if (failure !== null)
    return (
      <p className="letters-sheet letters-failure" role="alert">
        {failure}
      </p>
    );
  if (letter === null) return <p className="letters-sheet empty">Reading…</p>;
  return (
    <div className="letters-sheet" data-testid="letter-sheet">
      <dl>
        {factsOf(letter).map(([name, value]) => (
          <div key={name}>
            <dt className="label">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {letter.payload.kind !== 'empty' && (
        <figure>
          <figcaption className="label">Payload, masked</figcaption>
          {/* It may be wider than the page: the keyboard scrolls it too. */}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
          <pre tabIndex={0}>{letter.payload.text}</pre>
        </figure>
      )}
    </div>
  );
}
