import { formatShort } from '../../lib/view/format';

export type HeatScaleProps = {
  /** Repins, with the decay applied, that the hottest place holds now. */
  readonly hottest: number;
  readonly halfLifeMs: number;
};

/** What the glow below the rings stands for, in numbers. */
export function HeatScale({ hottest, halfLifeMs }: HeatScaleProps) {
  const minutes = Math.round(halfLifeMs / 60_000);
  return (
    <figure className="heat-scale">
      <figcaption className="label">
        Heat, halved every {minutes <= 1 ? 'minute' : `${minutes} min`}
      </figcaption>
      <div className="heat-ramp" aria-hidden="true" />
      <p>
        <span>0</span>
        <span>{formatShort(Math.round(hottest))} repins at one place</span>
      </p>
    </figure>
  );
}
