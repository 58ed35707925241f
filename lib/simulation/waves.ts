/**
 * Gentle waves in the rate, so that the stream breathes: a factor around 1 whose mean is 1 over a few minutes.
 * `at`: ms of any clock.
 */
export function waveAt(at: number): number {
  const seconds = at / 1_000;
  return 1 + 0.16 * Math.sin((2 * Math.PI * seconds) / 47) + 0.1 * Math.sin((2 * Math.PI * seconds) / 13 + 1);
}
