import type { EventType } from '../../lib/events/event';
import type { Totals } from '../../lib/live/protocol';
import { formatCount } from '../../lib/view/format';
import { EventMark } from './event-mark';

const NAMES: readonly (readonly [EventType, string])[] = [
  ['repin', 'Repins'],
  ['pin', 'Pins'],
  ['comment', 'Comments'],
  ['login', 'Logins'],
];

export type TypeLegendProps = {
  readonly started: boolean;
  readonly totals: Totals;
  /** A time of day, when the counts begin with it. */
  readonly since?: string | null;
  readonly hidden: ReadonlySet<EventType>;
  readonly onToggle: (type: EventType) => void;
};

/** What each sign on the globe means, how many there are in all, and the switch to show it. */
export function TypeLegend({ started, totals, since = null, hidden, onToggle }: TypeLegendProps) {
  return (
    <section className="type-legend" aria-labelledby="type-legend-title">
      <h2 className="label" id="type-legend-title">
        On the globe <span>{since === null ? 'all time' : `since ${since}`}</span>
      </h2>
      {NAMES.map(([type, name]) => (
        <button
          key={type}
          type="button"
          data-type={type}
          aria-pressed={!hidden.has(type)}
          title={hidden.has(type) ? `Show ${name.toLowerCase()}` : `Hide ${name.toLowerCase()}`}
          onClick={() => onToggle(type)}
        >
          <EventMark type={type} />
          <span className="type-legend-name">{name}</span>
          <span
            className="type-legend-count"
            {...(type === 'repin' ? { 'data-testid': 'total-repins' } : {})}
          >
            {started ? formatCount(totals[type]) : '–'}
          </span>
        </button>
      ))}
    </section>
  );
}
