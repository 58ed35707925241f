/** The midnight with which the day of `at` began, in the viewer's own time. Epoch ms. */
export function localMidnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
