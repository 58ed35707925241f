'use client';
import { type ReactNode, Suspense, useId, useState } from 'react';
import { nameKey, type Place } from '../../lib/geo/place';
import { categoryName } from '../../lib/view/filter';
import { formatCount } from '../../lib/view/format';
import { countryName, placeName } from '../../lib/view/place-name';
import type { TopLists as Lists } from '../../lib/view/tops';

export type TopListsProps = Lists & {
  readonly started: boolean;
  /** A time of day, when less than five minutes are counted. */
  readonly since: string | null;
  readonly limit: number;
  /** The list of pins, which comes by another way; it tells `onSpan` how far back it goes, '' while nobody knows. */
  readonly pins: (limit: number, onSpan: (span: string) => void) => ReactNode;
  readonly onPlace: (place: Place) => void;
};

type Row = {
  readonly key: string;
  readonly name: string;
  readonly rest: string;
  readonly count: number;
  /** It can be opened. */
  readonly place?: Place;
};

const LISTS = {
  places: {
    name: 'Places',
    empty: 'No located repin in the last five minutes.',
    rows: ({ topPlaces }: Lists): Row[] =>
      topPlaces.map(({ place, count }) => ({ key: nameKey(place), ...placeName(place), count, place })),
  },
  countries: {
    name: 'Countries',
    empty: 'No located repin in the last five minutes.',
    rows: ({ topCountries }: Lists): Row[] =>
      topCountries.map(({ key, count }) => ({ key, name: countryName(key), rest: '', count })),
  },
  categories: {
    name: 'Categories',
    empty: 'No repin of a known category in the last five minutes.',
    rows: ({ topCategories }: Lists): Row[] =>
      topCategories.map(({ key, count }) => ({ key, name: categoryName(key), rest: '', count })),
  },
  /** They come by another way. */
  pins: { name: 'Pins', empty: '', rows: (): Row[] => [] },
} as const;
type ListName = keyof typeof LISTS;
const NAMES = Object.keys(LISTS) as readonly ListName[];

/**
 * What was repinned most: places, countries and categories in the last five minutes, pins as far back as the server counts
 * them; the hairline is the share of the first.
 */
export function TopLists({ started, since, limit, pins, onPlace, ...lists }: TopListsProps) {
  const [chosen, setChosen] = useState<ListName>('places');
  const [span, setSpan] = useState('');
  const id = useId();
  const { rows, empty } = LISTS[chosen];
  const shown = rows(lists).slice(0, limit);
  const most = shown[0]?.count ?? 1;
  return (
    <section
      className="top-lists"
      data-testid="top-places"
      aria-label={chosen === 'pins' ? 'Most repinned pins' : 'Most repinned in the last five minutes'}
    >
      <div className="top-lists-head label">
        <div role="tablist" aria-label="Most repinned by">
          {NAMES.map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`${id}-${name}`}
              aria-selected={name === chosen}
              aria-controls={`${id}-list`}
              tabIndex={name === chosen ? 0 : -1}
              onClick={() => setChosen(name)}
              onKeyDown={({ key, currentTarget }) => {
                const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
                const next = NAMES[(NAMES.indexOf(name) + step + NAMES.length) % NAMES.length];
                if (step === 0 || !next) return;
                setChosen(next);
                currentTarget.parentElement?.querySelector<HTMLElement>(`[id="${id}-${next}"]`)?.focus();
              }}
            >
              {LISTS[name].name}
            </button>
          ))}
        </div>
        <span className="top-lists-window">
          {chosen === 'pins' ? span : since === null ? '5 min' : `since ${since}`}
        </span>
      </div>
      <div role="tabpanel" id={`${id}-list`} aria-labelledby={`${id}-${chosen}`}>
        {chosen === 'pins' ? (
          <Suspense fallback={null}>{pins(limit, setSpan)}</Suspense>
        ) : (
          <>
            {started && shown.length === 0 && <p className="empty">{empty}</p>}
            <ol>
              {shown.map(({ key, name, rest, count, place }) => (
                <li key={key}>
                  {place ? (
                    <button type="button" className="top-lists-name" onClick={() => onPlace(place)}>
                      {name} <small>{rest}</small>
                    </button>
                  ) : (
                    <span className="top-lists-name">{name}</span>
                  )}
                  <span className="top-lists-count">{formatCount(count)}</span>
                  <i aria-hidden="true" style={{ transform: `scaleX(${count / most})` }} />
                </li>
              ))}
            </ol>
          </>
        )}
      </div>
    </section>
  );
}
