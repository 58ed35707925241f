'use client';
import { useEffect, useRef, useState } from 'react';
import type { Card } from '../../lib/live/protocol';
import { FeedRow } from './feed-row';
import { useFittingRows } from './use-fitting-rows';

/** Height of a row as `feed.css` has it. */
const ROW_REM = 3.75;

/** How often `value` has changed. An animation that is to start again at each change needs to see one. */
function useTurns(value: string | undefined): number {
  const [seen, setSeen] = useState({ value, turns: 0 });
  if (seen.value !== value) setSeen({ value, turns: seen.turns + 1 });
  return seen.turns;
}

export type FeedProps = {
  readonly started: boolean;
  /** What is looked through: another filter ends the pause, and its own cards come. '' for none. */
  readonly filter: string;
  /** Newest first. */
  readonly cards: readonly Card[];
  /** Server epoch ms. */
  readonly now: number;
  readonly imageHosts: readonly string[];
  /** A card is open: the row that it came from stays, to come back to. */
  readonly open: boolean;
  readonly onCard: (card: Card) => void;
};

/** The latest events. It stands still while the pointer or the keyboard is on it. */
export function Feed({ started, filter, cards, now, imageHosts, open, onCard }: FeedProps) {
  const box = useRef<HTMLDivElement>(null);
  const rows = useFittingRows(box, ROW_REM, 3);
  const section = useRef<HTMLElement>(null);
  const [held, setHeld] = useState<readonly Card[] | null>(null);
  const [heldOf, setHeldOf] = useState(filter);
  if (heldOf !== filter) {
    setHeldOf(filter);
    setHeld(null);
  }
  const letGo = () => {
    if (!open) setHeld(null);
  };
  useEffect(() => {
    if (!open && !section.current?.matches(':hover, :focus-within')) setHeld(null);
  }, [open]);
  const shown = held ?? cards;
  const turn = useTurns(shown[0]?.handle) % 2;
  return (
    <section
      className="feed"
      ref={section}
      data-testid="feed"
      data-held={held !== null}
      aria-labelledby="feed-title"
      onPointerEnter={() => setHeld(cards)}
      onPointerLeave={letGo}
      onFocus={() => setHeld((before) => before ?? cards)}
      onBlur={letGo}
    >
      <h2 className="label" id="feed-title">
        Latest <span>{held === null ? '' : 'paused'}</span>
      </h2>
      <div className="feed-box" ref={box}>
        {started && shown.length === 0 && (
          <p className="empty">
            {filter === '' ? 'The first one will appear here.' : 'The next one that passes will appear here.'}
          </p>
        )}
        <ol data-turn={turn}>
          {shown.slice(0, rows).map((card, index) => (
            <FeedRow
              key={card.handle}
              card={card}
              index={index}
              now={now}
              imageHosts={imageHosts}
              onCard={onCard}
            />
          ))}
        </ol>
      </div>
    </section>
  );
}
