'use client';
import { useEffect } from 'react';
import { fetchPins } from '../../lib/live/client/fetch-details';
import type { PinsQuestion } from '../../lib/live/details';
import type { RoomFilter } from '../../lib/live/room-filter';
import { formatAge, formatCount } from '../../lib/view/format';
import { Picture } from '../hud/picture';
import { PinTitle } from './pin-title';
import { useTold } from './use-told';
import './top-pins.css';

const EVERY_MS = 5_000;
const MINUTE_MS = 60_000;

export type TopPinsProps = {
  /** In a room, of its events. */
  readonly question: PinsQuestion & RoomFilter;
  readonly limit: number;
  readonly imageHosts: readonly string[];
  /** How far back the list goes, in few words; '' while nobody knows. */
  readonly onSpan: (span: string) => void;
};

/** The most repinned pins, asked of the server as long as they are shown: no frame says which pin it was. */
export function TopPins({ question, limit, imageHosts, onSpan }: TopPinsProps) {
  const { answer, failure } = useTold(
    JSON.stringify(question),
    (signal) => fetchPins('', question, signal, question),
    EVERY_MS,
  );
  const span = answer ? formatAge(Math.max(answer.serverTime - answer.since, MINUTE_MS)) : '';
  useEffect(() => onSpan(span), [onSpan, span]);
  const shown = answer?.pins.slice(0, limit) ?? [];
  const most = shown[0]?.count ?? 1;
  return (
    <>
      {failure && !answer && <p className="empty">The server does not tell the pins now. Asking again…</p>}
      {answer && shown.length === 0 && <p className="empty">No repin of a known pin in the last {span}.</p>}
      <ol className="top-pins" data-testid="top-pins">
        {shown.map(({ pinId, title, imageUrl, color, link, category, count }) => {
          const name = title ?? (category === null ? 'A pin not seen before' : `A pin in ${category}`);
          return (
            <li key={pinId} title={name}>
              <Picture url={imageUrl} color={color} hosts={imageHosts} />
              <PinTitle className="top-lists-name" link={link}>
                {name}
              </PinTitle>
              <span className="top-lists-count">{formatCount(count)}</span>
              <i aria-hidden="true" style={{ transform: `scaleX(${count / most})` }} />
            </li>
          );
        })}
      </ol>
    </>
  );
}
