'use client';
import { useContext } from 'react';
import type { Place } from '../../lib/geo/place';
import { fetchPlace } from '../../lib/live/client/fetch-details';
import type { Card } from '../../lib/live/protocol';
import type { RoomFilter } from '../../lib/live/room-filter';
import { categoryName, filterWords, NO_FILTER } from '../../lib/view/filter';
import { formatAgo, formatCount, formatMany, formatTimeOfDay } from '../../lib/view/format';
import { placeName } from '../../lib/view/place-name';
import { Picture } from '../hud/picture';
import { Sparkline } from '../hud/sparkline';
import { FailureNote } from './failure-note';
import { PinTitle } from './pin-title';
import { RoomContext } from './room-context';
import { useTold } from './use-told';
import './place-panel.css';

const EVERY_MS = 5_000;
const MINUTE_MS = 60_000;

export type PlacePanelProps = {
  readonly titleId: string;
  readonly place: Place;
  readonly now: number;
  readonly imageHosts: readonly string[];
  /** The page leaves categories out: here they all are. */
  readonly narrowed: boolean;
  readonly onCard: (card: Card) => void;
};

/** A place: its repins by minute, its pins and its latest, as far back as the server counts. */
export function PlacePanel({ titleId, place, now, imageHosts, narrowed, onCard }: PlacePanelProps) {
  const room = useContext(RoomContext);
  const { answer, failure } = useTold(
    JSON.stringify([place, room]),
    (signal) => fetchPlace('', place, signal, room),
    EVERY_MS,
  );
  const { name, rest } = placeName(place);
  // The running minute is not over: drawn, it would look like a fall. In the first minutes there is little else.
  const allMinutes = answer?.perMinute ?? [];
  const perMinute = allMinutes.length > 4 ? allMinutes.slice(0, -1) : allMinutes;
  const peak = Math.max(0, ...perMinute);
  return (
    <article className="place-panel" data-testid="place-panel">
      <header>
        <h2 className="place-panel-name" id={titleId}>
          {name} {rest !== '' && <small>{rest}</small>}
        </h2>
        <p className="place-panel-count">
          <b data-testid="place-repins">{answer ? formatCount(answer.repins) : '–'}</b>{' '}
          {answer?.repins === 1 ? 'repin' : 'repins'}
          {answer && ` since ${formatTimeOfDay(answer.since)}`}
          {countedOf(room, narrowed)}
        </p>
      </header>
      {failure && <FailureNote failure={failure} />}
      <div className="place-panel-minutes">
        <Sparkline
          values={perMinute}
          label={`Repins per minute over the last ${perMinute.length} minutes, at most ${formatCount(peak)}`}
        />
        <p className="sparkline-scale" aria-hidden="true">
          <span>{answer ? `${Math.max(1, perMinute.length - 1)} min ago` : ' '}</span>
          <span>{answer && `peak ${formatCount(peak)} a minute`}</span>
          <span>now</span>
        </p>
      </div>
      {answer && (
        <>
          {answer.topPins.length > 0 && (
            <section>
              <h3 className="label">
                Top pins <span>{spanWords(answer.pinsSince, answer.serverTime)}</span>
              </h3>
              <ol className="place-pins">
                {answer.topPins.slice(0, 4).map((pin) => {
                  const title = pin.title ?? 'A pin not seen before';
                  return (
                    <li key={pin.pinId} title={title}>
                      <Picture url={pin.imageUrl} color={pin.color} hosts={imageHosts} />
                      <PinTitle className="place-pin-title" link={pin.link}>
                        {title}
                      </PinTitle>
                      <span className="place-pin-count">{formatMany(pin.count, 'repin')}</span>
                    </li>
                  );
                })}
              </ol>
            </section>
          )}
          {answer.topCategories.length > 0 && (
            <section>
              <h3 className="label">Categories</h3>
              <p className="place-categories">
                {answer.topCategories.slice(0, 5).map(({ key, count }) => (
                  <span key={key}>
                    {categoryName(key)} <small>{formatCount(count)}</small>
                  </span>
                ))}
              </p>
            </section>
          )}
          {answer.latest.length > 0 && (
            <section>
              <h3 className="label">Latest</h3>
              <ol className="place-latest">
                {answer.latest.slice(0, 4).map((card) => (
                  <li key={card.handle}>
                    <button type="button" onClick={() => onCard(card)}>
                      <span className="place-latest-title">{card.title ?? 'A pin not seen before'}</span>
                      <time dateTime={new Date(card.ts).toISOString()}>{formatAgo(now - card.ts)}</time>
                    </button>
                  </li>
                ))}
              </ol>
            </section>
          )}
        </>
      )}
    </article>
  );
}

/** `, only of “cake”, whatever the category` as far as it needs to be said. */
export function countedOf(room: RoomFilter, narrowed: boolean): string {
  const words = filterWords({ ...NO_FILTER, ...room });
  return `${words && `, only of ${words}`}${narrowed ? ', whatever the category' : ''}`;
}

/** How far back a list goes. */
function spanWords(since: number, now: number): string {
  return `last ${Math.max(1, Math.round((now - since) / MINUTE_MS))} min`;
}
