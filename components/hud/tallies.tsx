import { formatCount } from '../../lib/view/format';

export type TalliesProps = {
  readonly started: boolean;
  readonly lastMinute: number;
  readonly lastHour: number;
  /** Located or not, since the store was made. */
  readonly total: number;
};

/** Repins of the last minute, of the last hour, and of all time. */
export function Tallies({ started, lastMinute, lastHour, total }: TalliesProps) {
  const shown = (count: number) => (started ? formatCount(count) : '–');
  return (
    <dl className="tallies">
      <div>
        <dt className="label">Minute</dt>
        <dd>{shown(lastMinute)}</dd>
      </div>
      <div>
        <dt className="label">Hour</dt>
        <dd>{shown(lastHour)}</dd>
      </div>
      <div>
        <dt className="label">All time</dt>
        <dd data-testid="total-repins">{shown(total)}</dd>
      </div>
    </dl>
  );
}
