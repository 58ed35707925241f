import type { CSSProperties } from 'react';

/**
 * A number whose digits roll to their next value. `text` is what is read and copied; the rolling strips are drawn by
 * style sheet (`--digit`), so they are not part of the text. Digits are counted from the right: a carry adds one in front.
 */
export function RollingNumber({ text, testId }: { readonly text: string; readonly testId?: string }) {
  const characters = [...text];
  return (
    <span className="rolling" data-testid={testId}>
      <span className="sr-only">{text}</span>
      <span aria-hidden="true" className="rolling-strips">
        {characters.map((character, index) => {
          const place = characters.length - index;
          return /\d/.test(character) ? (
            <i
              key={`d${place}`}
              className="rolling-digit"
              style={{ '--digit': character } as CSSProperties}
            />
          ) : (
            <i key={`s${place}`} className="rolling-sign" data-sign={character} />
          );
        })}
      </span>
    </span>
  );
}
