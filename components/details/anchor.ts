import type { LatLng } from '../../lib/globe/sphere';
import { anchorBox, nearestOutline, type Point } from '../../lib/view/anchor-box';
import type { StageView } from '../globe/stage-view';

/** Between a spot and its card. */
const GAP_REM = 3;
/** Share of its way that a card goes in a frame. */
const EASE = 0.22;

export type Anchored = {
  /** The room that the card may stand in. */
  readonly room: HTMLElement;
  readonly card: HTMLElement;
  readonly line: SVGLineElement;
  readonly mark: SVGCircleElement;
};

/**
 * Keeps a card beside its spot while the globe turns, and a hairline between them, until the returned function is called.
 * The line is hidden while the spot is behind the limb. Where the layout makes a sheet of the card (`--anchored` is not
 * 1) only the spot is marked. Nothing is written while nothing moves.
 */
export function anchor(
  { room, card, line, mark }: Anchored,
  spot: LatLng | null,
  view: StageView | null,
): () => void {
  let frame = 0;
  let last = '';
  /** Where the card stands, in CSS pixels of its room; null before it stands anywhere. */
  let stands: Point | null = null;
  let settled = false;
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const follow = () => {
    frame = requestAnimationFrame(follow);
    const free = room.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = card;
    const at = spot && view ? view.project(spot.lat, spot.lng) : null;
    const anchored = getComputedStyle(room).getPropertyValue('--anchored').trim() === '1';
    const seen = at?.visible ?? false;
    const now = [at?.x, at?.y, seen, width, height, free.left, free.top, free.width, free.height, anchored]
      .map((part) => (typeof part === 'number' ? Math.round(part * 2) : part))
      .join(' ');
    if (now === last && settled) return;
    last = now;
    settled = true;
    const gap = GAP_REM * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const middle = { x: free.left + free.width / 2, y: free.top + free.height / 2 };
    // What cannot be seen keeps its card where it was.
    if (anchored && (seen || !stands)) {
      const target = at && seen ? at : { x: middle.x - width / 2 - gap, y: middle.y };
      const { x, y } = anchorBox(target, { width, height }, free, gap);
      const to = { x: x - free.left, y: y - free.top };
      // It eases to the other side of its spot, and never jumps there.
      const share = stands === null || calm.matches ? 1 : EASE;
      const from = stands ?? to;
      stands = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
      settled = Math.hypot(to.x - stands.x, to.y - stands.y) < 0.5;
      if (settled) stands = to;
      card.style.transform = `translate(${stands.x.toFixed(1)}px, ${stands.y.toFixed(1)}px)`;
    }
    if (!anchored) {
      card.style.transform = '';
      stands = null;
    }
    mark.style.display = seen ? '' : 'none';
    const end = at && seen && anchored ? nearestOutline(at, card.getBoundingClientRect()) : null;
    line.style.display = end ? '' : 'none';
    if (!at || !seen) return;
    mark.setAttribute('cx', String(at.x));
    mark.setAttribute('cy', String(at.y));
    if (!end) return;
    const far = Math.hypot(end.x - at.x, end.y - at.y) || 1;
    // It begins at the mark's edge, not in its middle.
    const start = Math.min(mark.r.baseVal.value / far, 1);
    line.setAttribute('x1', String(at.x + (end.x - at.x) * start));
    line.setAttribute('y1', String(at.y + (end.y - at.y) * start));
    line.setAttribute('x2', String(end.x));
    line.setAttribute('y2', String(end.y));
  };
  follow();
  return () => cancelAnimationFrame(frame);
}
