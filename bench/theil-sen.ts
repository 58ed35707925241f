import { median } from './quantile';

/** The median of the slopes between all pairs of points (Theil and Sen): a few outliers do not move it. NaN of fewer than two. */
export function theilSen(points: readonly (readonly [x: number, y: number])[]): number {
  const slopes: number[] = [];
  for (const [index, [x, y]] of points.entries())
    for (const [otherX, otherY] of points.slice(index + 1))
      if (otherX !== x) slopes.push((otherY - y) / (otherX - x));
  return median(slopes);
}
