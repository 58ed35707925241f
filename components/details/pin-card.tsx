'use client';
import { useContext, useState } from 'react';
import type { Place } from '../../lib/geo/place';
import { fetchCards } from '../../lib/live/client/fetch-details';
import type { Card } from '../../lib/live/protocol';
import { categoryName } from '../../lib/view/filter';
import { formatAgo, formatCount, formatMany } from '../../lib/view/format';
import { allowedLink } from '../../lib/view/picture';
import { wherePhrase } from '../../lib/view/where-phrase';
import type { PickedRing } from '../globe/stage-view';
import { EventMark } from '../hud/event-mark';
import { Picture } from '../hud/picture';
import { FailureNote } from './failure-note';
import { RoomContext } from './room-context';
import { useTold } from './use-told';
import './pin-card.css';

const DID = { pin: 'Pinned', repin: 'Repinned', comment: 'Commented on', login: 'Logged in' } as const;

type Shared = {
  readonly titleId: string;
  /** Server epoch ms. */
  readonly now: number;
  readonly imageHosts: readonly string[];
  readonly onPlace: (place: Place) => void;
};

/** What stands behind a ring: its pin, or the newest of its pins to page through. */
export function RingCards({ ring, ...shared }: Shared & { readonly ring: PickedRing }) {
  const [page, setPage] = useState(0);
  const room = useContext(RoomContext);
  const { answer, failure } = useTold(JSON.stringify([ring.question, room]), (signal) =>
    fetchCards('', ring.question, signal, room),
  );
  // Never more than what the ring stands for.
  const { count } = ring;
  const cards = answer?.cards.slice(0, count) ?? [];
  const card = cards[Math.min(page, cards.length - 1)];
  return (
    <>
      {ring.gathered > 0 && (
        <p className="details-note">
          {formatCount(ring.gathered)} more near it {ring.gathered === 1 ? 'is' : 'are'} shown by the same
          ring.
        </p>
      )}
      {count > 1 && (
        <div className="details-fold">
          <p className="label">{formatMany(count, ring.type)} here</p>
          {cards.length > 1 && (
            <p className="details-pages">
              <button
                type="button"
                aria-label="Newer one"
                disabled={page === 0}
                onClick={() => setPage(page - 1)}
              >
                ‹
              </button>
              <span aria-live="polite">
                {page + 1} of {cards.length}
                {count > cards.length && ' newest'}
              </span>
              <button
                type="button"
                aria-label="Older one"
                disabled={page >= cards.length - 1}
                onClick={() => setPage(page + 1)}
              >
                ›
              </button>
            </p>
          )}
        </div>
      )}
      {card ? (
        <PinCard key={card.handle} card={card} {...shared} />
      ) : (
        <Unknown
          {...shared}
          title={count === 1 ? `A ${ring.type}` : formatMany(count, ring.type)}
          place={ring.place}
          category={ring.question.category}
        />
      )}
      {failure && <FailureNote failure={failure} />}
      {!failure && answer && cards.length === 0 && <FailureNote failure="gone" />}
    </>
  );
}

export type PinCardProps = Shared & { readonly card: Card };

/** One event as it is told in full. Titles are text; only http(s) links are followed. */
export function PinCard({ card, titleId, now, imageHosts, onPlace }: PinCardProps) {
  const link = allowedLink(card.link);
  const { type, place } = card;
  const facts = [card.boardName, card.category && categoryName(card.category)].filter(Boolean);
  return (
    <article className="pin-card" data-testid="pin-card" data-handle={card.handle} data-pin={card.pinId}>
      {type !== 'login' && <Picture url={card.imageUrl} color={card.color} hosts={imageHosts} />}
      <div className="pin-card-words">
        <h2 className="pin-card-title" id={titleId}>
          {type === 'login' ? 'Someone logged in' : (card.title ?? 'A pin not seen before')}
        </h2>
        {facts.length > 0 && <p className="pin-card-board">{facts.join(' · ')}</p>}
        <p className="pin-card-where">
          <EventMark type={type} />
          <Where did={DID[type]} place={place} onPlace={onPlace} />
          <time dateTime={new Date(card.ts).toISOString()}>{ago(now - card.ts)}</time>
        </p>
        {link !== null && (
          <a className="pin-card-link" href={link} target="_blank" rel="noopener noreferrer">
            Open the pin<span aria-hidden="true"> ↗</span>
          </a>
        )}
      </div>
    </article>
  );
}

const ago = (ms: number) => (ms < 2_000 ? 'just now' : `${formatAgo(ms)} ago`);

/** While it is asked, and when it is gone: what the ring itself said. */
function Unknown({
  titleId,
  title,
  place,
  category,
  onPlace,
}: Shared & { readonly title: string; readonly place: Place; readonly category: string | null }) {
  return (
    <article className="pin-card" data-testid="ring-alone">
      <div className="pin-card-words">
        <h2 className="pin-card-title" id={titleId}>
          {title}
        </h2>
        {category !== null && <p className="pin-card-board">{categoryName(category)}</p>}
        <p className="pin-card-where">
          <Where place={place} onPlace={onPlace} />
        </p>
      </div>
    </article>
  );
}

/** The place in words, with its precision; it leads to the place's own panel, where it has one. */
function Where({
  did,
  place,
  onPlace,
}: {
  readonly did?: string;
  readonly place: Place | null;
  readonly onPlace: (place: Place) => void;
}) {
  const words = did ? `${did} ${wherePhrase(place)}` : wherePhrase(place);
  if (!place) return <span className="details-place">{words}</span>;
  return (
    <button type="button" className="details-place" onClick={() => onPlace(place)}>
      {words}
    </button>
  );
}
