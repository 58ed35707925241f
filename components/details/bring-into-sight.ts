/**
 * Scrolls until the middle of an element stands in the middle of what the sheet leaves free (`scroll-padding` in
 * `details-frame.css`), unless it can be seen there already.
 */
export function bringIntoSight(element: HTMLElement): void {
  const { top, height } = element.getBoundingClientRect();
  const middle = top + height / 2;
  const covered = Number.parseFloat(getComputedStyle(document.documentElement).scrollPaddingBottom) || 0;
  if (middle > 0 && middle < window.innerHeight - covered) return;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  element.scrollIntoView({ block: 'center', behavior: calm ? 'instant' : 'smooth' });
}
