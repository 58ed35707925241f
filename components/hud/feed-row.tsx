import type { Card } from '../../lib/live/protocol';
import { formatAgo } from '../../lib/view/format';
import { placeWords } from '../../lib/view/place-name';
import { EventMark } from './event-mark';
import { Picture } from './picture';

const DID = { pin: 'Pinned', repin: 'Repinned', comment: 'Commented', login: 'Logged in' } as const;

export type FeedRowProps = {
  readonly card: Card;
  /** Place in the list, 0 is the newest. Rows are moved by transform: the page's layout stays as it is. */
  readonly index: number;
  readonly now: number;
  readonly imageHosts: readonly string[];
  readonly onCard: (card: Card) => void;
};

/** One event as it is told: picture, title, place, age. All of it opens the card. */
export function FeedRow({ card, index, now, imageHosts, onCard }: FeedRowProps) {
  const untitled = card.category === null ? 'A pin not seen before' : `A pin in ${card.category}`;
  const title = card.title ?? (card.type === 'login' ? 'Someone logged in' : untitled);
  const where = placeWords(card.place);
  return (
    <li
      className="feed-row"
      data-testid="feed-row"
      data-handle={card.handle}
      data-type={card.type}
      style={{ translate: `0 ${index * 100}%` }}
    >
      <Picture url={card.imageUrl} color={card.color} hosts={imageHosts} />
      <span className="feed-row-text">
        <button type="button" className="feed-row-title" onClick={() => onCard(card)}>
          {title}
        </button>
        <span className="feed-row-where">
          <EventMark type={card.type} />
          <span className="sr-only">{DID[card.type]} from </span>
          <span className="feed-row-place">{where}</span>
        </span>
      </span>
      <time className="feed-row-age" dateTime={new Date(card.ts).toISOString()}>
        {formatAgo(now - card.ts)}
      </time>
    </li>
  );
}
