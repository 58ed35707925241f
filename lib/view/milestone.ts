/** 1,000, 2,500, 5,000, 10,000, 25,000 and so on: near enough to be met, far enough to mean something. */
const FIRST = 1_000;
const STEPS = [1, 2.5, 5] as const;

/** The highest milestone above `before` and not above `after`; null when none was passed. */
export function milestoneBetween(before: number, after: number): number | null {
  let passed: number | null = null;
  for (let decade = FIRST; decade <= after; decade *= 10)
    for (const step of STEPS) {
      const milestone = decade * step;
      if (milestone > before && milestone <= after) passed = milestone;
    }
  return passed;
}
