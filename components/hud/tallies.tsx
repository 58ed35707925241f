import { formatCount } from '../../lib/view/format';

export type TalliesProps = {
  readonly started: boolean;
  readonly lastMinute: number;
  readonly lastHour: number;
  /** A time of day, when nobody counted before it. */
  readonly since?: string | null;
};

/** Repins of the last minute and of the last hour. */
export function Tallies({ started, lastMinute, lastHour, since = null }: TalliesProps) {
  const shown = (count: number) => (started ? formatCount(count) : '–');
  return (
    <dl className="tallies">
      <div>
        <dt className="label">Last minute</dt>
        <dd>{shown(lastMinute)}</dd>
      </div>
      <div>
        <dt className="label">{since === null ? 'Last hour' : `Since ${since}`}</dt>
        <dd>{shown(lastHour)}</dd>
      </div>
    </dl>
  );
}
