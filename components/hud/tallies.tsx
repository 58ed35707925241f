import { formatCount, formatTally } from '../../lib/view/format';
import type { TallySince } from '../../lib/view/tally-since';

export type TalliesProps = {
  readonly started: boolean;
  readonly lastMinute: number;
  readonly lastHour: number;
  /** Since the viewer's midnight; null when nobody knows. */
  readonly today: number | null;
  /** While nobody counted before a time of day, or nobody knows. */
  readonly since?: TallySince | null;
};

/** Left out, to the eye, where three labels have no room. */
const LAST = 'Last ';

/** Repins of the last minute, the last hour and the day. What is counted only since a time of day says so. */
export function Tallies({ started, lastMinute, lastHour, today, since = null }: TalliesProps) {
  const tallies: (readonly [string, number | null])[] = [
    ['Last minute', lastMinute],
    [since?.hour ? `Since ${since.time}` : 'Last hour', lastHour],
  ];
  // Counted since a time within the hour, the day is the same number again.
  if (!since?.hour) tallies.push([since?.today ? `Since ${since.time}` : 'Today', today]);
  return (
    <dl className="tallies">
      {tallies.map(([name, count]) => (
        <div key={name}>
          <dt className="label">
            {name.startsWith(LAST) && <span className="tallies-last">{LAST}</span>}
            {name.replace(LAST, '')}
          </dt>
          <dd title={count === null ? undefined : formatCount(count)}>
            {started && count !== null ? formatTally(count) : '–'}
          </dd>
        </div>
      ))}
    </dl>
  );
}
