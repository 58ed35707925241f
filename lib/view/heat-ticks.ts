/** The scene draws its contours at 2, 6, 18, 54… repins: each line is three times the one before. */
export const HEAT_CONTOURS = { first: 2, factor: 3 } as const;
const LEAST_SCALE = 8;

export type HeatTick = {
  readonly value: number /** 0 at the cold end, 1 at the hottest place. */;
  readonly at: number;
};

/** Where along the heat scale each contour lies, up to the hottest place; at most `limit` of them, evenly thinned. */
export function heatTicks(hottest: number, limit: number): readonly HeatTick[] {
  const full = Math.log2(1 + Math.max(hottest, LEAST_SCALE));
  const ticks: HeatTick[] = [];
  for (
    let value: number = HEAT_CONTOURS.first;
    value <= Math.max(hottest, LEAST_SCALE);
    value *= HEAT_CONTOURS.factor
  )
    ticks.push({ value, at: Math.log2(1 + value) / full });
  const every = Math.ceil(ticks.length / limit);
  return ticks.filter((_, index) => index % every === 0);
}
