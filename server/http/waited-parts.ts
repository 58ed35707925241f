/** A part's name ends where its address, the number of tries or the reason begins. */
const NAME_ENDS = /(,| at |:| \().*$/s;

/**
 * The parts that are waited for, as viewers may read them: `/readyz` tells operators the whole of it, and where the parts
 * stand is nobody else's business.
 */
export function waitedParts(readiness: readonly string[]): readonly string[] {
  const names = new Set(readiness.map((line) => line.replace(NAME_ENDS, '')));
  // The start itself is over when the parts are there.
  if (names.size > 1) names.delete('the start');
  return [...names];
}
