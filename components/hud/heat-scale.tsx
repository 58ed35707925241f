import { formatShort } from '../../lib/view/format';
import { heatTicks } from '../../lib/view/heat-ticks';

export type HeatScaleProps = {
  /** Repins, with the decay applied, that the hottest place holds now. */
  readonly hottest: number;
  readonly halfLifeMs: number;
};

/** What the glow below the rings stands for: repins at one place, at the contours that the globe draws. */
export function HeatScale({ hottest, halfLifeMs }: HeatScaleProps) {
  const minutes = Math.max(1, Math.round(halfLifeMs / 60_000));
  return (
    <figure className="heat-scale">
      <figcaption className="label">
        Heat <span>repins, halved every {minutes === 1 ? 'minute' : `${minutes} min`}</span>
      </figcaption>
      <div className="heat-ramp" aria-hidden="true" />
      <ol>
        {heatTicks(hottest, 6).map(({ value, at }) => (
          <li key={value} style={{ left: `${(at * 100).toFixed(2)}%` }}>
            {formatShort(value)}
          </li>
        ))}
      </ol>
    </figure>
  );
}
