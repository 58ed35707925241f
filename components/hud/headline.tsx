import type { ReactNode } from 'react';
import { formatCount, formatRate } from '../../lib/view/format';
import { RollingNumber } from './rolling-number';
import { Sparkline } from './sparkline';

export type HeadlineProps = {
  /** Repins per second; null before anything is known. */
  readonly rate: number | null;
  /** Repins in each of the last 60 seconds, oldest first. */
  readonly perSecond: readonly number[];
  /** What hangs over it, and takes no room. */
  readonly children?: ReactNode;
};

/** The number that everything is about, with the minute that led to it. */
export function Headline({ rate, perSecond, children }: HeadlineProps) {
  const peak = Math.max(0, ...perSecond);
  return (
    <section className="headline" aria-label="Repins per second">
      <p className="headline-number" data-empty={rate === null}>
        <RollingNumber text={rate === null ? '–' : formatRate(rate)} testId="repins-per-second" />
      </p>
      <p className="label">Repins per second</p>
      <Sparkline
        values={perSecond}
        label={`Repins per second over the last minute, at most ${formatCount(peak)}`}
      />
      <p className="sparkline-scale" aria-hidden="true">
        <span>60 s ago</span>
        <span>peak {formatCount(peak)}</span>
        <span>now</span>
      </p>
      {children}
    </section>
  );
}
