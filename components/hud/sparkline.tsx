import { linePath } from '../../lib/view/line-path';

export type SparklineProps = {
  /** Oldest first. */
  readonly values: readonly number[];
  /** Said instead of the picture. */
  readonly label: string;
};

const WIDTH = 240;
const HEIGHT = 48;

/** A line over its baseline (zero), with a mark at the last value. Stretches to its box; strokes keep their width. */
export function Sparkline({ values, label }: SparklineProps) {
  const { line, area, lastY } = linePath(values, WIDTH, HEIGHT);
  return (
    <div className="sparkline" role="img" aria-label={label}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <path className="sparkline-area" d={area} />
        <path className="sparkline-base" d={`M0 ${HEIGHT}H${WIDTH}`} />
        <path className="sparkline-line" d={line} />
      </svg>
      {line !== '' && (
        <svg
          className="sparkline-last"
          viewBox={`0 0 1 ${HEIGHT}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <path d={`M.5 ${lastY}v.001`} />
        </svg>
      )}
    </div>
  );
}
