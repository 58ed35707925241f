/**
 * Scrolls until the middle of the stage, where a place is flown to, stands in the middle of what the sheet leaves free
 * (`scroll-padding` in `details-frame.css`), unless it can be seen there already.
 */
export function showStage(stage: HTMLElement): void {
  const { top, height } = stage.getBoundingClientRect();
  const middle = top + height / 2;
  const covered = Number.parseFloat(getComputedStyle(document.documentElement).scrollPaddingBottom) || 0;
  if (middle > 0 && middle < window.innerHeight - covered) return;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  stage.scrollIntoView({ block: 'center', behavior: calm ? 'instant' : 'smooth' });
}
