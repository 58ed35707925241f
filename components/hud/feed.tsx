'use client';
import { useRef, useState } from 'react';
import type { Card } from '../../lib/live/protocol';
import { FeedRow } from './feed-row';
import { useFittingRows } from './use-fitting-rows';

/** Height of a row as `hud.css` has it. */
const ROW_REM = 3.75;

export type FeedProps = {
  readonly started: boolean;
  /** Newest first. */
  readonly cards: readonly Card[];
  /** Server epoch ms. */
  readonly now: number;
  readonly imageHosts: readonly string[];
};

/** The latest events. It stands still while the pointer or the keyboard is on it. */
export function Feed({ started, cards, now, imageHosts }: FeedProps) {
  const box = useRef<HTMLDivElement>(null);
  const rows = useFittingRows(box, ROW_REM, 3);
  const [held, setHeld] = useState<readonly Card[] | null>(null);
  const shown = held ?? cards;
  return (
    <section
      className="feed"
      data-testid="feed"
      data-held={held !== null}
      aria-labelledby="feed-title"
      onPointerEnter={() => setHeld(cards)}
      onPointerLeave={() => setHeld(null)}
      onFocus={() => setHeld((before) => before ?? cards)}
      onBlur={() => setHeld(null)}
    >
      <h2 className="label" id="feed-title">
        Latest <span>{held === null ? '' : 'paused'}</span>
      </h2>
      <div className="feed-box" ref={box}>
        {started && shown.length === 0 && <p className="empty">The first one will appear here.</p>}
        <ol>
          {shown.slice(0, rows).map((card, index) => (
            <FeedRow key={card.handle} card={card} index={index} now={now} imageHosts={imageHosts} />
          ))}
        </ol>
      </div>
    </section>
  );
}
