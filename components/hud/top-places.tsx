import { nameKey } from '../../lib/geo/place';
import type { PlaceCount } from '../../lib/live/protocol';
import { formatCount } from '../../lib/view/format';
import { placeName } from '../../lib/view/place-name';

export type TopPlacesProps = {
  readonly started: boolean;
  /** Most first. */
  readonly places: readonly PlaceCount[];
  readonly limit: number;
};

/** Where the repins of the last five minutes came from; the hairline below each is its share of the first. */
export function TopPlaces({ started, places, limit }: TopPlacesProps) {
  const most = places[0]?.count ?? 1;
  return (
    <section className="top-places" data-testid="top-places" aria-labelledby="top-places-title">
      <h2 className="label" id="top-places-title">
        Top places <span>5 min</span>
      </h2>
      {started && places.length === 0 && <p className="empty">No located repin in the last five minutes.</p>}
      <ol>
        {places.slice(0, limit).map(({ place, count }) => {
          const { name, rest } = placeName(place);
          return (
            <li key={nameKey(place)}>
              <span className="top-places-name">
                {name} <small>{rest}</small>
              </span>
              <span className="top-places-count">{formatCount(count)}</span>
              <i aria-hidden="true" style={{ transform: `scaleX(${count / most})` }} />
            </li>
          );
        })}
      </ol>
    </section>
  );
}
